using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The stored form of a <see cref="RidgeModel{T}"/>.</summary>
internal sealed record RidgeModelJson([property: JsonRequired] RidgeSolutionJson Solution, [property: JsonRequired] RidgeSelectionJson? Selection)
{
    /// <summary>What cannot come from a model; null if all can.</summary>
    public string? Fault() => Solution is null ? "'Solution' is null." : Solution.Fault() ?? Selection?.Fault();
}

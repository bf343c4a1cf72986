using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The stored form of a <see cref="RidgeModel{T}"/>: a solution for each target, and how its λ was selected.</summary>
internal sealed record RidgeModelJson(
    [property: JsonRequired] RidgeSolutionJson[] Solutions, [property: JsonRequired] RidgeSelectionJson[]? Selections, [property: JsonRequired] long SkippedRows)
{
    /// <summary>What cannot come from a model; null if all can.</summary>
    public string? Fault() =>
        Solutions is null || Solutions.Length == 0 || Array.Exists(Solutions, solution => solution is null) ? "'Solutions' are null."
        : Solutions.Select(solution => solution.TargetName).Distinct().Count() != Solutions.Length ? "two solutions are of one target."
        : Selections is not null && (Selections.Length != Solutions.Length || Array.Exists(Selections, selection => selection is null)) ? "'Selections' are not one a solution."
        : SkippedRows < 0 ? "'SkippedRows' is negative."
        : Solutions.Select(solution => solution.Fault()).Concat(Selections?.Select(selection => selection.Fault()) ?? []).FirstOrDefault(fault => fault is not null);
}

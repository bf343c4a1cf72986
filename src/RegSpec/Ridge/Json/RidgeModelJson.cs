namespace RegSpec;

/// <summary>The stored form of a <see cref="RidgeModel{T}"/>.</summary>
internal sealed record RidgeModelJson(RidgeSolutionJson? Solution, RidgeSelectionJson? Selection);

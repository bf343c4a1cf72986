namespace RegSpec.Analyzers;

/// <summary>A line as it stands in DecayPlan.txt.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Plan">What it says; null if it cannot be read.</param>
/// <param name="Problem">What is wrong with it; null for a good line.</param>
internal sealed record PlanFileLine(int Number, PlanLine? Plan, string? Problem);

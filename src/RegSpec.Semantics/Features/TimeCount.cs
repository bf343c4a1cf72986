namespace RegSpec.Semantics.Features;

/// <summary>A date or duration as a whole number of steps.</summary>
/// <param name="Access">How generated code reads that number; of a date from the year 1.</param>
/// <param name="Step">Ticks (100 ns) of a step.</param>
/// <param name="IsDuration">Whether it counts from nothing rather than from a day.</param>
internal sealed record TimeCount(string Access, long Step, bool IsDuration);

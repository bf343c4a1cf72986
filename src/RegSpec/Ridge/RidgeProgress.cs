namespace RegSpec;

/// <summary>How far long work has come. Within a stage <see cref="Done"/> only grows.</summary>
/// <param name="Stage">What is being done: <c>rows</c>, <c>sums</c>, <c>folds</c> …</param>
/// <param name="Done">How many of it are done.</param>
/// <param name="Total">How many there are in all; null if that is not known.</param>
public readonly record struct RidgeProgress(string Stage, long Done, long? Total = null);

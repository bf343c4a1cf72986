namespace RegSpec;

/// <summary>How far long work has come. <see cref="Done"/> only grows, over all stages of a call.</summary>
/// <param name="Stage">What is being done: <c>rows</c>, <c>sums</c>, <c>folds</c> …</param>
/// <param name="Done">How many of it are done.</param>
/// <param name="Total">How many there are in all; null while nobody has counted the rows.</param>
public readonly record struct RidgeProgress(string Stage, long Done, long? Total = null);

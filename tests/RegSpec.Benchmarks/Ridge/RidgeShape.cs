namespace RegSpec.Benchmarks.Ridge;

/// <summary>A size of data, with what is asked of it: the goals of the ridge as factors of scikit-learn's time in the same run.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Rows">n.</param>
/// <param name="Features">p.</param>
/// <param name="FitGoal">Most time of a single fit, over that of Ridge.</param>
/// <param name="PathGoal">Most time of a path of 50 λ with GCV, over that of RidgeCV with as many.</param>
/// <param name="LeaveOneOutGoal">Most time of the leave-one-out errors of 50 λ, over that of RidgeCV.</param>
/// <param name="MemoryGoal">Most memory of a fit over the data, in MB.</param>
internal sealed record RidgeShape(string Name, int Rows, int Features, double FitGoal, double? PathGoal, double? LeaveOneOutGoal, double? MemoryGoal)
{
    public static readonly RidgeShape[] All =
    [
        new("tall", 1_000_000, 50, 1 / 1.25, 1 / 40.0, 1 / 15.0, 20),
        new("medium", 100_000, 500, 1.1, 1 / 15.0, 1 / 7.0, 48),
        new("square", 20_000, 2000, 1.1, 1 / 5.0, 1 / 3.0, null),
        new("wide", 500, 5000, 1.1, null, null, null),
    ];

    /// <summary>λ of the single fit, on standardised columns.</summary>
    public double Lambda => 1e-3 * Rows;

    /// <summary>50 λ over six decades about that of the single fit.</summary>
    public double[] Lambdas => [.. Enumerable.Range(0, 50).Select(i => Lambda * Math.Pow(10, -4 + 6 * i / 49.0))];
}

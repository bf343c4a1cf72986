using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>A seeded random regression: correlated features of different units, a linear signal and noise.</summary>
internal sealed record RandomDesign(double[][] X, double[] Y, double[] Weights)
{
    public int Rows => Y.Length;

    public int Features => X[0].Length;

    public Tensor Matrix => ToMatrix(X);

    public Tensor Target => tensor(Y);

    public Tensor Weight => tensor(Weights);

    public static RandomDesign Of(int n, int p, int seed)
    {
        Random random = new(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] unit = Enumerable.Range(0, p).Select(_ => Math.Exp(2 * Normal())).ToArray();
        double[] signal = Enumerable.Range(0, p).Select(_ => Normal()).ToArray();
        double[][] x = new double[n][];
        double[] y = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++)
        {
            double common = Normal();
            double[] z = Enumerable.Range(0, p).Select(_ => Normal() + common).ToArray();
            x[i] = z.Select((value, j) => unit[j] * (value + 3)).ToArray();
            y[i] = 5 + z.Zip(signal, (value, w) => value * w).Sum() + Normal();
            weights[i] = 0.25 + random.NextDouble();
        }

        return new(x, y, weights);
    }

    public RidgeProblem Problem(RidgeOptions? options = null, bool weighted = false) =>
        RidgeProblem.FromMatrices(Matrix, Target, weighted ? Weight : null, options);

    public RandomDesign Take(IEnumerable<int> rows)
    {
        int[] places = [.. rows];
        return new(Array.ConvertAll(places, i => X[i]), Array.ConvertAll(places, i => Y[i]), Array.ConvertAll(places, i => Weights[i]));
    }

    public RandomDesign With(Func<double[], double[]> features) => this with { X = Array.ConvertAll(X, row => features(row)) };

    public static Tensor ToMatrix(double[][] rows) => tensor(rows.SelectMany(row => row).ToArray(), rows.Length, rows[0].Length);
}

/// <summary>Comparisons with a stated tolerance.</summary>
internal static class Close
{
    /// <summary>Each within a tolerance relative to the largest expected value.</summary>
    public static void To(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        double scale = Math.Max(expected.Max(Math.Abs), double.Epsilon);
        for (int j = 0; j < expected.Count; j++)
        {
            Assert.True(
                Math.Abs(expected[j] - actual[j]) <= tolerance * scale,
                FormattableString.Invariant($"[{j}]: expected {expected[j]:R}, got {actual[j]:R}, off by {Math.Abs(expected[j] - actual[j]) / scale:E1} of the largest"));
        }
    }

    public static void To(double expected, double actual, double tolerance) => To([expected], [actual], tolerance);
}

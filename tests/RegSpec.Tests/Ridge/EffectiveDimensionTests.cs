using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Degrees of freedom and GCV against arithmetic of 190 digits.</summary>
public class EffectiveDimensionTests
{
    private const int Designs = 500;

    /// <summary>Columns with all levels of an enum, duplicates and near-duplicates; λ from 1e-12 to 1e300.</summary>
    [Fact]
    public void Have_twelve_digits_for_any_collinearity_and_lambda()
    {
        for (int seed = 0; seed < Designs; seed++)
        {
            Design design = Design.Of(seed);
            ReferenceFit expected = ReferenceFit.Of(design.X, design.Y, design.Weights, design.Scaled, design.Factors, design.Lambda);
            RidgeSolution fit = design.Problem().Fit(design.Lambda);
            Digits(expected.DegreesOfFreedom, fit.DegreesOfFreedom, 1e-12, $"seed {seed}: df");
            if (expected.Left > 1e-8 * design.Y.Length && expected.ResidualShare > 1e-18)
            {
                Digits(expected.GeneralizedCrossValidation, fit.GeneralizedCrossValidation, 1e-12, $"seed {seed}: GCV at λ = {design.Lambda}, left {expected.Left}, share {expected.ResidualShare}");
            }
        }
    }

    /// <summary>The two cases that were reported: an enum of two levels, and one of twelve with n = 14.</summary>
    [Theory]
    [InlineData(2, 40, 1e-10), InlineData(12, 14, 1e-8), InlineData(12, 14, 1e200), InlineData(3, 30, 1e300)]
    public void Enums_at_the_edges_of_lambda(int levels, int rows, double lambda)
    {
        double[][] x = [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, levels).Select(k => i % levels == k ? 1.0 : 0).Append(Math.Sin(i)).ToArray())];
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Cos(1.7 * i) * 10)];
        bool[] scaled = [.. Enumerable.Repeat(false, levels), true];
        double[] ones = [.. Enumerable.Repeat(1.0, levels + 1)];
        ReferenceFit expected = ReferenceFit.Of(x, y, [.. Enumerable.Repeat(1.0, rows)], scaled, ones, lambda);
        RidgeOptions options = new() { Scaling = [.. scaled.Select(scales => scales ? FeatureScaling.Standardize : FeatureScaling.None)] };
        RidgeSolution fit = RidgeProblem.FromMatrices(tensor(x.SelectMany(row => row).ToArray(), rows, levels + 1), tensor(y), null, options).Fit(lambda);
        Digits(expected.DegreesOfFreedom, fit.DegreesOfFreedom, 1e-13, "df");
        Digits(expected.GeneralizedCrossValidation, fit.GeneralizedCrossValidation, 1e-12, "GCV");
    }

    /// <summary>Without rows the products do not resolve what lies within their rounding: directions that vanish count as such, and nearly collinear ones are warned of.</summary>
    [Fact]
    public void Statistics_count_vanishing_directions_and_warn_of_blurred_ones()
    {
        Random random = new(5);
        RidgeStatistics exact = new(new RidgeLayout([new("e=a", RidgeColumnKind.Level, "e", "a"), new("e=b", RidgeColumnKind.Level, "e", "b"), RidgeColumn.Number("x")], ["y"]));
        RidgeStatistics blurred = new(2);
        for (int i = 0; i < 50; i++)
        {
            double a = random.NextDouble();
            exact.Add([i % 2, 1 - (i % 2), a, a + i]);
            blurred.Add([a, a + 1e-7 * random.NextDouble(), a + i]);
        }

        RidgeSolution fit = RidgeProblem.FromStatistics(exact, new RidgeOptions { Scaling = [FeatureScaling.None, FeatureScaling.None, FeatureScaling.Standardize] }).Fit(1e-10);
        Assert.Equal(2, fit.DegreesOfFreedom, 1e-10);
        Assert.DoesNotContain(fit.Warnings, warning => warning.Contains("degrees of freedom", StringComparison.Ordinal));
        Assert.Contains(RidgeProblem.FromStatistics(blurred).Fit(1e-12).Warnings, warning => warning.StartsWith("degrees of freedom and GCV may be off by", StringComparison.Ordinal));
    }

    private static void Digits(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{what}: expected {expected:R}, got {actual:R}, off by {Math.Abs(actual / expected - 1):E1}");

    private sealed record Design(double[][] X, double[] Y, double[] Weights, bool[] Scaled, double[] Factors, double Lambda)
    {
        public static Design Of(int seed)
        {
            Random random = new(seed);
            int numbers = random.Next(1, 4);
            int levels = random.Next(2, 7);
            int n = random.Next(levels + 2, 40);
            double near = Math.Pow(10, -random.Next(3, 11));
            double offset = random.Next(3) == 0 ? 1000 : 0;
            double[][] x = [.. Enumerable.Range(0, n).Select(i =>
            {
                double[] own = [.. Enumerable.Range(0, numbers).Select(_ => offset + random.NextDouble())];
                int level = i < levels ? i : random.Next(levels);
                return (double[])[.. own, .. Enumerable.Range(0, levels).Select(k => k == level ? 1.0 : 0), own[0], own[0] + near * random.NextDouble()];
            })];
            int p = x[0].Length;
            bool[] scaled = [.. Enumerable.Range(0, p).Select(j => j < numbers || j >= numbers + levels)];
            double[] factors = [.. Enumerable.Range(0, p).Select(_ => random.Next(4) == 0 ? random.NextDouble() + 0.1 : 1)];
            double[] weights = [.. Enumerable.Range(0, n).Select(_ => seed % 3 == 0 ? random.Next(1, 5) * 0.5 : 1)];
            double lambda = Math.Pow(10, seed % 4 == 0 ? 300 * random.NextDouble() : 14 * random.NextDouble() - 12);
            return new(x, [.. x.Select((row, i) => row[0] - offset + random.NextDouble())], weights, scaled, factors, lambda);
        }

        public RidgeProblem Problem() => RidgeProblem.FromMatrices(
            tensor(X.SelectMany(row => row).ToArray(), X.Length, X[0].Length), tensor(Y), tensor(Weights),
            new RidgeOptions { Scaling = [.. Scaled.Select(scales => scales ? FeatureScaling.Standardize : FeatureScaling.None)], PenaltyFactors = Factors });
    }
}

using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>One random problem, and whether it is bad input.</summary>
internal sealed class FuzzProblem
{
    private readonly double[][] x;
    private readonly double[] y;
    private readonly double[]? weights;
    private readonly double[]? factors;
    private readonly bool intercept;
    private readonly bool scaled;
    private readonly int features;

    private FuzzProblem(Random random)
    {
        int n = random.Next(8) == 0 ? random.Next(4) : random.Next(51);
        features = random.Next(8) == 0 ? random.Next(3) : random.Next(51);
        scaled = random.Next(4) > 0;
        intercept = random.Next(4) > 0;
        int span = random.Next(3) == 0 ? (scaled ? 150 : 60) : random.Next(5);   // unscaled, λ acts on squares of the unit
        double common = 2 * random.NextDouble() - 1;   // unscaled columns share a unit: λ could not act on columns of 1e±150 alike
        double[] unit = Enumerable.Range(0, features).Select(_ => Math.Pow(10, span * (scaled ? 2 * random.NextDouble() - 1 : common))).ToArray();
        double[] offset = Enumerable.Range(0, features).Select(_ => random.Next(4) == 0 ? Math.Pow(10, random.Next(8)) : 0).ToArray();
        bool integers = random.Next(4) == 0;
        x = Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, features)
            .Select(j => (offset[j] + (integers ? random.Next(-2, 3) : 2 * random.NextDouble() - 1)) * unit[j]).ToArray()).ToArray();
        double targetUnit = Math.Pow(10, Math.Min(span, 100) * (2 * random.NextDouble() - 1));
        y = x.Select(_ => targetUnit * (integers ? random.Next(-2, 3) : random.NextDouble())).ToArray();
        Degenerate(random);
        weights = random.Next(3) > 0 ? null : y.Select(_ => random.Next(5) == 0 ? 0 : random.NextDouble()).ToArray();
        factors = random.Next(3) > 0 ? null : unit.Select(_ => (double)random.Next(3)).ToArray();
        Lambda = random.Next(8) switch { 0 or 1 => 0, 2 => 1e30, _ => Math.Pow(10, random.Next(-12, 13)) };
        BadArgument = Spoil(random);
    }

    public int Rows => y.Length;

    public int Features => features;

    public double Lambda { get; private set; }

    /// <summary>The arguments an exception may name, or null when the problem is well posed.</summary>
    public string? BadArgument { get; }

    public static FuzzProblem Of(int seed) => new(new Random(seed));

    public RidgeSolution Solve()
    {
        using Tensor matrix = tensor(x.SelectMany(row => row).ToArray(), Rows, features);
        using Tensor target = tensor(y);
        using Tensor? weight = weights is null ? null : tensor(weights);
        RidgeOptions options = new()
        {
            FitIntercept = intercept,
            PenaltyFactors = factors,
            Scaling = Enumerable.Repeat(scaled ? FeatureScaling.Standardize : FeatureScaling.None, features).ToArray(),
        };
        return RidgeProblem.FromMatrices(matrix, target, weight, options).Fit(Lambda);
    }

    /// <summary>max |zⱼᵀSr − λfⱼwⱼ| / (‖zⱼ‖‖y‖ + λfⱼ|wⱼ|), all in units in which the largest entry of a column is 1.</summary>
    public double NormalEquationsResidual(RidgeSolution solution)
    {
        double targetUnit = Math.Max(y.Max(value => Math.Abs(value - solution.Intercept)), 1e-300);
        double[] centred = y.Select(value => (value - solution.Intercept) / targetUnit).ToArray();
        double[][] z = x.Select(row => row.Select((value, j) => value - solution.Means[j]).ToArray()).ToArray();
        double[] unit = Enumerable.Range(0, features).Select(j => Math.Max(z.Max(row => Math.Abs(row[j])), 1e-300)).ToArray();
        double[] beta = Enumerable.Range(0, features).Select(j => solution.RawCoefficients[j] / targetUnit * unit[j]).ToArray();
        double[] residual = centred.Select((value, i) => value - Enumerable.Range(0, features).Sum(j => z[i][j] / unit[j] * beta[j])).ToArray();
        double targetNorm = Math.Sqrt(centred.Select((value, i) => Weight(i) * value * value).Sum());
        double worst = 0;
        for (int j = 0; j < features; j++)
        {
            if (solution.ConstantFeatures.Contains("x" + j))
            {
                continue;
            }

            double gradient = Enumerable.Range(0, Rows).Sum(i => Weight(i) * z[i][j] / unit[j] * residual[i]);
            double norm = Math.Sqrt(Enumerable.Range(0, Rows).Sum(i => Weight(i) * z[i][j] / unit[j] * (z[i][j] / unit[j])));
            double held = Lambda * (factors?[j] ?? 1) * (solution.Scales[j] / unit[j]) * (solution.Scales[j] / unit[j]) * beta[j];
            worst = Math.Max(worst, Math.Abs(gradient - held) / (norm * targetNorm + Math.Abs(held) + 1e-280));
        }

        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Rows} × {features}, λ = {Lambda}, {(scaled ? "scaled" : "raw")}, intercept {intercept}, weights {weights is not null}, factors {factors is not null}, largest {x.Max(row => row.Max(Math.Abs)):E0}, {y.Max(Math.Abs):E0}");

    private double Weight(int i) => weights?[i] ?? 1;

    private void Degenerate(Random random)
    {
        for (int times = random.Next(4); times > 0 && features > 1 && Rows > 1; times--)
        {
            int from = random.Next(features);
            int to = random.Next(features);
            switch (random.Next(4))
            {
                case 0:
                    Array.ForEach(x, row => row[to] = row[from]);
                    break;
                case 1:
                    Array.ForEach(x, row => row[to] = x[0][to]);
                    break;
                case 2:
                    x[random.Next(Rows)].CopyTo(x[random.Next(Rows)], 0);
                    break;
                default:
                    Array.Fill(y, y[0]);
                    break;
            }
        }
    }

    private string? Spoil(Random random)
    {
        string? bad = null;
        double nonsense = random.Next(3) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => double.NegativeInfinity };
        switch (random.Next(12))
        {
            case 0 when Rows > 0 && features > 0:
                x[random.Next(Rows)][random.Next(features)] = nonsense;
                bad = "features";
                break;
            case 1 when Rows > 0:
                y[random.Next(Rows)] = nonsense;
                bad = "targets";
                break;
            case 2:
                Lambda = random.Next(2) == 0 ? -1 : double.NaN;
                bad = "lambda";
                break;
            case 3 when weights is { Length: > 0 }:
                weights[random.Next(Rows)] = random.Next(2) == 0 ? -1 : double.NaN;
                bad = "weights";
                break;
        }

        long counted = weights is null ? Rows : weights.LongCount(weight => weight > 0);
        return features == 0 || Rows < 2 || counted < 2 ? "features, weights, targets, lambda" : bad;
    }
}

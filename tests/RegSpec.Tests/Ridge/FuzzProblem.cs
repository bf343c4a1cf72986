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
        int span = random.Next(3) == 0 ? 150 : random.Next(5);
        double[] unit = Enumerable.Range(0, features).Select(_ => Unit(random, span)).ToArray();
        unit = random.Next(2) == 0 ? unit : Array.ConvertAll(unit, _ => unit[0]);
        double[] offset = Enumerable.Range(0, features).Select(_ => random.Next(4) == 0 ? Math.Pow(10, random.Next(8)) : 0).ToArray();
        bool integers = random.Next(4) == 0;
        x = Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, features)
            .Select(j => (offset[j] + (integers ? random.Next(-2, 3) : 2 * random.NextDouble() - 1)) * unit[j]).ToArray()).ToArray();
        double targetUnit = Unit(random, span);
        y = x.Select(_ => targetUnit * (integers ? random.Next(-2, 3) : random.NextDouble())).ToArray();
        Degenerate(random);
        double weightUnit = random.Next(2) == 0 ? 1 : Unit(random, span);
        weights = random.Next(3) > 0 ? null : y.Select(_ => random.Next(5) == 0 ? 0 : weightUnit * random.NextDouble()).ToArray();
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

    public RidgeProblem Problem(Tensor matrix, Tensor target, Tensor? weight) => RidgeProblem.FromMatrices(matrix, target, weight, new RidgeOptions
    {
        FitIntercept = intercept,
        PenaltyFactors = factors,
        Scaling = Enumerable.Repeat(scaled ? FeatureScaling.Standardize : FeatureScaling.None, features).ToArray(),
    });

    public RidgeSolution Solve()
    {
        using Tensor matrix = tensor(x.SelectMany(row => row).ToArray(), Rows, features);
        using Tensor target = tensor(y);
        using Tensor? weight = weights is null ? null : tensor(weights);
        return Problem(matrix, target, weight).Fit(Lambda);
    }

    /// <summary>The equations that its solution has to satisfy.</summary>
    public NormalEquations Equations() => new(x, y, weights, factors, Lambda, intercept, scaled);

    public override string ToString() => FormattableString.Invariant(
        $"{Rows} × {features}, λ = {Lambda}, {(scaled ? "scaled" : "raw")}, intercept {intercept}, weights {weights is not null}, factors {factors is not null}, largest {x.Max(row => row.Max(Math.Abs)):E0}, {y.Max(Math.Abs):E0}");

    private static double Unit(Random random, int span) => Math.Pow(10, span * (2 * random.NextDouble() - 1));

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

using System.Globalization;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>
/// How often intervals hold what they should, over simulated data sets with β from the prior. REGSPEC_COVERAGE sets how many (2,000; 100,000 for a full run). The
/// share of n trials of .95 has the standard error √(.95·.05/n): four of them are allowed, .28 % at 100,000 and 1.95 % at 2,000.
/// </summary>
public sealed class CoverageTests(ITestOutputHelper output)
{
    private const int Batch = 500;
    private const double Lambda = 4;
    private const double Noise = 2.25;

    private static int Samples => int.Parse(Environment.GetEnvironmentVariable("REGSPEC_COVERAGE") ?? "2000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(25, 4, true), InlineData(25, 4, false), InlineData(8, 12, true), InlineData(8, 12, false)]
    public void Of_coefficients_drawn_from_the_prior_95_of_100_are_in_their_intervals(int n, int p, bool known)
    {
        (double[] coefficients, double predictive) = Simulate(n, p, known, normal => [.. normal.Next(p).Select(v => Math.Sqrt(Noise / Lambda) * v)]);
        double allowed = 4 * Math.Sqrt(0.95 * 0.05 / Samples);
        Report($"{(known ? "known" : "estimated")} σ², {n} × {p}", coefficients, predictive);
        Assert.All(coefficients, share => Assert.InRange(share, 0.95 - allowed, 0.95 + allowed));
        Assert.InRange(predictive, 0.95 - allowed, 0.95 + allowed);
    }

    /// <summary>Shown, not asserted: the intervals promise nothing for one fixed β, and far from the prior they miss it.</summary>
    [Theory]
    [InlineData(0.0), InlineData(1.0), InlineData(3.0)]
    public void For_a_fixed_truth_the_share_is_shown(double deviations)
    {
        (double[] coefficients, double predictive) = Simulate(25, 4, known: true, _ => [.. Enumerable.Repeat(deviations * Math.Sqrt(Noise / Lambda), 4)]);
        Report($"fixed β at {deviations} prior deviations", coefficients, predictive);
        Assert.All(coefficients, share => Assert.InRange(share, 0, 1));
    }

    private void Report(string name, double[] coefficients, double predictive) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}, {Samples} data sets: coefficients {string.Join(' ', coefficients.Select(share => share.ToString("F4", CultureInfo.InvariantCulture)))}, predictive {predictive:F4}"));

    /// <summary>Data sets share the features, so that one problem holds many as targets; each is analysed by itself.</summary>
    private static (double[] Coefficients, double Predictive) Simulate(int n, int p, bool known, Func<NormalNumbers, double[]> truth)
    {
        RandomDesign design = RandomDesign.Of(n, p, 95);
        using Tensor rows = new DenseRidge(design).Rows;
        double[] z = DenseRidge.Values(rows);
        RidgeSolution scale = design.Problem().Fit(1);
        NormalNumbers normal = new(96);
        double[] fresh = normal.Next(p);
        double[] raw = [.. fresh.Select((v, j) => scale.Means[j] + scale.Scales[j] * v)];
        using Tensor place = RandomDesign.ToMatrix([raw]);
        int[] hits = new int[p];
        int held = 0;
        for (int done = 0; done < Samples; done += Batch)
        {
            double[] targets = new double[n * Batch];
            double[][] truths = new double[Batch][];
            for (int k = 0; k < Batch; k++)
            {
                truths[k] = truth(normal);
                for (int i = 0; i < n; i++)
                {
                    double signal = 3;
                    for (int j = 0; j < p; j++)
                    {
                        signal += z[i * p + j] * truths[k][j];
                    }

                    targets[i * Batch + k] = signal + Math.Sqrt(Noise) * normal.Next();
                }
            }

            using Tensor target = tensor(targets, n, Batch);
            RidgeProblem problem = RidgeProblem.FromMatrices(design.Matrix, target);
            for (int k = 0; k < Batch; k++)
            {
                RidgePosterior posterior = problem.Posterior(Lambda, known ? Noise : null, target: k);
                IReadOnlyList<Interval> intervals = posterior.CredibleIntervals();
                for (int j = 0; j < p; j++)
                {
                    hits[j] += intervals[j].Contains(truths[k][j]) ? 1 : 0;
                }

                double value = 3 + fresh.Zip(truths[k], (v, w) => v * w).Sum() + Math.Sqrt(Noise) * normal.Next();
                held += posterior.PredictiveIntervals(place)[0].Contains(value) ? 1 : 0;
            }
        }

        int total = (Samples + Batch - 1) / Batch * Batch;
        return ([.. hits.Select(count => (double)count / total)], (double)held / total);
    }
}

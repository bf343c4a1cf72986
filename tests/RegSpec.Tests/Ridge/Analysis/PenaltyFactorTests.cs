using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Penalty factors by evidence: stationary, a maximum against brute force, right about what is noise.</summary>
public sealed class PenaltyFactorTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void They_are_a_maximum_of_the_evidence(int seed)
    {
        RandomDesign design = Sparse(80, 6, seed);
        RidgeProblem problem = design.Problem();
        PenaltyFactorSelection selection = problem.SelectPenaltyFactors();
        RidgePosterior posterior = selection.Problem.Posterior(selection.Lambda);
        Close.To(posterior.LogEvidence, selection.LogEvidence, 1e-9);   // removed features are left with 1e-14
        Close.To(posterior.NoiseVariance, selection.NoiseVariance, 1e-9);
        Assert.True(selection.LogEvidence >= selection.CommonLogEvidence - 1e-9);
        Close.To(problem.Posterior(1).MaximumEvidence!.LogEvidence, selection.CommonLogEvidence, 1e-12);
        Assert.InRange(selection.LargestSlope, 0, 1e-6);
        IReadOnlyList<double> slopes = selection.Problem.Derivatives(LambdaSelection.Evidence, selection.Lambda).FactorGradient;
        for (int j = 0; j < 6; j++)
        {
            Assert.InRange(Math.Abs(slopes[j]), 0, 1e-6);
            foreach (double factor in new[] { 1e-3, 0.5, 0.99, 1.01, 2, 1e3, 1e-12 })
            {
                RidgeOptions moved = new() { PenaltyFactors = [.. selection.PenaltyFactors.Select((f, k) => k == j ? f * factor : f)] };
                Assert.True(design.Problem(moved).Posterior(selection.Lambda).LogEvidence <= selection.LogEvidence + 1e-9, $"{j} × {factor}");
            }
        }
    }

    [Fact]
    public void Features_without_a_share_are_removed_and_strong_ones_held_little()
    {
        int removedNoise = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            PenaltyFactorSelection selection = Sparse(80, 6, 100 + seed).Problem().SelectPenaltyFactors();
            Assert.False(selection.IsRemoved[0]);
            Assert.False(selection.IsRemoved[1]);
            removedNoise += Enumerable.Range(2, 4).Count(j => selection.IsRemoved[j]);
            Assert.All(Enumerable.Range(0, 6).Where(j => selection.IsRemoved[j]), j => Assert.InRange(Math.Abs(selection.Solution.Coefficients[j]), 0, 1e-12));
        }

        // A feature of noise stays if its z² exceeds 1: in 32 % of cases; ±4 standard deviations of 80 of them
        Assert.InRange(removedNoise / 80.0, 0.68 - 0.21, 0.68 + 0.21);
    }

    [Fact]
    public void An_orthogonal_design_has_them_in_closed_form()
    {
        // Columns of a Hadamard matrix: G = nI, so 1/fⱼ is what is left of ŵⱼ² beyond σ²/n.
        int n = 16;
        double[][] x = [.. Enumerable.Range(0, n).Select(i => new[] { 1, 2, 4 }.Select(bit => (i & bit) == 0 ? 1.0 : -1.0).ToArray())];
        NormalNumbers normal = new(91);
        double[] y = [.. x.Select(row => 3 * row[0] + 1.5 * row[1] + normal.Next())];
        PenaltyFactorSelection selection = new RandomDesign(x, y, [.. Enumerable.Repeat(1.0, n)]).Problem().SelectPenaltyFactors();
        double[] least = [.. Enumerable.Range(0, 3).Select(j => x.Select((row, i) => row[j] * y[i]).Sum() / n)];
        for (int j = 0; j < 3; j++)
        {
            double excess = n * least[j] * least[j] / selection.NoiseVariance - 1;
            Assert.Equal(excess <= 0, selection.IsRemoved[j]);
            if (excess > 0)
            {
                Close.To(n / excess / selection.Lambda, selection.PenaltyFactors[j], 1e-8);
            }
        }
    }

    [Fact]
    public void More_features_than_rows_targets_statistics_and_constants()
    {
        RandomDesign wide = Sparse(20, 30, 7);
        PenaltyFactorSelection selection = wide.Problem().SelectPenaltyFactors();
        Assert.True(selection.LogEvidence >= selection.CommonLogEvidence);
        Assert.True(selection.IsDegenerate || selection.LargestSlope <= 1e-5, $"slope {selection.LargestSlope} with σ² = {selection.NoiseVariance} after {selection.Iterations}");
        RandomDesign design = Sparse(60, 4, 8).With(row => [.. row, 2]);
        RidgeStatistics statistics = new(5, 2);
        using Tensor both = stack([3 * design.Target, design.Target], 1);
        statistics.Add(design.Matrix, both);
        PenaltyFactorSelection expected = design.Problem().SelectPenaltyFactors();
        PenaltyFactorSelection actual = RidgeProblem.FromStatistics(statistics).SelectPenaltyFactors(target: 1);
        Close.To(expected.Solution.Coefficients, actual.Solution.Coefficients, 1e-7);
        Assert.True(actual.IsRemoved[4]);
        Assert.Contains("removed", actual.ToString());
    }

    [Fact]
    public void Bad_input_is_named_and_cancellation_heard()
    {
        RandomDesign design = Sparse(40, 3, 9);
        Assert.Throws<InvalidOperationException>(() => design.Problem(weighted: true).SelectPenaltyFactors());
        Assert.Contains("'x1'", Assert.Throws<InvalidOperationException>(() => design.Problem(new RidgeOptions { PenaltyFactors = [1, 0, 1] }).SelectPenaltyFactors()).Message);
        RandomDesign flat = design with { Y = [.. design.Y.Select(_ => 2.0)] };
        Assert.Contains("does not vary", Assert.Throws<InvalidOperationException>(() => flat.Problem().SelectPenaltyFactors()).Message);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => design.Problem().SelectPenaltyFactors(cancellation: source.Token));
    }

    /// <summary>Two features that count, the rest noise.</summary>
    private static RandomDesign Sparse(int n, int p, int seed)
    {
        NormalNumbers normal = new(1000 + seed);
        double[][] x = [.. Enumerable.Range(0, n).Select(_ => normal.Next(p))];
        return new(x, [.. x.Select(row => 2 * row[0] - row[1] + normal.Next())], [.. Enumerable.Repeat(2.0, n)]);
    }
}

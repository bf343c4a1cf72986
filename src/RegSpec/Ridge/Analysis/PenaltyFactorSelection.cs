using System.Globalization;

namespace RegSpec;

/// <summary>
/// Penalty factors of each feature at a maximum of the evidence, σ² at its best for each (automatic relevance determination: MacKay 1994, Tipping 2001). It is a
/// local maximum, the one reached from the best common λ. As for a λ selected on the data, intervals from it claim nothing.
/// </summary>
public sealed class PenaltyFactorSelection
{
    /// <summary>A penalty of this many times ZⱼᵀSZⱼ leaves 10⁻¹⁴ of a feature.</summary>
    private const double RemovedShare = 1e14;

    internal PenaltyFactorSelection()
    {
    }

    /// <summary>Names of the p features.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>The best common λ, with which the search began; factors are relative to it.</summary>
    public required double Lambda { get; init; }

    /// <summary>fⱼ &gt; 0, for <see cref="RidgeOptions.PenaltyFactors"/>; p values. Removed features have one so large that nothing of them is left.</summary>
    public required IReadOnlyList<double> PenaltyFactors { get; init; }

    /// <summary>Whether the evidence is greatest without the feature, at an infinite factor; p values. True for features that do not vary.</summary>
    public required IReadOnlyList<bool> IsRemoved { get; init; }

    /// <summary>The log evidence there.</summary>
    public required double LogEvidence { get; init; }

    /// <summary>The log evidence at the best common λ.</summary>
    public required double CommonLogEvidence { get; init; }

    /// <summary>σ̂² = (RSS + λΣfⱼwⱼ²)/(n − 1) there.</summary>
    public required double NoiseVariance { get; init; }

    /// <summary>Sweeps over the features and Newton steps.</summary>
    public required int Iterations { get; init; }

    /// <summary>The largest derivative of the evidence in a ln fⱼ that is left, over the features that are kept.</summary>
    public required double LargestSlope { get; init; }

    /// <summary>Whether the kept features fit every row, so that the evidence has no maximum and the search stopped on its way: there are too few rows for factors of their own.</summary>
    public required bool IsDegenerate { get; init; }

    /// <summary>The problem with these factors.</summary>
    public required RidgeProblem Problem { get; init; }

    /// <summary>Its refined solution at <see cref="Lambda"/>.</summary>
    public required RidgeSolution Solution { get; init; }

    /// <param name="form">The target.</param>
    /// <param name="target">Which it is.</param>
    /// <param name="problem">The same problem with other factors.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal static PenaltyFactorSelection Of(CanonicalForm form, int target, Func<double[], RidgeProblem> problem, CancellationToken cancellation)
    {
        EvidenceMaximum common = new Evidence(form, null, fixedIntercept: false).Maximum()
            ?? throw new InvalidOperationException("The target does not vary, so there is no evidence for any penalty.");
        double lambda = double.IsFinite(common.Lambda) ? common.Lambda : form.Values.DefaultIfEmpty(1).First();
        Standardization columns = form.Columns;
        int[] active = columns.Active;
        double[] gram;
        using (TorchSharp.torch.Tensor full = StandardFormData.Gram(form.Data))
        {
            double[] all = full.ToDoubles();
            gram = [.. active.SelectMany(i => active.Select(j => all[i * form.Data.FeatureCount + j]))];
        }

        double[] products = form.Data.CrossProducts(target);
        double[] cross = [.. products.Select((value, k) => value * (columns.Deviation[active[k]] / columns.Scale[active[k]]))];
        RelevanceSearch search = new(gram, cross, form.Fit.TotalSquares, form.Left, lambda);
        search.Run(cancellation);

        double[] factors = new double[form.Data.FeatureCount];
        bool[] removed = new bool[factors.Length];
        Array.Fill(factors, 1);
        Array.Fill(removed, true);
        for (int k = 0; k < active.Length; k++)
        {
            removed[active[k]] = double.IsInfinity(search.Penalties[k]);
            factors[active[k]] = removed[active[k]] ? RemovedShare * gram[k * active.Length + k] / lambda : search.Penalties[k] / lambda;
        }

        RidgeProblem selected = problem(factors);
        int unit = form.Data.Units.Column(form.Data.FeatureCount + target);
        return new()
        {
            FeatureNames = form.Data.Names.Features,
            Lambda = lambda,
            PenaltyFactors = factors,
            IsRemoved = removed,
            LogEvidence = search.LogEvidence - (columns.Intercept ? 0.5 * Math.Log(columns.Count) : 0) - form.Left * unit * Math.Log(2),
            CommonLogEvidence = common.LogEvidence,
            NoiseVariance = Math.ScaleB(search.Noise, 2 * unit),
            Iterations = search.Iterations,
            LargestSlope = search.LargestSlope,
            IsDegenerate = search.IsDegenerate,
            Problem = selected,
            Solution = selected.SolveTargets([.. Enumerable.Repeat(lambda, selected.TargetCount)])[target],
        };
    }

    /// <summary>Evidence, then a line a feature.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(
            CultureInfo.InvariantCulture,
            $"penalty factors by evidence: log evidence {LogEvidence:G6} (one λ for all: {CommonLogEvidence:G6}), λ = {Lambda:G6}, {IsRemoved.Count(removed => removed)} of {IsRemoved.Count} features removed{(IsDegenerate ? "; degenerate: the others fit every row" : "")}"),
        "feature", FeatureNames, ("factor", PenaltyFactors), ("per sd", Solution.Coefficients));
}

namespace RegSpec;

/// <summary>
/// k-fold errors without the rows: the fit to the other folds comes from their merged statistics, re-centred and re-scaled, and its squared error on a fold is a quadratic
/// form of that fold's moments, Σs(y − ŷ)² = S(ȳ − ŷ(x̄))² + M_yy − 2βᵀM_xy + βᵀM_xxβ.
/// </summary>
internal sealed class HeldOutErrors
{
    private readonly IReadOnlyList<RidgeStatistics> folds;
    private readonly RidgeStatistics[] others;
    private readonly RidgeProblem[] problems;

    /// <exception cref="ArgumentException">There are fewer than two folds, or fewer than two rows without one.</exception>
    public HeldOutErrors(IReadOnlyList<RidgeStatistics> folds, RidgeOptions options)
    {
        this.folds = [.. folds.Where(fold => fold.Count > 0)];
        if (this.folds.Count < 2)
        {
            throw new ArgumentException($"folds: {this.folds.Count} of {folds.Count} have rows; at least two must.", nameof(folds));
        }

        others = [.. this.folds.Select((_, held) => this.folds.Where((_, fold) => fold != held).Aggregate(RidgeStatistics.Merge))];
        if (Array.FindIndex(others, other => other.Count < 2) is >= 0 and int lacking)
        {
            throw new ArgumentException($"folds: without fold {lacking} there are {others[lacking].Count} rows; a fit needs at least two.", nameof(folds));
        }

        problems = Array.ConvertAll(others, other => RidgeProblem.FromStatistics(other, options));
    }

    /// <summary>For each λ the mean squared error over all rows, by weight, and its standard error over the folds.</summary>
    public (double[] Errors, double[] StandardErrors) Of(double[] lambdas)
    {
        double[][] sums = [.. folds.Select((fold, held) =>
        {
            RidgePath path = problems[held].Path(lambdas);
            return path.Select(point => SquaredError(fold, others[held], point)).ToArray();
        })];
        double weights = folds.Sum(fold => fold.WeightSum);
        double[] errors = [.. lambdas.Select((_, l) => sums.Sum(fold => fold[l]) / weights)];
        double[] deviations = [.. lambdas.Select((_, l) => Math.Sqrt(
            folds.Select((fold, k) => fold.WeightSum * Math.Pow(sums[k][l] / fold.WeightSum - errors[l], 2)).Sum() / weights / (folds.Count - 1)))];
        return (errors, deviations);
    }

    private static double SquaredError(RidgeStatistics fold, RidgeStatistics fitted, RidgePathPoint point)
    {
        int p = fold.FeatureCount;
        IReadOnlyList<double> beta = point.RawCoefficients;
        double shift = fold.Mean(p) - point.Intercept;
        double quadratic = fold.CentredProduct(p, p);
        for (int i = 0; i < p; i++)
        {
            if (beta[i] == 0)
            {
                continue;
            }

            shift -= beta[i] * (fold.Mean(i) - fitted.Mean(i));
            quadratic += beta[i] * (beta[i] * fold.CentredProduct(i, i) - 2 * fold.CentredProduct(i, p));
            for (int j = 0; j < i; j++)
            {
                quadratic += 2 * beta[i] * beta[j] * fold.CentredProduct(i, j);
            }
        }

        return fold.WeightSum * shift * shift + Math.Max(quadratic, 0);
    }
}

using System.Globalization;

namespace RegSpec;

public sealed partial class RidgeProblem
{
    /// <summary>Curvature, leverages, Cook's distances under λ and the influence of labels. Curvature from rows or statistics, the rest needs rows.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    public RidgeRobustness Robustness(double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        return Decomposed(target, PassesOfLeavingOut, progress, cancellation, form => RidgeRobustness.Of(form, target, [lambda])[0]);
    }

    /// <summary>Residuals (raw, standardised, leave-one-out), leverages and Cook's distances of all rows. Needs rows.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public RidgeResiduals Residuals(double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        CheckTarget(target);
        RequireRows();
        return Watch(progress, cancellation, "fitting", PassesOfFit + PassesOfLeavingOut, () => Residuals(RidgeSolver.Solve(data.Balanced, [target], lambda)[0], target, (int)data.Rows!.Count, null));
    }

    /// <summary>The residuals of a fit to these rows.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="target">Which target.</param>
    /// <param name="rows">All rows, with those that the fit left out.</param>
    /// <param name="places">Places of the fitted ones among them; null where these are all.</param>
    internal RidgeResiduals Residuals(RidgeSolution fit, int target, int rows, IReadOnlyList<int>? places)
    {
        DesignRows design = data.Rows!;
        double[] raw = new double[design.Count];
        BlockBuffer buffer = new();
        int size = MomentAccumulator.RowsPerBlock(FeatureCount);
        for (int start = 0; start < raw.Length; start += size)
        {
            RowBlock block = design.Read(start, Math.Min(size, raw.Length - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                raw[start + i] = block.Targets(i, TargetCount)[target] - fit.Predict(block.Features(i, FeatureCount));
            }
        }

        CanonicalForm form = Canonical(target);
        double left = form.Left - fit.DegreesOfFreedom;
        double noise = left > 1e-9 * form.Columns.Count ? fit.ResidualSumOfSquares / left : double.NaN;
        return RidgeResiduals.Of(RowInfluences.Of(form, target, [fit.Lambda])[0], raw, design.Weights, noise, rows, places);
    }

    /// <summary>Throws where a solution is no fit to these rows: their number, the means of features and target and the residuals tell.</summary>
    internal void RequireRowsOf(RidgeSolution fit, int target)
    {
        const double Rounding = 1e-8;
        RidgeData inside = data.Balanced;
        long count = inside.Columns.Count;
        int moved = !inside.Columns.Intercept ? -1
            : Array.FindIndex(inside.Columns.Active, j => Math.Abs(Math.ScaleB(inside.Columns.Mean[j].Value, inside.Units.Column(j)) - fit.Means[j]) > Rounding * (Math.Abs(fit.Means[j]) + fit.Scales[j]));
        double mean = inside.Columns.Intercept ? Math.ScaleB(inside.Summary.Mean[FeatureCount + target].Value, inside.Units.Column(FeatureCount + target)) : 0;
        string? difference = count != fit.Count ? string.Create(CultureInfo.InvariantCulture, $"{count} of them count, the fit had {fit.Count}")
            : moved >= 0 ? $"the mean of '{fit.FeatureNames[inside.Columns.Active[moved]]}' is another"
            : Math.Abs(mean - fit.Intercept) > Rounding * (Math.Abs(mean) + Math.Sqrt(fit.ResidualSumOfSquares / count)) ? $"the mean of '{fit.TargetName}' is another"
            : null;
        if (difference is not null)
        {
            throw new ArgumentException($"rows: are not the rows of the fit: {difference}. Residuals, leverages and distances are about these; Predict new ones.", "rows");
        }
    }

    /// <summary>The same for many λ: what needs the rows costs one pass for all of them, and 4 values a row and λ.</summary>
    /// <param name="lambdas">λ ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">There is no λ.</exception>
    public IReadOnlyList<RidgeRobustness> Robustness(IReadOnlyList<double> lambdas, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        double[] at = CheckLambdas(lambdas)!;
        return Decomposed(target, PassesOfLeavingOut, progress, cancellation, form => RidgeRobustness.Of(form, target, at));
    }

    /// <summary>The same problem with all features times α, and what becomes of λ: λ′ = α²λ where features are not scaled. From rows or statistics.</summary>
    /// <param name="alpha">α, finite and positive.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite and positive.</exception>
    public RidgeRescaling Rescaled(double alpha, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) => Rescaled(Enumerable.Repeat(alpha, FeatureCount), nameof(alpha), progress, cancellation);

    /// <summary>The same problem with each feature times a factor of its own. From rows or statistics.</summary>
    /// <param name="alphas">αⱼ, finite and positive; p values.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException">There are not p factors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not finite and positive.</exception>
    public RidgeRescaling Rescaled(IReadOnlyList<double> alphas, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(alphas);
        return alphas.Count == FeatureCount
            ? Rescaled(alphas, nameof(alphas), progress, cancellation)
            : throw new ArgumentException($"alphas: has {alphas.Count} entries for {FeatureCount} features; give one a feature.", nameof(alphas));
    }

    /// <summary>The regression with the penalty λ‖L(w − w₀)‖² in place of λΣfⱼwⱼ². From rows or statistics; it has an eigendecomposition of its own.</summary>
    /// <param name="operator">L, with p columns, on coefficients per standard deviation (per unit where a feature is not scaled).</param>
    /// <param name="reference">w₀, p values; null for 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException">L or w₀ does not fit p features, L is zero, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has penalty factors; they belong into L.</exception>
    public TikhonovProblem Tikhonov(TikhonovOperator @operator, IReadOnlyList<double>? reference = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(@operator);
        CheckTarget(target);
        if (@operator.FeatureCount != FeatureCount)
        {
            throw new ArgumentException($"operator: has {@operator.FeatureCount} columns for {FeatureCount} features; give one a feature.", nameof(@operator));
        }

        if (Array.TrueForAll(@operator.Values, value => value == 0))
        {
            throw new ArgumentException("operator: is zero, so that nothing is penalised; use λ = 0 instead.", nameof(@operator));
        }

        if (reference is not null && (reference.Count != FeatureCount || reference.Any(value => !double.IsFinite(value))))
        {
            throw new ArgumentException($"reference: expected {FeatureCount} finite values, one a feature; got {reference.Count}.", nameof(reference));
        }

        if (!Array.TrueForAll(data.Factors, factor => factor == 1))
        {
            throw new InvalidOperationException("The problem has PenaltyFactors beside L; leave them out and put them into L, whose row for feature j is √fⱼ at j.");
        }

        double[] centre = reference is null ? new double[FeatureCount] : [.. reference];
        return Watch(progress, cancellation, "summing rows", PassesOfPath, () => new TikhonovProblem(data, watch, target, @operator, centre));
    }

    /// <summary>Exact derivatives of a criterion in ln λ and in each ln fⱼ. Leave-one-out needs rows; GCV and evidence do with statistics.</summary>
    /// <param name="criterion">GCV, GCV as in MASS, leave-one-out or evidence.</param>
    /// <param name="lambda">λ, finite and positive.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException">The criterion is k-fold.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not positive and finite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs rows, unit weights or positive factors that the problem does not have.</exception>
    public CriterionDerivatives Derivatives(LambdaSelection criterion, double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        CheckPositive(lambda, nameof(lambda));
        return Decomposed(target, PassesOfLeavingOut, progress, cancellation, form =>
        {
            using CriterionEvaluator evaluator = new(form, target, criterion);
            return Derivatives(evaluator, criterion, [lambda])[0];
        });
    }

    /// <summary>The same at many λ: what the derivatives in the factors need of the data is one pass for all of them.</summary>
    /// <param name="criterion">GCV, GCV as in MASS, leave-one-out or evidence.</param>
    /// <param name="lambdas">λ, finite and positive.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException">The criterion is k-fold, or there is no λ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs rows, unit weights or positive factors that the problem does not have.</exception>
    public IReadOnlyList<CriterionDerivatives> Derivatives(LambdaSelection criterion, IReadOnlyList<double> lambdas, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        ArgumentNullException.ThrowIfNull(lambdas);
        double[] at = CheckLambdas(lambdas)!;
        Array.ForEach(at, lambda => CheckPositive(lambda, nameof(lambdas)));
        return Decomposed(target, PassesOfLeavingOut, progress, cancellation, form =>
        {
            using CriterionEvaluator evaluator = new(form, target, criterion);
            return Derivatives(evaluator, criterion, at);
        });
    }

    /// <summary>Selects λ by Newton's method on the exact derivatives instead of a search, with the standard error of ln λ. It finds the optimum next to its start.</summary>
    /// <param name="criterion">GCV, GCV as in MASS, leave-one-out or evidence.</param>
    /// <param name="start">λ &gt; 0 to begin with; null for the best of the default grid by GCV or evidence.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException">The criterion is k-fold.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is not positive and finite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs rows, unit weights or positive factors that the problem does not have.</exception>
    public NewtonSelection SelectByNewton(LambdaSelection criterion, double? start = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        if (start is { } given)
        {
            CheckPositive(given, nameof(start));
        }

        return Decomposed(target, PassesOfLeavingOut, progress, cancellation, form =>
        {
            using CriterionEvaluator evaluator = new(form, target, criterion);
            double from = start ?? StartOf(form, criterion);
            (double lambda, int evaluations, bool edge) = NewtonSelection.Find(form, evaluator, from);
            return new NewtonSelection(Derivatives(evaluator, criterion, [lambda])[0], evaluations, edge);
        });
    }

    /// <summary>
    /// A penalty factor for each feature by the greatest evidence, from the best common λ on. For rows without weights; from rows or statistics. Each factor
    /// changes all directions, so this works on p × p products, not on the path's eigendecomposition: O(p³) a sweep.
    /// </summary>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Ends the search between two sweeps.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    /// <exception cref="InvalidOperationException">The rows have weights, a factor is 0, or no feature varies.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public PenaltyFactorSelection SelectPenaltyFactors(int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckTarget(target);
        return Watch(progress, cancellation, "selecting", PassesOfLeavingOut, () =>
        {
            CanonicalForm form = Canonical(target);
            Selector.Require(form.Data, LambdaSelection.Evidence);
            form.RequirePenalty(nameof(SelectPenaltyFactors));
            return PenaltyFactorSelection.Of(form, target, factors => new RidgeProblem(this, factors, null), cancellation);
        });
    }

    /// <summary>Whether products without rows give the path of the only target all its digits: no eigenvalue drowns in the largest, and no residual in the target.</summary>
    internal bool ProductsSuffice => data.Balanced.PathSpectrum.Spread < 1e9 && Canonical(0).LeastSquares >= 1e-6 * Canonical(0).PenalisedSquares(double.MaxValue);

    private static double StartOf(CanonicalForm form, LambdaSelection criterion)
    {
        double[] grid = LambdaGrid.Of(form.Spectrum);
        Func<double, double> value = criterion.Kind == SelectionKind.Evidence ? lambda => -form.Fit.LogEvidence(lambda) : criterion.Kind == SelectionKind.MassGcv ? form.Fit.MassGcv : form.Fit.Gcv;
        return grid[LineSearch.LeastOf(Array.ConvertAll(grid, lambda => value(lambda)))];
    }

    private static CriterionDerivatives[] Derivatives(CriterionEvaluator evaluator, LambdaSelection criterion, double[] lambdas)
    {
        Lazy<double[]>[] gradients = evaluator.FactorGradients(lambdas);
        return [.. lambdas.Select((lambda, place) =>
        {
            (Jet value, double error) = evaluator.At(lambda);
            return new CriterionDerivatives(gradients[place])
            {
                Criterion = criterion,
                Lambda = lambda,
                Value = value.Value,
                First = value.First,
                Second = value.Second,
                StandardError = error,
                FeatureNames = evaluator.FeatureNames,
            };
        })];
    }

    private static void CheckPositive(double lambda, string argument)
    {
        CheckLambda(lambda, argument);
        if (lambda == 0)
        {
            throw new ArgumentOutOfRangeException(argument, lambda, $"{argument}: derivatives are in ln λ; λ must be positive.");
        }
    }

    private RidgeRescaling Rescaled(IEnumerable<double> given, string argument, IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        double[] alphas = [.. given];
        foreach (double alpha in alphas)
        {
            if (!(alpha > 0) || double.IsInfinity(alpha))
            {
                throw new ArgumentOutOfRangeException(
                    argument, alpha, string.Create(CultureInfo.InvariantCulture, $"{argument}: {alpha} is no change of units; a factor must be finite and positive."));
            }
        }

        bool[] scaled = data.IsScaled;
        double[] factors = data.Factors;
        double[] equivalent = [.. factors.Select((f, j) => scaled[j] ? f : alphas[j] * alphas[j] * f)];
        bool[] varies = new bool[FeatureCount];
        int[] active = Watch(progress, cancellation, "summing rows", PassesOfPath, () => data.Balanced.Columns.Active);
        Array.ForEach(active, j => varies[j] = true);

        return new(
            new RidgeProblem(this, factors, alphas), new RidgeProblem(this, equivalent, alphas), data.Names.Features, alphas, scaled, factors, varies);
    }
}

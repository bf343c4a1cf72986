using System.Globalization;

namespace RegSpec;

public sealed partial class RidgeProblem
{
    private readonly Dictionary<int, CanonicalForm> canonicalForms = [];

    /// <summary>What λ does to each principal direction: eigenvalues, conditioning, shrinkage, effective degrees of freedom. From rows or statistics.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">A value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    public ShrinkageSpectrum Spectrum(double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        return Decomposed(target, PassesOfPath, progress, cancellation, form => new ShrinkageSpectrum(form, lambda));
    }

    /// <summary>Squared bias and variance of ridge on these features against λ, for a known truth. From rows or statistics; their target plays no part.</summary>
    /// <param name="coefficients">The true w, per standard deviation of the feature (per unit where it is not scaled); p values, 0 for features that do not vary.</param>
    /// <param name="noiseVariance">Variance of the noise of a target of weight 1, in squared units of the target.</param>
    /// <param name="lambdas">λ ≥ 0 of the grid; null for 100 that span the eigenvalues.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException">The number of coefficients is not p, one is not finite, or a feature that does not vary has one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ or the variance is negative, NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">No feature is penalised.</exception>
    public BiasVarianceCurve BiasVariance(IReadOnlyList<double> coefficients, double noiseVariance, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        RidgePosterior.CheckVariance(noiseVariance, nameof(noiseVariance));
        double[]? given = CheckLambdas(lambdas);
        return Decomposed(0, PassesOfPath, progress, cancellation, form =>
        {
            form.RequirePenalty(nameof(BiasVariance));
            CheckCoefficients(coefficients, form);
            double[] coordinates = form.ToCoordinates(coefficients);
            double total = form.Columns.Active.Sum(j => form.Factor(j) * coefficients[j] * coefficients[j]);
            double undetermined = form.Undetermined == 0 ? 0 : Math.Max(total - coordinates.Sum(alpha => alpha * alpha), 0);
            return new BiasVarianceCurve(form, coordinates, undetermined, noiseVariance, Grid(given, form), null);
        });
    }

    /// <summary>
    /// The same with the data's own estimates for the truth: the ridge coordinates at a pilot λ, and RSS/(n − 1 − df) there for the noise. A plug-in: the curve is
    /// itself noisy and drawn towards its pilot, and what the data do not determine counts as 0. It shows the trade; select λ by a criterion.
    /// </summary>
    /// <param name="lambdas">λ ≥ 0 of the grid; null for 100 that span the eigenvalues.</param>
    /// <param name="pilot">λ ≥ 0 of the fit that stands in for the truth; null for the one of least GCV on the default grid.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">No feature is penalised, or the pilot leaves no degree of freedom for the noise.</exception>
    public BiasVarianceCurve BiasVarianceEstimate(IReadOnlyList<double>? lambdas = null, double? pilot = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        double[]? given = CheckLambdas(lambdas);
        CheckTarget(target);
        if (pilot is { } asked)
        {
            CheckLambda(asked, nameof(pilot));
        }

        return Decomposed(target, PassesOfPath, progress, cancellation, form => EstimateCurve(form, given, pilot));
    }

    private static BiasVarianceCurve EstimateCurve(CanonicalForm form, double[]? given, double? pilot)
    {
        form.RequirePenalty(nameof(BiasVarianceEstimate));
        double[] grid = LambdaGrid.Of(form.Spectrum);
        double at = pilot ?? grid[LineSearch.LeastOf(Array.ConvertAll(grid, form.Fit.Gcv))];
        double left = form.Left - form.DegreesOfFreedom(at);
        if (!(left > 1e-9 * form.Columns.Count))
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"At λ = {at:G6} the fit leaves no degree of freedom to estimate the noise; give a larger pilot."));
        }

        return new(form, form.Coordinates(at), 0, form.ResidualSquares(at) / left, Grid(given, form), at);
    }

    /// <summary>Least squares under Σfⱼwⱼ² ≤ C (‖w‖² ≤ C with unit factors), and the multiplier λ that makes it a ridge regression. From rows or statistics.</summary>
    /// <param name="squaredNorm">C &gt; 0, in squared units of the target.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="squaredNorm"/> is not positive, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">No feature is penalised.</exception>
    public ConstrainedFit FitConstrained(double squaredNorm, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        return Decomposed(target, PassesOfPath, progress, cancellation, form =>
        {
            form.RequirePenalty(nameof(FitConstrained));
            return new ConstrainedFit(form, squaredNorm);
        });
    }

    /// <summary>The λ whose solution has Σfⱼwⱼ² = C, by a safeguarded Newton iteration on the secular equation; 0 where least squares do not exceed C. From rows or statistics.</summary>
    /// <param name="squaredNorm">C &gt; 0, in squared units of the target.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="squaredNorm"/> is not positive, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">No feature is penalised.</exception>
    public double LambdaForNorm(double squaredNorm, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        return Decomposed(target, PassesOfPath, progress, cancellation, form =>
        {
            form.RequirePenalty(nameof(LambdaForNorm));
            return ConstrainedFit.LambdaFor(form, squaredNorm);
        });
    }

    /// <summary>C(λ) = Σfⱼwⱼ² of the solution at λ (‖w‖² with unit factors), in squared units of the target; it falls as λ grows. From rows or statistics.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    public double NormFor(double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        return Decomposed(target, PassesOfPath, progress, cancellation, form => form.RefinedSquaredNorm(lambda));
    }

    /// <summary>Mean, covariance, credible and predictive intervals and evidence of the coefficients under the prior that λ stands for. From rows or statistics.</summary>
    /// <param name="lambda">λ = σ²/τ², finite and ≥ 0; set beforehand, or the intervals claim nothing.</param>
    /// <param name="noiseVariance">σ² of a target of weight 1 where it is known: normal intervals. Null estimates it: Student's t.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> or <paramref name="noiseVariance"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">No degree of freedom is left to estimate the noise.</exception>
    public RidgePosterior Posterior(double lambda, double? noiseVariance = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        return Posteriors([lambda], noiseVariance, target, progress, cancellation)[0];
    }

    /// <summary>The same for many λ: the scales of all coefficients at all λ cost one pass over the data.</summary>
    /// <param name="lambdas">λ = σ²/τ², finite and ≥ 0; set beforehand, or the intervals claim nothing.</param>
    /// <param name="noiseVariance">σ² of a target of weight 1 where it is known: normal intervals. Null estimates it for each λ: Student's t.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ or <paramref name="noiseVariance"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">There is no λ.</exception>
    /// <exception cref="InvalidOperationException">No degree of freedom is left to estimate the noise.</exception>
    public IReadOnlyList<RidgePosterior> Posterior(IReadOnlyList<double> lambdas, double? noiseVariance = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        return Posteriors(CheckLambdas(lambdas)!, noiseVariance, target, progress, cancellation);
    }

    private RidgePosterior[] Posteriors(double[] lambdas, double? noiseVariance, int target, IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        if (noiseVariance is { } variance)
        {
            RidgePosterior.CheckVariance(variance, nameof(noiseVariance));
        }

        return Decomposed(target, PassesOfPath, progress, cancellation, form => RidgePosterior.Of(form, lambdas, noiseVariance));
    }

    /// <summary>w(t) of gradient descent on ½J with infinitely small steps, in closed form. From rows or statistics.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="start">w(0), per standard deviation of the feature, p values; null for 0.</param>
    /// <param name="startIntercept">b(0); null for its solution ȳ.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">The start does not fit.</exception>
    /// <exception cref="InvalidOperationException">The penalty factors differ or are 0.</exception>
    public RidgeGradientFlow GradientFlow(double lambda, IReadOnlyList<double>? start = null, double? startIntercept = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        return Decomposed(target, PassesOfPath, progress, cancellation, form => new RidgeGradientFlow(form, lambda, start, startIntercept));
    }

    /// <summary>w after k steps of gradient descent on ½J, in closed form, and the step sizes that are stable. From rows or statistics.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="learningRate">η &gt; 0, for ½J.</param>
    /// <param name="start">w before the first step, per standard deviation of the feature, p values; null for 0.</param>
    /// <param name="startIntercept">b likewise; null for its solution ȳ.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> or <paramref name="learningRate"/> is out of range, or there is no such target.</exception>
    /// <exception cref="ArgumentException">The start does not fit.</exception>
    /// <exception cref="InvalidOperationException">The penalty factors differ or are 0.</exception>
    public RidgeDescent Descent(double lambda, double learningRate, IReadOnlyList<double>? start = null, double? startIntercept = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        return Decomposed(target, PassesOfPath, progress, cancellation, form => new RidgeDescent(form, lambda, learningRate, start, startIntercept));
    }

    private static double[] Grid(double[]? given, CanonicalForm form)
    {
        double[] grid = given ?? LambdaGrid.Of(form.Spectrum);
        Array.Sort(grid);
        return grid;
    }

    private static void CheckCoefficients(IReadOnlyList<double> coefficients, CanonicalForm form)
    {
        if (coefficients.Count != form.Data.FeatureCount)
        {
            throw new ArgumentException($"coefficients: has {coefficients.Count} values for {form.Data.FeatureCount} features; give one a feature.", nameof(coefficients));
        }

        for (int j = 0; j < coefficients.Count; j++)
        {
            if (!double.IsFinite(coefficients[j]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"coefficients: that of '{form.Data.Names.Features[j]}' is {coefficients[j]}; it must be finite."), nameof(coefficients));
            }
        }

        int still = Array.Find(form.Columns.Constant, j => coefficients[j] != 0);
        if (form.Columns.Constant.Contains(still) && coefficients[still] != 0)
        {
            throw new ArgumentException($"coefficients: '{form.Data.Names.Features[still]}' does not vary in these rows, so no fit can tell its coefficient; give 0.", nameof(coefficients));
        }
    }

    /// <summary>Watched work on the decomposition of a target, which comes first where nobody has asked for it before.</summary>
    private T Decomposed<T>(int target, int passes, IProgress<RidgeProgress>? progress, CancellationToken cancellation, Func<CanonicalForm, T> work)
    {
        CheckTarget(target);
        return Watch(progress, cancellation, "decomposing", passes, () => work(Canonical(target)));
    }

    /// <summary>The coordinates of one target, from the eigendecomposition that all analyses share with the path.</summary>
    private CanonicalForm Canonical(int target)
    {
        if (!canonicalForms.TryGetValue(CheckTarget(target), out CanonicalForm? form))
        {
            canonicalForms[target] = form = new CanonicalForm(data.Balanced, target);
        }

        return form;
    }
}

namespace RegSpec;

/// <summary>
/// A linear regression with a general penalty, to be fitted in closed form: minimise over (w, b) Σsᵢ(yᵢ − b − zᵢᵀw)² + λ‖L(w − w₀)‖² (Tikhonov 1963). The standardised
/// columns z, weights and intercept are the ridge problem's. Transformed to standard form it is a ridge regression with factors 1 and 0, so
/// path, GCV, exact leave-one-out and k-fold are those of the ridge. Not thread-safe.
/// </summary>
public sealed class TikhonovProblem
{
    private readonly RidgeData data;
    private readonly RidgeWatch watch;
    private readonly StandardForm form;
    private readonly double[] reference;
    private readonly int target;
    private RidgeProblem? standardForm;

    internal TikhonovProblem(RidgeData data, RidgeWatch watch, int target, TikhonovOperator @operator, double[] reference)
    {
        this.data = data;
        this.watch = watch;
        this.reference = reference;
        this.target = target;
        Operator = @operator;
        using TorchSharp.torch.Tensor gram = StandardFormData.Gram(data);
        form = RegSpec.StandardForm.Of(@operator, gram);
    }

    /// <summary>L.</summary>
    public TikhonovOperator Operator { get; }

    /// <summary>The ridge problem in the coordinates θ of the standard form: all its analyses apply, in θ.</summary>
    public RidgeProblem StandardForm => standardForm ??= StandardFormData.Problem(data, target, form, reference);

    /// <summary>Independent directions that L penalises: its rank.</summary>
    public int PenalizedDirections => form.Penalised;

    /// <summary>Directions of the kernel of L that the data determine: fitted without a penalty.</summary>
    public int UnpenalizedDirections => form.Free;

    /// <summary>Directions of the kernel of L that the data do not determine either: they stay at w₀.</summary>
    public int UndeterminedDirections => form.Dropped;

    /// <summary>The refined solution at one λ.</summary>
    /// <param name="lambda">λ, finite and ≥ 0; 0 gives the limit λ → 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public TikhonovSolution Fit(double lambda, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) => Of(Transformed(cancellation).Fit(lambda, progress, cancellation));

    /// <summary>Solutions for many λ from one eigendecomposition.</summary>
    /// <param name="lambdas">λ ≥ 0 in any order; null for 100 that span the eigenvalues.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">There is no λ.</exception>
    public IReadOnlyList<TikhonovSolution> Path(IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
    [
        .. PathProblem(cancellation).Path(lambdas, 0, progress, cancellation).Select(point => Of(
            point.Lambda, point.Coefficients, point.Intercept, point.DegreesOfFreedom, point.ResidualSumOfSquares, point.GeneralizedCrossValidation)),
    ];

    /// <summary>Selects λ by a criterion and fits there.</summary>
    /// <param name="selection">The criterion. Folds keep the standardisation of all rows.</param>
    /// <param name="lambdas">λ &gt; 0 of the grid; null for 100 that span the eigenvalues.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs what the problem does not have.</exception>
    public TikhonovSelection Select(LambdaSelection selection, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        RidgeSelection selected = Transformed(cancellation).Select(selection, lambdas, 0, progress, cancellation);
        return new(selected, Of(selected.Solution));
    }

    /// <summary>L and what it leaves free.</summary>
    public override string ToString() =>
        $"Tikhonov problem with {Operator}: {PenalizedDirections} directions penalised, {UnpenalizedDirections} free, {UndeterminedDirections} undetermined";

    /// <summary>The standard form; its own work is what progress counts.</summary>
    private RidgeProblem Transformed(CancellationToken cancellation) => watch.Run(null, cancellation, "transforming", 1, 1, () => StandardForm);

    /// <summary>For tall data the products are transformed, which needs no copy of the rows, unless only the rows resolve what is small.</summary>
    private RidgeProblem PathProblem(CancellationToken cancellation) => watch.Run(null, cancellation, "transforming", 1, 1, () =>
    {
        if (standardForm is null && data.Rows is not null && !data.IsWide)
        {
            RidgeProblem products = StandardFormData.OfProducts(data, target, form, reference);
            if (products.ProductsSuffice)
            {
                return products;
            }
        }

        return StandardForm;
    });

    private TikhonovSolution Of(RidgeSolution solution) => Of(
        solution.Lambda, solution.Coefficients, solution.Intercept, solution.DegreesOfFreedom, solution.ResidualSumOfSquares, solution.GeneralizedCrossValidation);

    private TikhonovSolution Of(double lambda, IReadOnlyList<double> theta, double intercept, double degrees, double squares, double gcv)
    {
        double[] w = form.Expand(theta);
        for (int j = 0; j < w.Length; j++)
        {
            w[j] += reference[j];
        }

        Standardization columns = data.Columns;
        return new(
            $"Tikhonov, {Operator}", data.Names.Features, lambda, w, intercept,
            [.. columns.Mean.Select(mean => mean.Value)],
            [.. columns.Scale.Select((scale, j) => columns.Constant.Contains(j) ? 1 : scale)])
        {
            DegreesOfFreedom = degrees,
            ResidualSumOfSquares = squares,
            SquaredSeminorm = theta.Take(form.Penalised).Sum(value => value * value),
            GeneralizedCrossValidation = gcv,
        };
    }
}

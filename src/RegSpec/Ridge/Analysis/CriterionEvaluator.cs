namespace RegSpec;

/// <summary>A criterion as a function of ln λ with its derivatives, for selection by Newton's method and for reports.</summary>
internal sealed class CriterionEvaluator : IDisposable
{
    private readonly CanonicalForm form;
    private readonly LambdaSelection criterion;
    private readonly LeaveOneOutDerivatives? leaveOneOut;

    /// <exception cref="ArgumentException">The criterion is k-fold.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs rows, unit weights or positive factors that the problem does not have.</exception>
    public CriterionEvaluator(CanonicalForm form, int target, LambdaSelection criterion)
    {
        if (criterion.Kind == SelectionKind.KFold)
        {
            throw new ArgumentException($"criterion: is {criterion.Name}, whose folds have eigendecompositions of their own; use GCV, leave-one-out or evidence.", nameof(criterion));
        }

        Selector.Require(form.Data, criterion);
        form.RequirePenalty($"The derivative of {criterion.Name}");
        this.form = form;
        this.criterion = criterion;
        leaveOneOut = criterion.Kind == SelectionKind.LeaveOneOut ? new(form, target) : null;
        TargetUnit = form.Data.Units.Column(form.Data.FeatureCount + target);
    }

    /// <summary>Whether the criterion is to be least; the evidence is to be greatest.</summary>
    public bool IsMinimised => criterion.Kind != SelectionKind.Evidence;

    public IReadOnlyList<string> FeatureNames => form.Data.Names.Features;

    private int TargetUnit { get; }

    /// <summary>Value and derivatives in user's units, and the standard error of ln λ.</summary>
    public (Jet Value, double StandardError) At(double lambda)
    {
        switch (criterion.Kind)
        {
            case SelectionKind.LeaveOneOut:
                (Jet inside, double sandwich) = leaveOneOut!.At(lambda);
                return (new(InUnits(inside.Value), InUnits(inside.First), InUnits(inside.Second)), inside.Second > 0 ? sandwich : double.NaN);
            case SelectionKind.Evidence:
                Jet evidence = SpectralDerivatives.LogEvidence(form, lambda);
                return (evidence, evidence.Second < 0 ? 1 / Math.Sqrt(-evidence.Second) : double.NaN);
            default:
                bool mass = criterion.Kind == SelectionKind.MassGcv;
                Jet value = mass ? SpectralDerivatives.MassGcv(form, lambda) : SpectralDerivatives.Gcv(form, lambda);
                return (value, value.Second > 0 ? SquaresError(lambda, value, mass) : double.NaN);
        }
    }

    /// <summary>The derivative in each ln fⱼ at each λ; p values. Of GCV and evidence all are computed when one is first asked for, of leave-one-out at once, while what it keeps of the rows is there.</summary>
    public Lazy<double[]>[] FactorGradients(double[] lambdas)
    {
        if (criterion.Kind == SelectionKind.LeaveOneOut)
        {
            return Array.ConvertAll(lambdas, lambda => new Lazy<double[]>(Array.ConvertAll(leaveOneOut!.FactorGradient(lambda), InUnits)));
        }

        Lazy<double[][]> all = new(() => Gradients(lambdas));
        return [.. lambdas.Select((lambda, place) => new Lazy<double[]>(() =>
        {
            PosteriorFilter.Require(form, lambda);
            return all.Value[place];
        }))];
    }

    public void Dispose() => leaveOneOut?.Dispose();

    private double InUnits(double value) => Math.ScaleB(value, 2 * TargetUnit);

    /// <summary>
    /// ∂RSS = 2λfⱼwⱼ(A⁻¹λFw)ⱼ, ∂df = −λfⱼ(A⁻¹ZᵀSZA⁻¹)ⱼⱼ, ∂(RSS + λΣfw²) = λfⱼwⱼ², ∂ln|A| = λfⱼ(A⁻¹)ⱼⱼ.
    /// </summary>
    private double[][] Gradients(double[] lambdas)
    {
        bool evidence = criterion.Kind == SelectionKind.Evidence;
        double[][] alphas = Array.ConvertAll(lambdas, form.Coordinates);
        double[][] shrunk = evidence ? [] : [.. alphas.Select((alpha, l) => alpha.Select((a, k) => lambdas[l] / (form.Values[k] + lambdas[l]) * a).ToArray())];
        (double[][] variances, double[][] expanded) = new PosteriorDiagonals(form, lambdas).Compute(!evidence, [.. alphas, .. shrunk]);
        return [.. lambdas.Select((lambda, l) => Gradient(lambda, variances[l], expanded[l], evidence ? [] : expanded[lambdas.Length + l]))];
    }

    /// <param name="lambda">λ.</param>
    /// <param name="variances">The diagonal of A⁻¹, or for GCV of A⁻¹ZᵀSZA⁻¹.</param>
    /// <param name="w">The solution.</param>
    /// <param name="shrunk">A⁻¹λFw, for GCV.</param>
    private double[] Gradient(double lambda, double[] variances, double[] w, double[] shrunk)
    {
        bool evidence = criterion.Kind == SelectionKind.Evidence;
        double squares = evidence ? form.PenalisedSquares(lambda) : form.ResidualSquares(lambda);
        bool mass = criterion.Kind == SelectionKind.MassGcv;
        double n = form.Columns.Count;
        double left = (mass ? n : form.Left) - form.DegreesOfFreedom(lambda);
        double scale = mass ? 1 : n * n / form.WeightSum;
        double[] gradient = new double[form.Data.FeatureCount];
        for (int k = 0; k < variances.Length; k++)
        {
            int j = form.Columns.Active[k];
            double penalty = lambda * form.Factor(j);
            gradient[j] = penalty == 0 ? 0 : evidence
                ? -0.5 * (form.Left * penalty * w[j] * w[j] / squares + penalty * variances[k] - 1)
                : scale / (left * left) * (2 * penalty * w[j] * shrunk[j] - 2 * squares / left * penalty * variances[k]);
        }

        return gradient;
    }

    /// <summary>
    /// The slope of GCV is a sum of the squares x² = q²/d with weights, over RSS; these are independent with variances 4σ²x² − 2σ⁴ in expectation. Its
    /// standard deviation over its own slope is that of the root.
    /// </summary>
    private double SquaresError(double lambda, Jet value, bool mass)
    {
        Jet degrees = SpectralDerivatives.DegreesOfFreedom(form, lambda);
        double n = form.Columns.Count;
        double left = (mass ? n : form.Left) - degrees.Value;
        double ratio = -2 * degrees.First / left;
        double noise = form.ResidualSquares(lambda) / (form.Left - degrees.Value);
        double spare = Math.Max(form.Left - form.Unpenalised - form.Values.Length, 0);
        double variance = ratio * ratio * 2 * spare;   // in units of σ⁴, which may be of any size
        for (int k = 0; k < form.Values.Length; k++)
        {
            Jet lost = SpectralDerivatives.Lost(form.Values[k], lambda);
            double weight = 2 * lost.Value * lost.First - ratio * lost.Value * lost.Value;
            double square = form.Projections[k] * (form.Projections[k] / form.Values[k]) / noise;
            variance += weight * weight * Math.Max(4 * square - 2, 2);
        }

        double scale = (mass ? 1 : n * n / form.WeightSum) / (left * left);
        return Math.Sqrt(variance) * noise * scale / value.Second;
    }
}

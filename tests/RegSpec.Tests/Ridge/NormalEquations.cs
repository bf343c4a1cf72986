namespace RegSpec.Tests.Ridge;

/// <summary>
/// How well coefficients solve the normal equations of a problem. With c = Zᵀ Sy and A = ZᵀSZ + λF sd², Z and y centred (as they are without an intercept),
/// the residual of equation k is gₖ = cₖ − (Aβ)ₖ, and the measure is the largest
/// <code>max(|gₖ| − Σⱼ‖zₖ‖‖zⱼ‖·½ulp(βⱼ) − λfₖsdₖ²·½ulp(βₖ), 0) / (‖zₖ‖‖y‖),   |S·b − Σsy| / (√S‖y + ȳ‖)</code>
/// Why so: ‖zₖ‖‖y‖ is the largest that cₖ can be, so each equation is measured by its own unit, and neither a column in large units nor large coefficients
/// make room for an error in another, as ‖A‖‖β‖ in the denominator would. What is taken off is the least that coefficients stored as doubles can
/// be sure of: the nearest doubles to the exact solution leave as much. Everything is computed from the data alone, without rounding, so that neither the
/// means and scales of a solution nor the arithmetic of the measure hide an error.
/// </summary>
internal sealed class NormalEquations
{
    private readonly int features;
    private readonly double[]? factors;
    private readonly double lambda;
    private readonly bool intercept;
    private readonly bool scaled;
    private readonly Dyadic[] weights;
    private readonly Dyadic total;
    private readonly Dyadic[] target;
    private readonly Dyadic[] centredTarget;
    private readonly Dyadic[][] columns;
    private readonly Dyadic[] squares;

    /// <param name="x">n rows of p values, finite.</param>
    /// <param name="y">n values, finite.</param>
    /// <param name="weights">n weights ≥ 0, or null for 1.</param>
    /// <param name="factors">p penalty factors, or null for 1.</param>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="intercept">Whether columns and target are centred.</param>
    /// <param name="scaled">Whether the penalty is that of standardised columns.</param>
    public NormalEquations(double[][] x, double[] y, double[]? weights, double[]? factors, double lambda, bool intercept, bool scaled)
    {
        features = x[0].Length;
        this.factors = factors;
        this.lambda = lambda;
        this.intercept = intercept;
        this.scaled = scaled;
        this.weights = [.. y.Select((_, i) => Dyadic.Of(weights?[i] ?? 1))];
        total = Dyadic.Sum(this.weights);
        target = Array.ConvertAll(y, Dyadic.Of);
        centredTarget = Centred(target);
        columns = [.. Enumerable.Range(0, features).Select(j => Centred([.. x.Select(row => Dyadic.Of(row[j]))]))];
        squares = Array.ConvertAll(columns, column => Dot(column, column));
        TargetNorm = 0.5 * Dot(centredTarget, centredTarget).Log2;
    }

    /// <summary>√(Σsy²/S).</summary>
    public double TargetSize => Math.Pow(2, 0.5 * (Dot(target, target).Log2 - total.Log2));

    /// <summary>log₂ of S‖y‖ about its mean, weighted.</summary>
    private double TargetNorm { get; }

    /// <summary>Whether the features of this column have weight and vary, so that it has an equation.</summary>
    public bool Varies(int column) => !squares[column].IsZero;

    /// <summary>By how much the measure of equation k can move at least when its own coefficient is off by a relative change.</summary>
    public double Sensitivity(int k, double coefficient, double change)
    {
        double size = Math.Abs(coefficient) * change;
        return Share(squares[k].Log2 + Math.Log2(size), k) + Math.Pow(2, PenaltyLog2(k) + Math.Log2(size) - 0.5 * squares[k].Log2 - TargetNorm);
    }

    /// <param name="coefficients">β, raw; p values.</param>
    /// <param name="mean">b, the prediction at the mean of the features; 0 without an intercept.</param>
    public Deviation Measure(IReadOnlyList<double> coefficients, double mean)
    {
        if (!coefficients.All(double.IsFinite) || !double.IsFinite(mean))
        {
            return new(double.PositiveInfinity, 0);
        }

        if (double.IsInfinity(TargetNorm))
        {
            return new(coefficients.All(value => value == 0) ? InterceptEquation(mean) : double.PositiveInfinity, 0);   // a constant target has no slope
        }

        Dyadic[] beta = [.. coefficients.Select(Dyadic.Of)];
        Dyadic[] residual = [.. centredTarget.Select((value, i) => value - Dyadic.Sum(beta.Select((b, j) => columns[j][i] * b)))];
        double[] ulps = [.. coefficients.Select(value => Math.Log2(Math.BitIncrement(Math.Abs(value)) - Math.Abs(value)) - 1)];
        double stored = Enumerable.Range(0, features).Sum(j => Math.Pow(2, 0.5 * squares[j].Log2 + ulps[j] - TargetNorm));
        double worst = InterceptEquation(mean);
        double allowed = 0;
        for (int k = 0; k < features; k++)
        {
            if (!Varies(k))
            {
                worst = coefficients[k] == 0 ? worst : double.PositiveInfinity;
                continue;
            }

            // S³ times the equation, so that nothing is divided
            Dyadic penalty = Dyadic.Of(lambda) * Dyadic.Of(factors?[k] ?? 1) * beta[k];
            Dyadic gradient = total * Dot(columns[k], residual) - penalty * (scaled ? squares[k] : total * total * total);
            double rounding = stored + Math.Pow(2, PenaltyLog2(k) + ulps[k] - 0.5 * squares[k].Log2 - TargetNorm);
            double off = gradient.IsZero ? 0 : Share(gradient.Log2 - total.Log2, k);
            worst = Math.Max(worst, off > rounding ? off - rounding : 0);
            allowed = Math.Max(allowed, Math.Min(rounding, off));
        }

        return new(worst, allowed);
    }

    /// <summary>A residual, and how much of the largest was taken off as the rounding of the coefficients.</summary>
    public sealed record Deviation(double Residual, double Rounding);

    private double InterceptEquation(double mean)
    {
        if (!intercept)
        {
            return mean == 0 ? 0 : double.PositiveInfinity;
        }

        Dyadic off = total * Dyadic.Of(mean) - Dyadic.Sum(target.Select((value, i) => weights[i] * value));
        return off.IsZero ? 0 : Math.Pow(2, off.Log2 - 0.5 * (total.Log2 + Dot(target, target).Log2));
    }

    /// <summary>log₂ of S²λf·sd².</summary>
    private double PenaltyLog2(int k) =>
        Math.Log2(lambda) + Math.Log2(factors?[k] ?? 1) + (scaled ? squares[k].Log2 - total.Log2 : 2 * total.Log2);

    /// <summary>2^log₂ over ‖zₖ‖‖y‖.</summary>
    private double Share(double log2, int k) => Math.Pow(2, log2 - 0.5 * squares[k].Log2 - TargetNorm);

    private Dyadic Dot(Dyadic[] a, Dyadic[] b) => Dyadic.Sum(weights.Select((weight, i) => weight * a[i] * b[i]));

    /// <summary>S times the values less their mean, or less nothing without an intercept.</summary>
    private Dyadic[] Centred(Dyadic[] values)
    {
        Dyadic sum = intercept ? Dyadic.Sum(values.Select((value, i) => weights[i] * value)) : Dyadic.Zero;
        return Array.ConvertAll(values, value => total * value - sum);
    }
}

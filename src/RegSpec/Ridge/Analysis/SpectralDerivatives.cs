namespace RegSpec;

/// <summary>
/// Residual and penalised sums of squares, degrees of freedom and the log determinant as functions of ln λ, with two derivatives, from the spectrum. With
/// m = λ/(d + λ), dm/d ln λ = m(1 − m), all are sums of polynomials in m.
/// </summary>
internal static class SpectralDerivatives
{
    /// <summary>m of one direction.</summary>
    public static Jet Lost(double d, double lambda)
    {
        double m = lambda / (d + lambda);
        double kept = d / (d + lambda);
        return new(m, m * kept, m * kept * (kept - m));
    }

    /// <summary>RSS.</summary>
    public static Jet ResidualSquares(CanonicalForm form, double lambda) => Sum(form, lambda, Jet.Of(form.LeastSquares), (m, square) => square * (m * m));

    /// <summary>RSS + λΣfw².</summary>
    public static Jet PenalisedSquares(CanonicalForm form, double lambda) => Sum(form, lambda, Jet.Of(form.LeastSquares), (m, square) => square * m);

    /// <summary>df.</summary>
    public static Jet DegreesOfFreedom(CanonicalForm form, double lambda) =>
        Sum(form, lambda, Jet.Of(form.Unpenalised), (m, _) => new Jet(0, -m.First, -m.Second)) with { Value = form.DegreesOfFreedom(lambda) };

    /// <summary>Σln(1 + d/λ) = −Σln m.</summary>
    public static Jet Determinant(CanonicalForm form, double lambda) => Sum(form, lambda, Jet.Of(0), (m, _) => -1 * m.Log());

    /// <summary>n·RSS/(n − 1 − df)² with the weights scaled to mean 1.</summary>
    public static Jet Gcv(CanonicalForm form, double lambda)
    {
        double n = form.Columns.Count;
        Jet left = Jet.Of(form.Left) + -1 * DegreesOfFreedom(form, lambda);
        return n * (n / form.WeightSum) * (ResidualSquares(form, lambda) * OverSquare(form, left));
    }

    /// <summary>RSS/(n − df)², as MASS counts.</summary>
    public static Jet MassGcv(CanonicalForm form, double lambda)
    {
        Jet left = Jet.Of(form.Columns.Count) + -1 * DegreesOfFreedom(form, lambda);
        return ResidualSquares(form, lambda) * OverSquare(form, left);
    }

    /// <summary>1/left²; NaN where no degree of freedom is left.</summary>
    private static Jet OverSquare(CanonicalForm form, Jet left) => left.Value > 1e-9 * form.Columns.Count ? (left * left).Inverse() : new(double.NaN, double.NaN, double.NaN);

    /// <summary>Log evidence, σ² at its maximum.</summary>
    public static Jet LogEvidence(CanonicalForm form, double lambda)
    {
        double n = form.Left;
        Jet squares = PenalisedSquares(form, lambda);
        double constant = n * Math.Log(2 * Math.PI / n) + n + (form.Columns.Intercept ? Math.Log(form.Columns.Count) : 0);
        return -0.5 * (n * squares.Log() + Determinant(form, lambda) + Jet.Of(constant));
    }

    private static Jet Sum(CanonicalForm form, double lambda, Jet start, Func<Jet, double, Jet> term)
    {
        Jet sum = start;
        for (int k = 0; k < form.Values.Length; k++)
        {
            sum += term(Lost(form.Values[k], lambda), form.Projections[k] * (form.Projections[k] / form.Values[k]));
        }

        return sum;
    }
}

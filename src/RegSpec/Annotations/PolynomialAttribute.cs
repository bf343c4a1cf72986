namespace RegSpec;

/// <summary>
/// Beside a number its orthogonal polynomials of degree 2 up to a highest one: uncorrelated with each other and with the number over the rows of the fit (weighted), of variance 1.
/// The basis is computed from the rows of the fit, within k-fold from those that each fold is fitted to, and stored with the model.
/// </summary>
/// <param name="degree">The highest degree, from 2 to 8.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class PolynomialAttribute(int degree) : Attribute
{
    /// <summary>The highest degree.</summary>
    public int Degree { get; } = degree;

    /// <summary>
    /// A value near those of the rows, about which statistics sum powers: for values far from 0, years for example, whose powers would not be told apart. Fits of rows need none, and no
    /// result depends on it but for its digits.
    /// </summary>
    public double About { get; set; }
}

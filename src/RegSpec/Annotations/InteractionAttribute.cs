namespace RegSpec;

/// <summary>
/// The products of the columns of two features. A number, date or array counts from its mean over the rows of the fit, so that no unit and no origin matters; a bool, enum or string is 0 and
/// 1. Products with a number are standardised like numbers unless one of the two is not; products of indicators are not scaled.
/// </summary>
/// <param name="first">Name of a feature.</param>
/// <param name="second">Name of another feature.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public sealed class InteractionAttribute(string first, string second) : Attribute
{
    /// <summary>Name of a feature.</summary>
    public string First { get; } = first;

    /// <summary>Name of another feature.</summary>
    public string Second { get; } = second;

    /// <summary>The factor f ≥ 0 on the penalty of the products; 1 by default, 0 leaves them unpenalised.</summary>
    public double PenaltyFactor { get; set; } = 1.0;
}

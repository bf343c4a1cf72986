namespace RegSpec;

/// <summary>The products of the columns of two features, as a type declares them.</summary>
/// <param name="First">Name of a feature.</param>
/// <param name="Second">Name of another.</param>
/// <param name="PenaltyFactor">The factor f ≥ 0 on the penalty of the products.</param>
public sealed record RidgeInteraction(string First, string Second, double PenaltyFactor = 1);

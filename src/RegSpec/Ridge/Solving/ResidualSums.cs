namespace RegSpec;

/// <summary>Σs·r·x for each feature, Σs·r and Σs·r².</summary>
internal sealed record ResidualSums(DoubleDouble[] Gradient, DoubleDouble Sum, double Squares);

namespace RegSpec.Semantics.Features;

/// <summary>The products of two features.</summary>
/// <param name="First">Name of a feature.</param>
/// <param name="Second">Name of another.</param>
/// <param name="PenaltyFactor">The factor on the penalty of the products, as declared.</param>
internal sealed record InteractionMember(string First, string Second, double PenaltyFactor);

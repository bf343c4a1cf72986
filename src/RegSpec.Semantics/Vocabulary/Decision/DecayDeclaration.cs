namespace RegSpec.Semantics.Vocabulary;

/// <summary>One <c>[WeightDecay]</c> or <c>[NoWeightDecay]</c> (λ = 0) as written.</summary>
/// <param name="WeightDecay">The coefficient λ.</param>
/// <param name="Policy">The policy if the user gave one.</param>
/// <param name="Parameters">The glob, or null for a declaration about the whole place.</param>
/// <param name="Because">The user's reason, printed instead of ours.</param>
/// <param name="Towards">The point it pulls towards.</param>
internal sealed record DecayDeclaration(
    double WeightDecay,
    Policy? Policy = null,
    string? Parameters = null,
    string? Because = null,
    ReferencePoint Towards = ReferencePoint.Zero);

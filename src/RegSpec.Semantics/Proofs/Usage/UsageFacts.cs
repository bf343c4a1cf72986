using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>What a class does with its inputs and its raw parameters.</summary>
/// <param name="Roles">Roles of raw parameters, by registered name in the class.</param>
/// <param name="Inputs">Inputs that reach a linear layer as they came, by name of the parameter of <c>forward</c>.</param>
internal sealed record UsageFacts(EquatableArray<RawRole> Roles, EquatableArray<InputReach> Inputs)
{
    public static readonly UsageFacts Empty = new(default, default);
}

/// <summary>What a raw parameter is, by what is done with it.</summary>
/// <param name="Path">Its registered name.</param>
/// <param name="Role">Its role; unknown where uses disagree.</param>
internal sealed record RawRole(string Path, Role Role);

/// <summary>An input whose scale reaches a linear layer: no normalization, and no other layer, lies between.</summary>
/// <param name="Input">Name of the parameter of <c>forward</c>.</param>
/// <param name="Weight">Path of the layer's weight.</param>
internal sealed record InputReach(string Input, string Weight);

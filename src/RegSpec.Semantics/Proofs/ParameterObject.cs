using System.Collections.Generic;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>One parameter tensor.</summary>
internal sealed class ParameterObject
{
    /// <summary>θ = {this}.</summary>
    public int Exact { get; init; }

    /// <summary>θ = {this, the bias of the same layer}; −1 if there is none.</summary>
    public int Joint { get; init; } = -1;

    /// <summary>The tensor, in memory of its own.</summary>
    public Degrees Value { get; init; } = Degrees.Constant;

    /// <summary>It is a weight: a proof about it is of interest (a bias only takes part in a joint one).</summary>
    public bool IsWeight { get; init; }

    /// <summary>Code of this compilation reaches it through a member of a class of another assembly.</summary>
    public bool IsExposed { get; set; }

    /// <summary>Every name it has below the root.</summary>
    public HashSet<string> Paths { get; } = new();
}

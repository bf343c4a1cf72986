using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>All that runs of a class taken as root show. It holds symbols and syntax, so it must not outlive the compilation.</summary>
internal sealed class HomogeneityStudy
{
    public HomogeneityStudy(ScaleInvarianceFacts facts, IReadOnlyList<DeadBias> deadBiases, IReadOnlyList<INamedTypeSymbol> types, int steps)
    {
        Facts = facts;
        DeadBiases = deadBiases;
        Types = types;
        Steps = steps;
    }

    /// <summary>The proofs.</summary>
    public ScaleInvarianceFacts Facts { get; }

    /// <summary>Layers whose bias can take any value without any effect; none where a summary was asked for instead.</summary>
    public IReadOnlyList<DeadBias> DeadBiases { get; }

    /// <summary>The classes of the modules met, bases included.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    /// <summary>The summary of the class for other assemblies, one fact a line; empty where there is nothing to say or nobody asked.</summary>
    public EquatableArray<string> Summary { get; set; }

    /// <summary>Operations visited with the constructor that took most, of <see cref="Execution.Budget.Steps"/>.</summary>
    public int Steps { get; }
}

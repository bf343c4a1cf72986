using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Execution;

/// <summary>What is the same during one activation of a method. Immutable: whoever needs another one makes it.</summary>
internal sealed record CallContext
{
    /// <summary>The code that runs first.</summary>
    public static readonly CallContext Outermost = new();

    /// <summary>The instance whose method runs.</summary>
    public Value? Self { get; init; }

    /// <summary>The method; null for initialisers.</summary>
    public IMethodSymbol? Method { get; init; }

    /// <summary>The calls that led here.</summary>
    public CallSite? Site { get; init; }

    /// <summary>How many calls are open.</summary>
    public int Depth { get; init; }

    /// <summary>How many loops of unknown length are open around the call.</summary>
    public int Loops { get; init; }

    /// <summary>The model is being built: nobody sees it yet.</summary>
    public bool IsConstructing { get; init; }

    /// <summary>New values may be written into weights (initialisation); a forward pass that does so computes with something else.</summary>
    public bool MayInitialize { get; init; }

    /// <summary>Parameters of instances that are not under study here: one instance of many is.</summary>
    public ImmutableHashSet<int> Hidden { get; init; } = ImmutableHashSet<int>.Empty;

    /// <summary>Parameters of the instance under study, with the number of loops around its creation.</summary>
    public ImmutableDictionary<int, int> Studied { get; init; } = ImmutableDictionary<int, int>.Empty;
}

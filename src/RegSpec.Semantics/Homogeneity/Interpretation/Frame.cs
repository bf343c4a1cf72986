using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>One activation of a method, lambda or local function.</summary>
internal sealed class Frame
{
    public Frame(int id, int parent, Value? self, IMethodSymbol? method)
    {
        Id = id;
        Parent = parent;
        Self = self;
        Method = method;
    }

    public int Id { get; }

    /// <summary>The activation a closure was made in; −1 for a method.</summary>
    public int Parent { get; }

    public Value? Self { get; }

    public IMethodSymbol? Method { get; }

    /// <summary>What it returned on the paths seen so far.</summary>
    public Value? Result { get; set; }

    /// <summary>The stores at its returns, joined.</summary>
    public Store? Exit { get; set; }

    /// <summary>Stores at jumps to a label, joined.</summary>
    public Dictionary<ILabelSymbol, Store> Jumps { get; } = new(SymbolEqualityComparer.Default);
}

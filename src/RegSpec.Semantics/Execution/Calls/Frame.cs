using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>One activation: which cells its variables are.</summary>
internal sealed class Frame
{
    private readonly Dictionary<ISymbol, int> variables = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, int> captures = new();

    public Frame(CallContext context, Frame? parent, MethodGraph? graph)
    {
        Context = context;
        Parent = parent;
        Graph = graph;
        Loops = context.Loops;
    }

    public CallContext Context { get; }

    /// <summary>The activation a closure was made in; null for a method.</summary>
    public Frame? Parent { get; }

    public MethodGraph? Graph { get; }

    public Value? Self => Context.Self;

    /// <summary>Loops of unknown length around the block that runs now, those around the call included.</summary>
    public int Loops { get; set; }

    /// <summary>A lambda, local function or reference keeps its variables alive.</summary>
    public bool IsCaptured { get; set; }

    /// <summary>What it returned on the paths seen so far.</summary>
    public Value? Result { get; set; }

    /// <summary>The cells of its own variables.</summary>
    public IEnumerable<int> Cells => variables.Values;

    /// <summary>The cells of values that wait for a branch of their expression.</summary>
    public IEnumerable<int> CaptureCells => captures.Values;

    /// <summary>The cell of a variable, here or around a closure; null if nobody has declared it.</summary>
    public int? Find(ISymbol variable)
    {
        for (Frame? frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame.variables.TryGetValue(variable, out int cell))
            {
                return cell;
            }
        }

        return null;
    }

    public bool Owns(ISymbol variable) => variables.ContainsKey(variable);

    public int Declare(ISymbol variable, Heap heap)
    {
        if (!variables.TryGetValue(variable, out int cell))
        {
            variables.Add(variable, cell = heap.NewCell());
        }

        return cell;
    }

    public int Capture(CaptureId id, Heap heap)
    {
        if (!captures.TryGetValue(id, out int cell))
        {
            captures.Add(id, cell = heap.NewCell());
        }

        return cell;
    }
}

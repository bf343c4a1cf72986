using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>A call that makes a layer whose bias nothing depends on. It holds syntax: for rules about one compilation, never for a model of the generator.</summary>
internal sealed class DeadBias
{
    private DeadBias(SyntaxNode creation, string path, string proof)
    {
        Creation = creation;
        Path = path;
        Proof = proof;
    }

    /// <summary>The call of the factory.</summary>
    public SyntaxNode Creation { get; }

    /// <summary>Name of the layer below the class that makes it.</summary>
    public string Path { get; }

    /// <summary>From the layer to the normalization that subtracts the bias.</summary>
    public string Proof { get; }

    /// <summary>Those calls of which every layer they make has a dead bias.</summary>
    public static IReadOnlyList<DeadBias> Among(IEnumerable<(HeapObject Layer, string? Proof)> layers)
    {
        var found = new List<DeadBias>();
        foreach (var made in layers.Where(l => l.Layer.Creation is not null && l.Layer.Path is not null).GroupBy(l => l.Layer.Creation!))
        {
            (HeapObject layer, string? proof) = made.First();
            if (proof is not null && made.All(l => l.Proof is not null))
            {
                found.Add(new DeadBias(made.Key, layer.Path!, layer.Path + " → " + proof));
            }
        }

        return found;
    }
}

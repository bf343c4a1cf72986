using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>A variable: a local or parameter of an activation (owner ≥ 0), or a field of a module (owner = −id).</summary>
internal readonly struct Slot : IEquatable<Slot>
{
    public Slot(int owner, ISymbol symbol)
    {
        Owner = owner;
        Symbol = symbol.OriginalDefinition;
    }

    public int Owner { get; }

    public ISymbol Symbol { get; }

    public bool Equals(Slot other) => Owner == other.Owner && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override bool Equals(object? obj) => obj is Slot other && Equals(other);

    public override int GetHashCode() => unchecked((SymbolEqualityComparer.Default.GetHashCode(Symbol) * 31) + Owner);
}

/// <summary>What the variables and lists hold at one point of the program. Immutable: branches share it.</summary>
internal sealed record Store(ImmutableDictionary<Slot, Value> Slots, ImmutableDictionary<int, ListContent> Lists)
{
    // Tensors in different memory can be equal otherwise: a dictionary would keep the old one.
    public static readonly Store Empty = new(
        ImmutableDictionary<Slot, Value>.Empty.WithComparers(null, new SameObject<Value>()),
        ImmutableDictionary<int, ListContent>.Empty.WithComparers(null, new SameObject<ListContent>()));

    /// <summary>Forgets the variables of an activation that has ended.</summary>
    public Store Leave(int frame)
    {
        List<Slot>? gone = null;
        foreach (Slot slot in Slots.Keys)
        {
            if (slot.Owner == frame)
            {
                (gone ??= new List<Slot>()).Add(slot);
            }
        }

        return gone is null ? this : this with { Slots = Slots.RemoveRange(gone) };
    }

    private sealed class SameObject<T> : IEqualityComparer<T>
        where T : class
    {
        public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

        public int GetHashCode(T obj) => RuntimeHelpers.GetHashCode(obj);
    }
}

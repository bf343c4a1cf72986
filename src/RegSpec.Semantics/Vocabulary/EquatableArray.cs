using System;
using System.Collections;
using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>An immutable array with structural equality: what every pipeline model uses instead of arrays and lists.</summary>
internal readonly struct EquatableArray<T> : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
{
    private readonly T[]? items;

    public EquatableArray(IEnumerable<T> source)
    {
        switch (source)
        {
            case EquatableArray<T> same:
                items = same.items;
                break;
            case ICollection<T> { Count: 0 }:
                break;
            case ICollection<T> collection:
                items = new T[collection.Count];
                collection.CopyTo(items, 0);
                break;
            default:
                var list = new List<T>(source);
                items = list.Count == 0 ? null : list.ToArray();
                break;
        }
    }

    public static EquatableArray<T> Empty => default;

    public int Count => items?.Length ?? 0;

    public T this[int index] => (items ?? throw new ArgumentOutOfRangeException(nameof(index)))[index];

    public bool Equals(EquatableArray<T> other)
    {
        if (Count != other.Count)
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(items![i], other.items![i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        int hash = 17;
        foreach (T item in this)
        {
            hash = unchecked((hash * 31) + (item is null ? 0 : EqualityComparer<T>.Default.GetHashCode(item)));
        }

        return hash;
    }

    public Enumerator GetEnumerator() => new(items);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(items ?? Array.Empty<T>())).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    /// <summary>What <c>foreach</c> uses, without an object of its own.</summary>
    public struct Enumerator
    {
        private readonly T[]? items;
        private int index;

        public Enumerator(T[]? items)
        {
            this.items = items;
            index = -1;
        }

        public readonly T Current => items![index];

        public bool MoveNext() => items is not null && ++index < items.Length;
    }
}

/// <summary>Construction of <see cref="EquatableArray{T}"/>.</summary>
internal static class EquatableArray
{
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> source) => new(source);

    public static EquatableArray<T> Create<T>(params T[] items) => new(items);
}

using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Proofs;

/// <summary>A set of candidates. Immutable: tensors that come from one another share it.</summary>
internal readonly struct CandidateSet : IEquatable<CandidateSet>
{
    public static readonly CandidateSet Empty = default;

    private const int WordSize = 64;

    private readonly ulong[]? words;

    private CandidateSet(ulong[] words) => this.words = words;

    public bool IsEmpty => words is null;

    /// <summary>Its members in ascending order.</summary>
    public IEnumerable<int> Members
    {
        get
        {
            for (int i = 0; i < (words?.Length ?? 0) * WordSize; i++)
            {
                if (Contains(i))
                {
                    yield return i;
                }
            }
        }
    }

    public bool Contains(int candidate) =>
        words is not null && candidate / WordSize < words.Length && (words[candidate / WordSize] & (1UL << (candidate % WordSize))) != 0;

    public CandidateSet With(int candidate)
    {
        if (Contains(candidate))
        {
            return this;
        }

        ulong[] larger = new ulong[Math.Max(words?.Length ?? 0, (candidate / WordSize) + 1)];
        words?.CopyTo(larger, 0);
        larger[candidate / WordSize] |= 1UL << (candidate % WordSize);
        return new CandidateSet(larger);
    }

    /// <summary>One of the two where it holds the other.</summary>
    public CandidateSet Union(CandidateSet other)
    {
        if (other.IsWithin(this))
        {
            return this;
        }

        if (IsWithin(other))
        {
            return other;
        }

        ulong[] union = new ulong[Math.Max(words!.Length, other.words!.Length)];
        for (int i = 0; i < union.Length; i++)
        {
            union[i] = WordAt(i) | other.WordAt(i);
        }

        return new CandidateSet(union);
    }

    /// <summary>The members that are not in the other.</summary>
    public CandidateSet Except(CandidateSet other)
    {
        if (words is null || other.words is null)
        {
            return this;
        }

        CandidateSet rest = Empty;
        foreach (int candidate in Members)
        {
            rest = other.Contains(candidate) ? rest : rest.With(candidate);
        }

        return rest;
    }

    public bool Equals(CandidateSet other) => IsWithin(other) && other.IsWithin(this);

    public override bool Equals(object? obj) => obj is CandidateSet other && Equals(other);

    public override int GetHashCode() => IsEmpty ? 0 : 1;

    private ulong WordAt(int index) => words is not null && index < words.Length ? words[index] : 0;

    private bool IsWithin(CandidateSet other)
    {
        if (words is null || ReferenceEquals(words, other.words))
        {
            return true;
        }

        for (int i = 0; i < words.Length; i++)
        {
            if ((words[i] & ~other.WordAt(i)) != 0)
            {
                return false;
            }
        }

        return true;
    }
}

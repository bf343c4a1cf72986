using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>The contents of a container or collection at one point of a constructor; immutable, replaced in the state when it changes.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Type">Its static type.</param>
/// <param name="Items">What it holds, in order.</param>
/// <param name="IsComplete">It holds exactly <paramref name="Items"/>.</param>
/// <param name="Seen">Everything ever put in, whether or not its place is known.</param>
/// <param name="IsRegisteredElsewhere">It was handed as a whole to something that registers its elements.</param>
/// <param name="ChangedAfterRegistration">Something was added after <c>RegisterComponents()</c>.</param>
internal sealed record ContainerValue(
    ContainerKind Kind,
    ITypeSymbol Type,
    ImmutableArray<ContainerEntry> Items,
    bool IsComplete,
    ImmutableArray<ModuleValue> Seen,
    bool IsRegisteredElsewhere = false,
    bool ChangedAfterRegistration = false)
{
    /// <summary>Items kept; a container with more is as good as one filled at run time.</summary>
    private const int ItemLimit = 256;

    public static ContainerValue Empty(ContainerKind kind, ITypeSymbol type) =>
        new(kind, type, ImmutableArray<ContainerEntry>.Empty, IsComplete: true, ImmutableArray<ModuleValue>.Empty);

    /// <summary>With one more item; null as name for the next index.</summary>
    public ContainerValue Add(string? name, ModuleValue value, bool isNameKnown = true) => this with
    {
        Items = IsComplete && isNameKnown && Items.Length < ItemLimit ? Items.Add(new ContainerEntry(name, value)) : Items,
        IsComplete = IsComplete && isNameKnown && Items.Length < ItemLimit,
        Seen = AddSeen(value),
    };

    /// <summary>Changed in a way that cannot be followed.</summary>
    public ContainerValue Unfollowed() => IsComplete ? this with { IsComplete = false } : this;

    /// <summary>Emptied or reordered: not even the first items are certain.</summary>
    public ContainerValue Scrambled() => this with { IsComplete = false, Items = ImmutableArray<ContainerEntry>.Empty };

    public ContainerValue See(ModuleValue value) => this with { Seen = AddSeen(value) };

    /// <summary>Both, at a place that two paths reach: the common first items, open after that.</summary>
    public static ContainerValue Join(ContainerValue first, ContainerValue second)
    {
        if (ReferenceEquals(first, second))
        {
            return first;
        }

        int common = 0;
        int shorter = Math.Min(first.Items.Length, second.Items.Length);
        while (common < shorter && first.Items[common].IsSame(second.Items[common]))
        {
            common++;
        }

        bool same = common == first.Items.Length && common == second.Items.Length;
        ContainerValue joined = first with
        {
            Items = same ? first.Items : first.Items.RemoveRange(common, first.Items.Length - common),
            IsComplete = same && first.IsComplete && second.IsComplete,
            IsRegisteredElsewhere = first.IsRegisteredElsewhere || second.IsRegisteredElsewhere,
            ChangedAfterRegistration = first.ChangedAfterRegistration || second.ChangedAfterRegistration,
        };
        foreach (ModuleValue value in second.Seen)
        {
            joined = joined.See(value);
        }

        return joined;
    }

    private ImmutableArray<ModuleValue> AddSeen(ModuleValue value) =>
        Seen.Length >= ItemLimit || Seen.Contains(value) ? Seen : Seen.Add(value);
}

/// <summary>An item of a container.</summary>
/// <param name="Name">Its name; null for its index.</param>
/// <param name="Value">The item.</param>
internal readonly record struct ContainerEntry(string? Name, ModuleValue Value)
{
    public bool IsSame(ContainerEntry other) => Name == other.Name && ReferenceEquals(Value, other.Value);
}

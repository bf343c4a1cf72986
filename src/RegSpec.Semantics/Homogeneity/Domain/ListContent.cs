using System.Collections.Immutable;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>What a list or array holds.</summary>
/// <param name="Items">The elements, when their number is known.</param>
/// <param name="Summary">Every element is described by this one, when their number is not known; null for none at all.</param>
internal sealed record ListContent(ImmutableArray<Value>? Items, Value? Summary)
{
    public static readonly ListContent Empty = new(ImmutableArray<Value>.Empty, null);

    public bool IsExact => Items is not null;

    public bool Equals(ListContent? other) =>
        other is not null && Equals(Summary, other.Summary)
        && (Items is { } mine ? other.Items is { } theirs && new EquatableArray<Value>(mine) == new EquatableArray<Value>(theirs) : other.Items is null);

    public override int GetHashCode() => Items?.Length ?? -1;
}

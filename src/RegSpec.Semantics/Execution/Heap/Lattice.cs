using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>The meeting of values where paths meet.</summary>
internal sealed class Lattice
{
    private const int MostAlternatives = 12;

    private readonly ITensorDomain domain;

    public Lattice(ITensorDomain domain) => this.domain = domain;

    /// <summary>Is told a value that has to be forgotten, since it may be one of too many things.</summary>
    public System.Action<Value>? Lost { get; set; }

    public Value Join(Value a, Value b)
    {
        // Tensors that are equal may lie in different memory.
        if (ReferenceEquals(a, b) || (a is not (TensorValue or TupleValue or ChoiceValue or ListContent or OpaqueValue) && a.Equals(b)))
        {
            return a;
        }

        switch (a, b)
        {
            case (TensorValue x, TensorValue y):
                return domain.Join(x, y);
            case (NumberValue, NumberValue):
                return NumberValue.Unknown;
            case (TupleValue x, TupleValue y) when x.Items.Count == y.Items.Count:
                return new TupleValue(x.Items.Zip(y.Items, Join).ToEquatableArray());
            case (ListContent x, ListContent y):
                return Join(x, y);
            case (EnumerationValue x, EnumerationValue y):
                return new EnumerationValue((ListContent)Join(x.Source, y.Source), x.Position == y.Position ? x.Position : null);
            case (ReferenceValue x, ReferenceValue y):
                return new ReferenceValue(new ChoicePlace(PlacesOf(x.Place).Concat(PlacesOf(y.Place)).Distinct().ToEquatableArray()));
            case (ScopeValue, ScopeValue):
                return new ScopeValue(NumberValue.Unknown);
            case (OpaqueValue x, OpaqueValue y):
                // Of two with one type, the one that may be null.
                return x.Equals(y) ? x.Type?.NullableAnnotation == NullableAnnotation.NotAnnotated ? y : x
                    : SymbolEqualityComparer.Default.Equals(x.Type, y.Type) ? new OpaqueValue(x.Type, x.Why == y.Why ? x.Why : null)
                    : Value.Unknown;
            case (RegistryValue x, RegistryValue y):
                return x.Join(y, Join);
        }

        var alternatives = new List<Value>();
        foreach (Value value in Alternatives(a).Concat(Alternatives(b)))
        {
            int same = value is TensorValue ? alternatives.FindIndex(v => v is TensorValue)
                : value is NumberValue ? alternatives.FindIndex(v => v is NumberValue)
                : value is TupleValue ? alternatives.FindIndex(v => v is TupleValue)
                : value is OpaqueValue ? alternatives.FindIndex(v => v is OpaqueValue)
                : alternatives.FindIndex(v => v.Equals(value));
            if (same < 0 || (value is TupleValue t && alternatives[same] is TupleValue u && t.Items.Count != u.Items.Count))
            {
                alternatives.Add(value);
            }
            else
            {
                alternatives[same] = Join(alternatives[same], value);
            }
        }

        if (alternatives.Count > MostAlternatives)
        {
            alternatives.ForEach(value => Lost?.Invoke(value));
            return Value.Unknown;
        }

        return alternatives.Count == 1 ? alternatives[0] : new ChoiceValue(alternatives.ToImmutableArray());
    }

    /// <summary>Joins what branches gave; null where none gave anything.</summary>
    public Value? JoinAll(IEnumerable<Value> values) => values.Aggregate((Value?)null, (all, one) => all is null ? one : Join(all, one));

    /// <summary>Whether a value, after it was joined with another, is still what it was: then nothing new came.</summary>
    public bool Same(Value a, Value b) => (a, b) switch
    {
        (TensorValue x, TensorValue y) => x.Storage == y.Storage && x.Equals(y),
        (TupleValue x, TupleValue y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items, Same).All(static same => same),
        (ListContent x, ListContent y) => x.IsExact == y.IsExact && x.Head.Count == y.Head.Count && x.All.Count() == y.All.Count() && x.All.Zip(y.All, Same).All(static same => same),
        (ChoiceValue x, ChoiceValue y) => x.Alternatives.Length == y.Alternatives.Length && x.Alternatives.All(one => y.Alternatives.Any(other => Same(one, other))),
        _ => a.Equals(b),
    };

    public static IEnumerable<Value> Alternatives(Value value) => value is ChoiceValue choice ? choice.Alternatives : new[] { value };

    private static IEnumerable<Place> PlacesOf(Place place) => place is ChoicePlace choice ? choice.Alternatives : new[] { place };

    /// <summary>A value without the possibility that it is null; null if it can be nothing else.</summary>
    public Value? NonNull(Value value) => value switch
    {
        NullValue => null,
        ChoiceValue choice => JoinAll(choice.Alternatives.Where(static v => v is not NullValue)),
        _ => value,
    };

    private ListContent Join(ListContent a, ListContent b)
    {
        if (a.Items is { } mine && b.Items is { } theirs && mine.Length == theirs.Length)
        {
            return new ListContent(mine.Zip(theirs, Join).ToImmutableArray(), null);
        }

        return Summarize(a, b) with { Head = a.Beginning.Zip(b.Beginning, Join).ToEquatableArray() };
    }

    /// <summary>One element that describes all of both, in any order.</summary>
    public ListContent Summarize(ListContent a, ListContent? b = null) =>
        a.IsExact || b is not null ? new(null, JoinAll(a.All.Concat(b?.All ?? Enumerable.Empty<Value>())))
        : a.Head.Count > 0 ? a with { Head = default }
        : a;

    public ListContent Concat(ListContent first, ListContent second) =>
        first.Items is { } items && second.Items is { } more ? new ListContent(items.AddRange(more), null)
        : Summarize(first, second) with { Head = first.IsExact ? first.Beginning.Concat(second.Head).ToEquatableArray() : first.Head };

    /// <summary>Some of the second, none or many times, behind the first.</summary>
    public ListContent Extend(ListContent first, ListContent second) => Summarize(first, second) with { Head = first.Beginning.ToEquatableArray() };
}

using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>An abstract C# value. Values are immutable; what can change lies in cells of the <see cref="Heap"/>.</summary>
internal abstract record Value
{
    /// <summary>
    /// Nothing is known. It never stands for an object, list or tensor that the machine follows, unless that one has escaped: then all it holds counts
    /// as seen, and so will everything that is put into it.
    /// </summary>
    public static readonly Value Unknown = new OpaqueValue();

    public static readonly Value Null = new NullValue();
}

/// <summary>Anything that is not followed.</summary>
/// <param name="Type">Its static type where it came in; null if that says nothing.</param>
/// <param name="Why">Where it comes from, for tables ("the parameter act").</param>
/// <param name="Origin">Number of the collection from outside that it is, or an element of; 0 for none.</param>
internal sealed record OpaqueValue(ITypeSymbol? Type = null, string? Why = null, int Origin = 0) : Value;

/// <summary>The null reference.</summary>
internal sealed record NullValue : Value
{
    /// <summary>A null that annotations rule out: proofs count with it, shapes believe the annotation.</summary>
    public static readonly Value AgainstAnnotation = new NullValue { IsAgainstAnnotation = true };

    /// <summary>Annotations rule it out.</summary>
    public bool IsAgainstAnnotation { get; init; }
}

/// <summary>A number, bool, string or enum.</summary>
/// <param name="Constant">Its value where known; integers of every type as long.</param>
/// <param name="Key">A symbol that equals another number's exactly when both numbers are equal; null if none.</param>
internal sealed record NumberValue(object? Constant, string? Key = null) : Value
{
    public static new readonly NumberValue Unknown = new(null, null);

    /// <summary>A number that the user sets, of which nothing else is known.</summary>
    public static readonly NumberValue Setting = new(null, null) { IsSetting = true };

    /// <summary>It is a constructor or method parameter, a field or a property as it stands: what hand-written norms take their ε from.</summary>
    public bool IsSetting { get; init; }
}

/// <summary>A tensor: the machine knows where it may lie in memory, a domain what it holds.</summary>
internal abstract record TensorValue : Value
{
    /// <summary>Identity of the memory it may share with other tensors, or of several such (<see cref="Storages"/>).</summary>
    public int Storage { get; init; } = Storages.Unknown;
}

/// <summary>A reference to an object of the heap: a module, a list, an instance of a class of the compilation.</summary>
internal sealed record ObjectValue(HeapObject Object) : Value
{
    public bool Equals(ObjectValue? other) => other is not null && ReferenceEquals(Object, other.Object);

    public override int GetHashCode() => Object.Id;
}

/// <summary>One of several values, depending on a branch; at most one of them is a tensor.</summary>
internal sealed record ChoiceValue(ImmutableArray<Value> Alternatives) : Value
{
    public bool Equals(ChoiceValue? other) => other is not null && Alternatives.Length == other.Alternatives.Length && new HashSet<Value>(Alternatives).SetEquals(other.Alternatives);

    public override int GetHashCode() => Alternatives.Length;
}

/// <summary>A tuple.</summary>
internal sealed record TupleValue(EquatableArray<Value> Items) : Value;

/// <summary>A method group, lambda or local function with what it captured.</summary>
/// <param name="Target">The method.</param>
/// <param name="Body">The graph of a lambda; null for anything that has a name.</param>
/// <param name="Receiver">The object a method group is bound to; the instance around a lambda.</param>
/// <param name="Frame">The activation a lambda or local function was made in.</param>
internal sealed record DelegateValue(IMethodSymbol Target, ControlFlowGraph? Body, Value? Receiver, Frame? Frame) : Value
{
    public bool Equals(DelegateValue? other) =>
        other is not null && ReferenceEquals(Body, other.Body) && ReferenceEquals(Frame, other.Frame) && Equals(Receiver, other.Receiver)
        && SymbolEqualityComparer.Default.Equals(Target, other.Target);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Target);
}

/// <summary>A scope of gradients; disposing it brings back what was in force before.</summary>
/// <param name="Previous">Whether gradients were recorded before; null for a scope that changes nothing.</param>
internal sealed record ScopeValue(Value? Previous) : Value;

/// <summary>A reference to a place: a ref local, a ref argument.</summary>
internal sealed record ReferenceValue(Place Place) : Value;

/// <summary>A sequence that computes its elements when somebody asks for them, each time anew.</summary>
/// <param name="Kind">How.</param>
/// <param name="Source">From what.</param>
/// <param name="Arguments">The other arguments of the call that made it.</param>
internal sealed record SequenceValue(SequenceKind Kind, Value Source, EquatableArray<Value> Arguments) : Value;

/// <summary>The operators of LINQ that are followed.</summary>
internal enum SequenceKind
{
    Select,
    Where,
    Skip,
    Take,
    Zip,
    Concat,
    Append,
    Prepend,
    Reverse,
    OfType,

    /// <summary>The values of a dictionary.</summary>
    Values,
}

/// <summary>What a list, array or container holds: the content of its cell.</summary>
/// <param name="Items">The elements, when their number is known.</param>
/// <param name="Summary">Every element is described by this one, when their number is not known; null for none at all.</param>
internal sealed record ListContent(ImmutableArray<Value>? Items, Value? Summary) : Value
{
    public static readonly ListContent Empty = new(ImmutableArray<Value>.Empty, null);

    /// <summary>The first elements, where they are certain though the number of all is not; <see cref="Summary"/> describes them too.</summary>
    public EquatableArray<Value> Head { get; init; }

    /// <summary>The elements that are certainly the first.</summary>
    public IReadOnlyList<Value> Beginning => Items is { } items ? items : Head;

    public bool IsExact => Items is not null;

    public IEnumerable<Value> All => Items is { } items ? items : Summary is { } one ? new[] { one } : System.Array.Empty<Value>();

    public static ListContent One(Value item) => new(ImmutableArray.Create(item), null);

    public bool Equals(ListContent? other) =>
        other is not null && Equals(Summary, other.Summary) && Head == other.Head
        && (Items is { } mine ? other.Items is { } theirs && new EquatableArray<Value>(mine) == new EquatableArray<Value>(theirs) : other.Items is null);

    public override int GetHashCode() => Items?.Length ?? -1;
}

/// <summary>Where an enumerator stands.</summary>
/// <param name="Source">What it goes through.</param>
/// <param name="Position">Index of the current element, −1 before the first; null if not known.</param>
internal sealed record EnumerationValue(ListContent Source, int? Position) : Value;

/// <summary>An array argument with its elements taken out of the heap.</summary>
internal sealed record ArrayOption(EquatableArray<Value> Items) : Value;

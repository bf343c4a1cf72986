using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>An abstract C# value. Values are immutable; what can change (lists, fields) is a reference into the <see cref="Store"/>.</summary>
internal abstract record Value
{
    /// <summary>Nothing is known, and no candidate changes it.</summary>
    public static readonly Value Unknown = new OpaqueValue();

    public static readonly Value Null = new NullValue();
}

/// <summary>Anything that is not followed; it holds nothing that changes with a candidate.</summary>
internal sealed record OpaqueValue : Value;

/// <summary>The null reference.</summary>
internal sealed record NullValue : Value;

/// <summary>A number, bool, string or enum.</summary>
/// <param name="Constant">Its value where known.</param>
/// <param name="Key">A symbol that equals another number's exactly when both numbers are equal; null if none.</param>
internal sealed record NumberValue(object? Constant, string? Key = null) : Value
{
    public static new readonly NumberValue Unknown = new(null, null);

    /// <summary>A number that the user sets, of which nothing else is known.</summary>
    public static readonly NumberValue Setting = new(null, null) { IsSetting = true };

    /// <summary>It is a constructor or method parameter, a field or a property as it stands: what hand-written norms take their ε from.</summary>
    public bool IsSetting { get; init; }
}

/// <summary>A module object.</summary>
internal sealed record ModuleValue(ModuleObject Module) : Value
{
    public bool Equals(ModuleValue? other) => other is not null && ReferenceEquals(Module, other.Module);

    public override int GetHashCode() => Module.Id;
}

/// <summary>One of several values, depending on a branch.</summary>
internal sealed record ChoiceValue(ImmutableArray<Value> Alternatives) : Value
{
    public bool Equals(ChoiceValue? other) => other is not null && EquatableArraySame(Alternatives, other.Alternatives);

    public override int GetHashCode() => Alternatives.Length;

    private static bool EquatableArraySame(ImmutableArray<Value> a, ImmutableArray<Value> b) =>
        a.Length == b.Length && new HashSet<Value>(a).SetEquals(b);
}

/// <summary>A tuple.</summary>
internal sealed record TupleValue(EquatableArray<Value> Items) : Value;

/// <summary>A list or array, by its identity in the <see cref="Store"/>.</summary>
internal sealed record ListValue(int Id) : Value;

/// <summary>A method group, lambda or local function with what it captured.</summary>
/// <param name="Target">The method, or null when a library operation's table entry is all there is.</param>
/// <param name="Body">The lambda's or local function's operation; null for methods.</param>
/// <param name="Receiver">The object a method group is bound to.</param>
/// <param name="Frame">The activation the closure was made in.</param>
internal sealed record DelegateValue(IMethodSymbol Target, IOperation? Body, Value? Receiver, int Frame) : Value;

using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>
/// What an expression of a constructor is known to give. Compared by reference: two fields that hold one instance hold the same module.
/// Lives while a class is read; never part of a <see cref="ModuleShape"/>.
/// </summary>
internal abstract class ModuleValue
{
    /// <summary>null, and what a variable holds before it is assigned.</summary>
    public static readonly ModuleValue Null = new NullValue();

    /// <summary>The module being constructed.</summary>
    public static readonly ModuleValue This = new ThisValue();

    private ModuleValue()
    {
    }

    /// <summary>Both, at a place that two paths reach.</summary>
    public static ModuleValue Join(ModuleValue first, ModuleValue second)
    {
        if (ReferenceEquals(first, second))
        {
            return first;
        }

        var alternatives = new List<ModuleValue>();
        Collect(first, alternatives);
        Collect(second, alternatives);
        return alternatives.Count switch
        {
            1 => alternatives[0],
            > Choice.Limit => new Typed(null, "one of more than " + Choice.Limit + " modules"),
            _ => new Choice(alternatives.ToImmutableArray()),
        };
    }

    /// <summary>The values this may be.</summary>
    public ImmutableArray<ModuleValue> Alternatives => this is Choice choice ? choice.Values : ImmutableArray.Create(this);

    /// <summary>The values a variable may have; none for one that was never assigned.</summary>
    public static ImmutableArray<ModuleValue> AlternativesOf(ModuleValue? value) => value?.Alternatives ?? ImmutableArray<ModuleValue>.Empty;

    private static void Collect(ModuleValue value, List<ModuleValue> into)
    {
        foreach (ModuleValue alternative in value.Alternatives)
        {
            if (!into.Exists(other => ReferenceEquals(other, alternative) || (other is Constant a && alternative is Constant b && Equals(a.Value, b.Value))))
            {
                into.Add(alternative);
            }
        }
    }

    /// <summary>Something of which only the static type is known, if that.</summary>
    /// <param name="type">The static type; null when the place it lies in says more.</param>
    /// <param name="why">Where it comes from, for tables ("the parameter act").</param>
    /// <param name="source">Id of the collection it is an element of, or −1.</param>
    public sealed class Typed(ITypeSymbol? type, string why, int source = -1) : ModuleValue
    {
        public ITypeSymbol? Type { get; } = type;

        public string Why { get; } = why;

        public int Source { get; } = source;
    }

    /// <summary>An object of exactly this type, made here.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="switches">The arguments it was made with.</param>
    public sealed class Created(INamedTypeSymbol type, LayerSwitches switches) : ModuleValue
    {
        public INamedTypeSymbol Type { get; } = type;

        public LayerSwitches Switches { get; } = switches;
    }

    /// <summary>A container or collection of the state, by id.</summary>
    /// <param name="id">Its id.</param>
    public sealed class Reference(int id) : ModuleValue
    {
        public int Id { get; } = id;
    }

    /// <summary>A tensor or parameter made here.</summary>
    /// <param name="isParameter">A Parameter rather than a plain tensor.</param>
    /// <param name="dimensions">Number of dimensions where the call shows it.</param>
    /// <param name="requiresGrad">Whether it is made trainable; null if not known.</param>
    public sealed class NewTensor(bool isParameter, int? dimensions, bool? requiresGrad) : ModuleValue
    {
        public bool IsParameter { get; } = isParameter;

        public int? Dimensions { get; } = dimensions;

        public bool? RequiresGrad { get; } = requiresGrad;
    }

    /// <summary>A compile-time constant other than null.</summary>
    /// <param name="value">The constant.</param>
    public sealed class Constant(object value) : ModuleValue
    {
        public object Value { get; } = value;
    }

    /// <summary>A tuple.</summary>
    /// <param name="items">Its items.</param>
    public sealed class Pair(ImmutableArray<ModuleValue> items) : ModuleValue
    {
        public ImmutableArray<ModuleValue> Items { get; } = items;
    }

    /// <summary>A lambda, local function or method group.</summary>
    /// <param name="method">The method to run.</param>
    /// <param name="body">Its body, for a lambda; null to find it from the method.</param>
    public sealed class Function(IMethodSymbol method, IOperation? body) : ModuleValue
    {
        public IMethodSymbol Method { get; } = method;

        public IOperation? Body { get; } = body;
    }

    /// <summary>One of several.</summary>
    /// <param name="values">The alternatives, at least two.</param>
    public sealed class Choice(ImmutableArray<ModuleValue> values) : ModuleValue
    {
        public const int Limit = 8;

        public ImmutableArray<ModuleValue> Values { get; } = values;
    }

    private sealed class NullValue : ModuleValue;

    private sealed class ThisValue : ModuleValue;
}

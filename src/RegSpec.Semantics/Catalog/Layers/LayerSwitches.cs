using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Catalog;

/// <summary>
/// The arguments of a layer's factory by parameter name, as far as they are known:
/// a constant (bool, long), <see cref="Given"/> for one that is given but not constant; absent keys take the factory's default.
/// </summary>
internal sealed class LayerSwitches
{
    /// <summary>The switch of <c>Embedding_from_pretrained</c>; always present in the switches of that factory, since plain <c>Embedding</c> has none.</summary>
    public const string Freeze = "freeze";

    /// <summary>Marks an argument that is given but has no constant value.</summary>
    public static readonly object Given = new();

    /// <summary>No factory call is known: every switch is unknown.</summary>
    public static readonly LayerSwitches Unknown = new(null);

    private readonly IReadOnlyDictionary<string, object?>? arguments;

    public LayerSwitches(IReadOnlyDictionary<string, object?>? arguments) => this.arguments = arguments;

    /// <summary>A bool switch: its constant, the factory's default if not given, null if not known.</summary>
    public bool? Flag(string name, bool byDefault)
    {
        if (arguments is null)
        {
            return null;
        }

        return !arguments.TryGetValue(name, out object? value) ? byDefault : value as bool?;
    }

    /// <summary>An integer argument: its constant, the factory's default if not given, null if not known.</summary>
    public long? Number(string name, long byDefault)
    {
        if (arguments is null)
        {
            return null;
        }

        return !arguments.TryGetValue(name, out object? value)
            ? byDefault
            : value is long or int or short or byte or uint or ushort or sbyte ? Convert.ToInt64(value) : null;
    }

    /// <summary>An integer argument without a default: its constant, null if not given or not known.</summary>
    public long? Number(string name) => IsPassed(name) is true ? Number(name, byDefault: 0) : null;

    /// <summary>Whether the call passes this argument at all, be it null; null if no call is known.</summary>
    public bool? IsPassed(string name) => arguments?.ContainsKey(name);

    /// <summary>Whether an optional argument was given as something other than null; null if not known.</summary>
    public bool? IsGiven(string name)
    {
        if (arguments is null)
        {
            return null;
        }

        return !arguments.TryGetValue(name, out object? value) ? false : value is null ? false : ReferenceEquals(value, Given) ? null : true;
    }
}

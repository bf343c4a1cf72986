using System.Collections.Generic;
using System.Collections.Immutable;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>One use of a tensor operation: the tensors it works on and its options by parameter name.</summary>
internal sealed class OperationCall
{
    private readonly IReadOnlyDictionary<string, Value> options;

    public OperationCall(OperationEntry entry, IReadOnlyList<Degrees> operands, IReadOnlyDictionary<string, Value> options)
    {
        Entry = entry;
        Operands = operands;
        this.options = options;
    }

    public OperationEntry Entry { get; }

    /// <summary>The operands in order; elements of a list operand one by one.</summary>
    public IReadOnlyList<Degrees> Operands { get; }

    /// <summary>Masks, conditions and indices: they choose elements and have no degree.</summary>
    public IReadOnlyList<Degrees> Selectors { get; init; } = System.Array.Empty<Degrees>();

    /// <summary>The names of the parameters the operands were given for, in order; "" for the receiver and for elements of lists.</summary>
    public IReadOnlyList<string> Names { get; init; } = System.Array.Empty<string>();

    /// <summary>Tensors that choose the elements of the operand.</summary>
    public IReadOnlyList<Degrees> Indices { get; init; } = System.Array.Empty<Degrees>();

    /// <summary>The list operand had an unknown number of elements, all described by the one in <see cref="Operands"/>.</summary>
    public bool OperandsRepeat { get; init; }

    /// <summary>Size of the channel axis a norm was made for; null if not known.</summary>
    public string? ChannelSize { get; init; }

    /// <summary>Size of the feature axis a layer produces; null if not known.</summary>
    public string? FeatureSize { get; init; }

    /// <summary>Another operation on the same operands with the same options.</summary>
    public OperationCall As(OperationEntry entry) => new(entry, Operands, options) { Selectors = Selectors, Names = Names, OperandsRepeat = OperandsRepeat };

    public Value? Option(string[] names)
    {
        foreach (string name in names)
        {
            if (options.TryGetValue(name, out Value? value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Whether the option was left to its default.</summary>
    public bool IsAbsent(string[] names) => Option(names) is null or NullValue or NumberValue { Constant: null, Key: NullKey };

    private const string NullKey = "null";

    /// <summary>A bool option; <paramref name="byDefault"/> when absent, null when not constant.</summary>
    public bool? Flag(string[] names, bool byDefault) => Option(names) is not { } value ? byDefault : (value as NumberValue)?.Constant as bool?;

    /// <summary>A numeric option; null when absent or not constant (<see cref="IsAbsent"/> tells which).</summary>
    public double? Number(string[] names) => AsDouble(Option(names));

    /// <summary>An integer or list-of-integers option as constants; null when absent or not constant.</summary>
    public ImmutableArray<long>? Integers(string[] names) => Option(names) switch
    {
        NumberValue number when AsDouble(number) is { } one => ImmutableArray.Create((long)one),
        TupleValue tuple => All(tuple.Items),
        ArrayOption array => All(array.Items),
        _ => null,
    };

    public static double? AsDouble(Value? value) => (value as NumberValue)?.Constant switch
    {
        int i => i,
        long l => l,
        float f => f,
        double d => d,
        short s => s,
        byte b => b,
        _ => null,
    };

    private static ImmutableArray<long>? All(IEnumerable<Value> items)
    {
        ImmutableArray<long>.Builder result = ImmutableArray.CreateBuilder<long>();
        foreach (Value item in items)
        {
            if (AsDouble(item) is not { } number)
            {
                return null;
            }

            result.Add((long)number);
        }

        return result.ToImmutable();
    }
}

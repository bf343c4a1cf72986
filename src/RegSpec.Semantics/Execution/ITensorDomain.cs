using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Execution;

/// <summary>
/// What the tensors of one run mean. The machine says which operation is applied to which tensors, where paths meet, what is overwritten and what
/// somebody can see; the domain says what comes out. The machine never looks into a tensor.
/// </summary>
internal interface ITensorDomain
{
    /// <summary>A tensor of which nothing is known, that depends on nothing under study.</summary>
    TensorValue Unknown(int storage);

    /// <summary>A number as an operand.</summary>
    TensorValue Scalar(NumberValue number, int storage);

    /// <summary>A tensor that whoever makes the model hands to its constructor.</summary>
    /// <param name="parameter">The parameter of the constructor.</param>
    /// <param name="isRaw">It is a raw parameter by its type.</param>
    /// <param name="storage">Where it lies.</param>
    TensorValue Given(IParameterSymbol parameter, bool isRaw, int storage);

    /// <summary>A raw parameter made of data; null where it cannot be one that is followed.</summary>
    /// <param name="data">Its first value.</param>
    /// <param name="isOneOfMany">It stands for several.</param>
    TensorValue? Parameter(TensorValue data, bool isOneOfMany);

    /// <summary>The parameters of a new layer by name; those it is given are taken over.</summary>
    IEnumerable<KeyValuePair<string, TensorValue>> Parameters(HeapObject layer, string typeName, IReadOnlyDictionary<string, Value> arguments);

    /// <summary>What is known of modules of a class of another assembly; null where not even that it was made here may be known.</summary>
    object? FindExternal(INamedTypeSymbol type);

    /// <summary>The parameters of such a module, by path below it.</summary>
    IEnumerable<KeyValuePair<string, TensorValue>> ExternalParameters(HeapObject module);

    /// <summary>A call of such a module; null for a call that is not followed. Arguments that are no tensors are null.</summary>
    TensorValue? CallExternal(ExternalUse use);

    /// <summary>Whether calls of such a module with so many arguments are followed, though perhaps not what comes out.</summary>
    bool IsFollowed(HeapObject module, int arguments);

    /// <summary>Whether such a module, or a layer, keeps statistics of what it normalised.</summary>
    bool HasStoredStatistics(HeapObject module);

    /// <summary>Applies an operation.</summary>
    OperationOutcome Apply(OperationUse use);

    TensorValue Join(TensorValue a, TensorValue b);

    /// <summary>The tensor as a variable holds it that is read several times.</summary>
    TensorValue Named(TensorValue tensor);

    /// <summary>Any part of a tensor cut along an axis that is not known.</summary>
    TensorValue Part(TensorValue tensor);

    /// <summary>A tensor of which some elements are replaced by those of another.</summary>
    TensorValue Overwritten(TensorValue old, TensorValue part, OperationPlace place);

    /// <summary>A tensor that somebody may have filled with what depends on nothing under study.</summary>
    TensorValue Forgotten(TensorValue tensor);

    /// <summary>What a write means for the holders of the memory.</summary>
    WriteEffect Write(TensorValue target, TensorValue result, string why);

    /// <summary>Its number of axes; null where that is not known.</summary>
    int? Rank(TensorValue tensor);

    /// <summary>The same tensor in an instance that is not under study.</summary>
    TensorValue Hidden(TensorValue parameter);

    /// <summary>Whether it depends on anything under study.</summary>
    bool Depends(TensorValue tensor);

    /// <summary>Whether it is a parameter itself, not a view of one.</summary>
    bool IsWholeParameter(TensorValue tensor);

    /// <summary>Whether a parameter lies in this piece of memory.</summary>
    bool IsParameter(int memory);

    /// <summary>A tensor is seen.</summary>
    void See(TensorValue tensor, string why);

    /// <summary>Parameters in this memory are seen: their value, or they themselves.</summary>
    void SeeParameters(int storage, string why);

    /// <summary>Anything under study may be seen.</summary>
    void SeeEverything(string why);

    /// <summary>Two layers share one parameter from here on.</summary>
    void Tie(TensorValue old, TensorValue shared, IEnumerable<TensorValue> others);
}

/// <summary>One use of a tensor operation.</summary>
internal sealed record OperationUse(OperationEntry Entry, IReadOnlyList<TensorValue> Operands, IReadOnlyDictionary<string, Value> Options, OperationPlace Place)
{
    /// <summary>Masks, conditions and indices: they choose elements and have no degree.</summary>
    public IReadOnlyList<TensorValue> Selectors { get; init; } = Array.Empty<TensorValue>();

    /// <summary>The names of the parameters the operands were given for, in order; "" for the receiver and for elements of lists.</summary>
    public IReadOnlyList<string> Names { get; init; } = Array.Empty<string>();

    /// <summary>What an element is chosen by that is a tensor itself.</summary>
    public IReadOnlyList<TensorValue> Indices { get; init; } = Array.Empty<TensorValue>();

    /// <summary>The list operand had an unknown number of elements, all described by one.</summary>
    public bool OperandsRepeat { get; init; }

    /// <summary>The layer whose call it is; null for a method.</summary>
    public HeapObject? Layer { get; init; }

    /// <summary>Size of the channel axis a norm was made for; null if not known.</summary>
    public Value? ChannelSize { get; init; }

    /// <summary>Size of the feature axis a layer produces; null if not known.</summary>
    public Value? FeatureSize { get; init; }
}

/// <summary>The results of an operation.</summary>
/// <param name="Main">The first, or the only one.</param>
/// <param name="Second">The second of a pair (indices, the mean beside a variance).</param>
internal readonly record struct OperationOutcome(TensorValue Main, TensorValue? Second = null);

/// <summary>A call of a module of another assembly.</summary>
/// <param name="Module">The module.</param>
/// <param name="Arguments">Its inputs; null for one that is no tensor.</param>
/// <param name="Parameters">Its parameters as they are visible here, by path.</param>
/// <param name="Place">Where.</param>
internal sealed record ExternalUse(HeapObject Module, IReadOnlyList<TensorValue?> Arguments, IReadOnlyDictionary<string, TensorValue> Parameters, OperationPlace Place);

/// <summary>What a write into a tensor means for whoever holds the memory.</summary>
/// <param name="Stored">The tensor that was written into, afterwards.</param>
/// <param name="Elsewhere">Any other tensor that may lie in the same memory.</param>
/// <param name="ChangesDependence">It depends otherwise on what is under study than before.</param>
/// <param name="IsNone">Nothing changed.</param>
internal sealed record WriteEffect(TensorValue Stored, Func<TensorValue, TensorValue> Elsewhere, bool ChangesDependence, bool IsNone);

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>
/// The abstract machine: it builds a model and runs its methods on one heap, as C# would, with values of which not everything is known.
/// </summary>
/// <remarks>
/// <para>
/// It is trusted by allow-list. <see cref="Evaluator"/> has a handler for each kind of operation it follows, <see cref="Calls"/> runs a body only where
/// it is certain which one runs, <see cref="Callees"/> knows methods without a body here; everything else goes to <see cref="Havoc"/>: all that can be
/// reached from the operands counts as seen, all that could be written is unknown, and stays so.
/// </para>
/// <para>
/// Who calls whom: <see cref="ControlFlow"/> runs the compiler's graph of one activation and asks <see cref="Evaluator"/> for the operations of a block;
/// that asks <see cref="Places"/> for what is read and written, <see cref="Calls"/>, <see cref="Construction"/>, <see cref="ModuleCalls"/> and
/// <see cref="TensorCalls"/> for calls. All of them hold values in cells of the <see cref="Heap"/>; objects (<see cref="HeapObject"/>) are identities
/// with cells. Where paths meet, <see cref="Lattice"/> joins. What holds during one activation is in its <see cref="CallContext"/>, which never changes.
/// </para>
/// <para>
/// Tensors are opaque: an <see cref="ITensorDomain"/> says what an operation gives, how tensors meet, and is told what is seen. The machine says which
/// operands an operation has, which memory they lie in (<see cref="Storages"/>), and who else holds that memory when one is written into.
/// </para>
/// </remarks>
internal sealed class Machine
{
    private readonly Dictionary<ITypeSymbol, bool> tensors = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, bool> modules = new(SymbolEqualityComparer.Default);
    private int origins;

    public Machine(SourceReader sources, ITensorDomain domain, Storages storages, IAssemblySymbol? home, CancellationToken cancellation)
    {
        Sources = sources;
        Domain = domain;
        Storages = storages;
        Created = new CreatedTensors(storages);
        Lattice = new Lattice(domain);
        Heap = new Heap(Lattice);
        Budget = new Budget(domain, cancellation);
        Bodies = new Bodies(sources, home, cancellation);
        Objects = new Objects(this);
        Places = new Places(this);
        Havoc = new Havoc(this);
        Evaluator = new Evaluator(this);
        Operators = new Operators(this);
        Patterns = new Patterns(this);
        Calls = new Calls(this);
        Callees = new Callees(this);
        Construction = new Construction(this);
        Modules = new ModuleCalls(this);
        Making = new ModuleMaking(this);
        Tensors = new TensorCalls(this);
        Lists = new Lists(this);
        Sequences = new Sequences(this);
        Registry = new Registry(this);
        Lattice.Lost = value => Havoc.Release(value, "it may be one of too many things");
        Heap.Write(Heap.GradientCell, Numbers.Of(true));
    }

    public SourceReader Sources { get; }

    /// <summary>Stops the run; who goes on with a model that somebody else built does so under a token of its own.</summary>
    public CancellationToken Cancellation
    {
        get => Budget.Cancellation;
        set => Budget.Cancellation = Bodies.Cancellation = value;
    }

    public ITensorDomain Domain { get; }

    public Storages Storages { get; }

    public Lattice Lattice { get; }

    public Heap Heap { get; }

    public Budget Budget { get; }

    public Bodies Bodies { get; }

    public Objects Objects { get; }

    public Places Places { get; }

    public Havoc Havoc { get; }

    public Evaluator Evaluator { get; }

    public Operators Operators { get; }

    public Patterns Patterns { get; }

    public Calls Calls { get; }

    public Callees Callees { get; }

    public Construction Construction { get; }

    public ModuleCalls Modules { get; }

    public ModuleMaking Making { get; }

    public TensorCalls Tensors { get; }

    public Lists Lists { get; }

    public Sequences Sequences { get; }

    public Registry Registry { get; }

    public CreatedTensors Created { get; }

    /// <summary>What is known of operations and layers.</summary>
    public OperationLookup Operations { get; init; } = OperationLookup.Default;

    /// <summary>Whether the user vouches that a class is a normalization; null for nobody does.</summary>
    public Func<INamedTypeSymbol, bool>? IsNormalization { get; init; }

    /// <summary>A value of a type of which nothing is known.</summary>
    public Value UnknownOf(ITypeSymbol? type)
    {
        switch (type)
        {
            case null:
                return Value.Unknown;
            case { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum }:
                return NumberValue.Unknown;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return new TupleValue(tuple.TupleElements.Select(e => UnknownOf(e.Type)).ToEquatableArray());
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable:
                return UnknownOf(nullable.TypeArguments[0]);
            default:
                return IsTensor(type) ? Domain.Unknown(Storages.Outside) : Value.Unknown;
        }
    }

    /// <summary>A value of which nothing is known but where it comes from.</summary>
    /// <param name="type">Its static type.</param>
    /// <param name="why">Where it comes from, for tables.</param>
    /// <param name="owner">What it was taken from: an element of a collection from outside is known to be one.</param>
    public Value From(ITypeSymbol? type, string why, Value? owner = null) => Described(UnknownOf(type), type, why, owner);

    /// <summary>The value of a member of which nothing is known.</summary>
    public Value Setting(ITypeSymbol? type, string? why = null, Value? owner = null) =>
        UnknownOf(type) is var value && value is NumberValue ? NumberValue.Setting : why is null ? value : Described(value, type, why, owner);

    private static Value Described(Value value, ITypeSymbol? type, string why, Value? owner) =>
        value is OpaqueValue ? new OpaqueValue(type, why, (owner as OpaqueValue)?.Origin ?? 0) : value;

    /// <summary>A number for something from outside that may turn up again.</summary>
    public int NewOrigin() => ++origins;

    public Value DefaultOf(ITypeSymbol? type) =>
        type is null || type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? Value.Null
        : type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 ? Numbers.Of(0L)
        : type.SpecialType is SpecialType.System_Double or SpecialType.System_Single ? Numbers.Of(0d)
        : type.SpecialType == SpecialType.System_Boolean ? Numbers.Of(false)
        : type is INamedTypeSymbol { IsTupleType: true } tuple ? new TupleValue(tuple.TupleElements.Select(e => DefaultOf(e.Type)).ToEquatableArray())
        : UnknownOf(type);

    public bool IsTensor(ITypeSymbol? type) => type is not null && Is(type, tensors, TorchSharpNames.Tensor);

    public bool IsModule(ITypeSymbol? type) => type is not null && Is(type, modules, TorchSharpNames.Module);

    /// <summary>A value as a tensor operand; null if it is none.</summary>
    public TensorValue? AsTensor(Value? value)
    {
        switch (value)
        {
            case TensorValue tensor:
                return tensor;
            case NumberValue number:
                return Domain.Scalar(number, Storages.New());
            case ChoiceValue choice:
                TensorValue? joined = null;
                foreach (Value alternative in choice.Alternatives)
                {
                    if (alternative is NullValue)
                    {
                        continue;
                    }

                    if (AsTensor(alternative) is not { } tensor)
                    {
                        return null;
                    }

                    joined = joined is null ? tensor : Domain.Join(joined, tensor);
                }

                return joined;
            case OpaqueValue:
                return Domain.Unknown(Storages.Outside);
            default:
                return null;
        }
    }

    /// <summary>Where the code that runs now sits: the module's path, or the expression in the root.</summary>
    public OperationPlace Where(IOperation operation, Frame frame) =>
        frame.Self is ObjectValue { Object: { Path: { Length: > 0 } path } } ? new OperationPlace(path) : new OperationPlace(operation);

    /// <summary>Where the call of a module stands: its own path if it has one.</summary>
    public OperationPlace Where(HeapObject module, IOperation operation, Frame frame) => module.Path is { Length: > 0 } path ? new OperationPlace(path) : Where(operation, frame);

    /// <summary>A place of the source in the calls that led to it.</summary>
    public static CallSite Site(IOperation site, Frame frame) => new(frame.Context.Site, site.Syntax.SyntaxTree, site.Syntax.Span);

    /// <summary>Does something for each alternative of a value, each from the same state, and joins; what is certainly no object gives nothing.</summary>
    public Value Distribute(Value receiver, Func<Value, Value> act)
    {
        if (receiver is not ChoiceValue choice)
        {
            return act(receiver);
        }

        return Fork(choice.Alternatives.Where(static a => a is not NullValue).Select(alternative => (Func<Value>)(() => act(alternative))).ToList());
    }

    /// <summary>Runs alternatives from the same state and joins what they give.</summary>
    public Value Fork(IReadOnlyList<Func<Value>> alternatives)
    {
        if (alternatives.Count == 1)
        {
            return alternatives[0]();
        }

        Value? result = null;
        State? joined = null;
        State? before = Heap.State;
        for (int i = 0; i < alternatives.Count && before is not null; i++)
        {
            Heap.State = i + 1 < alternatives.Count ? before.Fork() : before;
            Value value = alternatives[i]();
            if (Heap.IsReachable)
            {
                result = result is null ? value : Lattice.Join(result, value);
                joined = Heap.Join(joined, Heap.State);
            }
        }

        if (alternatives.Count > 0)
        {
            Heap.State = joined;
        }

        return result ?? Value.Unknown;
    }

    private static bool Is(ITypeSymbol type, Dictionary<ITypeSymbol, bool> known, string name)
    {
        if (!known.TryGetValue(type, out bool answer))
        {
            for (ITypeSymbol? t = type is ITypeParameterSymbol { ConstraintTypes: { Length: > 0 } constraints } ? constraints[0] : type; t is not null && !answer; t = t.BaseType)
            {
                answer = t is INamedTypeSymbol named && named.Name == name.Substring(name.LastIndexOf('+') + 1) && TypeNames.MetadataName(named.OriginalDefinition) == name;
            }

            known.Add(type, answer);
        }

        return answer;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Methods, properties and constructors without a body here: those that are known, by owner and name. A null answer is havoc.</summary>
internal sealed partial class Callees
{
    private readonly Machine machine;

    public Callees(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    public Value? Call(CallUse use)
    {
        INamedTypeSymbol owner = use.Method.ContainingType.OriginalDefinition;
        return IsTorch(owner) ? CallTorch(use, TypeNames.MetadataName(owner)) : IsFramework(owner) ? CallFramework(use, TypeNames.MetadataName(owner)) : null;
    }

    private static bool IsTorch(ISymbol type) => type.ContainingAssembly?.Name == TorchSharpNames.Assembly;

    private static bool IsFramework(ISymbol type) =>
        type.ContainingAssembly?.Name is { } name && (name is "mscorlib" or "netstandard" or "System" || name.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>An implicit disposal in which no code of the user can run.</summary>
    public bool IsHarmlessDisposal(IOperation operation) => operation.DescendantsAndSelf().All(part => part switch
    {
        IInvocationOperation call => call.TargetMethod.Name == "Dispose" && !machine.Bodies.IsHere(TypeOf(call.Instance)) && !machine.Bodies.IsHere(call.TargetMethod.ContainingType),
        _ => true,
    });

    private static ITypeSymbol? TypeOf(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation?.Type;
    }

    // The framework.

    private Value? CallFramework(CallUse use, string owner)
    {
        string name = use.Method.Name;
        if (use.Receiver is ObjectValue { Object: { Kind: ObjectKind.Enumerator } enumerator })
        {
            return name switch
            {
                "MoveNext" => machine.Lists.MoveNext(enumerator),
                "get_Current" => machine.Lists.Current(enumerator, use.Type),
                "Dispose" => Value.Unknown,
                _ => null,
            };
        }

        if (name == "Dispose" && use.Method.Parameters.Length == 0 && use.Receiver is { } disposed)
        {
            return Dispose(disposed);
        }

        if (name == "GetEnumerator" && use.Method.Parameters.Length == 0 && use.Receiver is { } source && source is ObjectValue { Object.Content: > 0 } or SequenceValue or TensorValue)
        {
            return source is SequenceValue && !machine.Sequences.Timing.IsTimeless(source) ? null : machine.Lists.Enumerator(source, use);
        }

        switch (owner)
        {
            case "System.Linq.Enumerable" or "System.Linq.ImmutableArrayExtensions":
                return machine.Sequences.Linq(use);
            case "System.Math" or "System.MathF":
                return Mathematics(use);
            case "System.Nullable`1":
                return use.Receiver is NumberValue ? use.Receiver : null;
            case "System.Tuple" or "System.Collections.Generic.KeyValuePair" when name == "Create" && use.Receiver is null:
                return new TupleValue(use.Arguments.ToEquatableArray());
            case "System.Array" when name == "Empty":
                return machine.Objects.NewList(ListContent.Empty, use.Type, use.At, use.Frame);
            case "System.ArgumentNullException" when name == "ThrowIfNull":
                return Value.Unknown;
            case "System.Threading.Monitor" when name is "Enter" or "Exit":
                foreach (Place place in use.Places.OfType<Place>())
                {
                    machine.Places.Write(place, NumberValue.Unknown, use.At, use.Frame);
                }

                return Value.Unknown;
            case "System.Object" when name is "GetType":
                return Value.Unknown;
            case "System.Object" when name is "ReferenceEquals":
                return NumberValue.Unknown;
            case "System.Object" when name is "ToString" or "GetHashCode" && use.Receiver is ObjectValue { Object.IsModule: true }:
                return NumberValue.Unknown;
        }

        if (use.Receiver is ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List } list } && !list.IsBag && (owner.StartsWith("System.Collections.", StringComparison.Ordinal) || owner == "System.Array"))
        {
            return machine.Lists.Call(use, list);
        }

        return use.Receiver is ObjectValue { Object: { Content: > 0, Kind: ObjectKind.Container } container } && owner.StartsWith("System.Collections.", StringComparison.Ordinal)
            ? machine.Lists.Call(use, container)
            : null;
    }

    private Value? Dispose(Value disposed)
    {
        switch (disposed)
        {
            case ScopeValue { Previous: { } previous }:
                Heap.Write(Heap.GradientCell, previous);
                return Value.Unknown;
            case ScopeValue or TensorValue or NumberValue or NullValue or OpaqueValue:
            case ObjectValue { Object.Kind: not (ObjectKind.Plain or ObjectKind.UserModule) }:
                return Value.Unknown;
            default:
                return disposed is ObjectValue { Object.IsModule: true } ? Value.Unknown : null;
        }
    }

    private Value? Mathematics(CallUse use)
    {
        foreach (Value argument in use.Arguments)
        {
            machine.Havoc.Observe(argument, "a number is made of it: " + OperationPlace.Text(use.At));
        }

        if (use.Places.Any(static p => p is not null))
        {
            return null;
        }

        double?[] numbers = use.Arguments.Select(static a => (a as NumberValue)?.Constant switch { long i => i, double d => d, _ => (double?)null }).ToArray();
        if (numbers.Any(static n => n is null))
        {
            return machine.UnknownOf(use.Type);
        }

        double x = numbers.Length > 0 ? numbers[0]!.Value : 0;
        double? result = (use.Method.Name, numbers.Length) switch
        {
            ("Max", 2) => Math.Max(x, numbers[1]!.Value),
            ("Min", 2) => Math.Min(x, numbers[1]!.Value),
            ("Abs", 1) => Math.Abs(x),
            ("Sqrt", 1) => Math.Sqrt(x),
            ("Pow", 2) => Math.Pow(x, numbers[1]!.Value),
            ("Ceiling", 1) => Math.Ceiling(x),
            ("Floor", 1) => Math.Floor(x),
            ("Round", 1) => Math.Round(x),
            ("Log", 1) => Math.Log(x),
            ("Exp", 1) => Math.Exp(x),
            ("Log2", 1) => Math.Log(x, 2),
            _ => null,
        };
        return result is { } value ? Numbers.Convert(new NumberValue(value), use.Type) : machine.UnknownOf(use.Type);
    }

    /// <summary>An object of a class of another assembly that is followed; null for any other.</summary>
    public Value? Create(INamedTypeSymbol type, CallUse use)
    {
        string name = TypeNames.MetadataName(type.OriginalDefinition);
        if (name == TorchSharpNames.Parameter)
        {
            return machine.Making.CreateParameter(use.Arguments.Count > 0 ? use.Arguments[0] : Value.Unknown, use);
        }

        if (ContainerCatalog.Find(name) is { } kind)
        {
            return machine.Making.CreateContainer(type, kind, use);
        }

        if (name == "System.Collections.Generic.List`1" && IsFramework(type))
        {
            ListContent content = use.Arguments.Count == 1 && use.Arguments[0] is not NumberValue ? machine.Lists.Enumerate(use.Arguments[0], use.At, use.Frame) : ListContent.Empty;
            return machine.Objects.NewList(content, type, use.At, use.Frame);
        }

        if (name == "System.Collections.Generic.Dictionary`2" && IsFramework(type) && use.Arguments.All(static a => a is NumberValue))
        {
            return machine.Lists.NewMap(type, use.At, use.Frame);
        }

        if (IsFramework(type) && IsPair(name))
        {
            return new TupleValue(use.Arguments.ToEquatableArray());
        }

        return machine.Making.CreateExternal(type, use);
    }

    /// <summary>Immutable objects that are no more than their parts.</summary>
    private static bool IsPair(string name) => name is "System.Collections.Generic.KeyValuePair`2" || name.StartsWith("System.Tuple`", StringComparison.Ordinal);

    /// <summary>A component of a pair or tuple of the framework; null for any other property.</summary>
    private static Value? Component(TupleValue pair, string owner, string property)
    {
        int index = !IsPair(owner) ? -1
            : property is "Key" or "Value" ? property == "Key" ? 0 : 1
            : property.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(property.Substring(4), out int position) ? position - 1
            : -1;
        return index >= 0 && index < pair.Items.Count ? pair.Items[index] : null;
    }

    /// <summary>A static property of another assembly; null for an unknown one.</summary>
    public Value? ReadStatic(IPropertySymbol property) =>
        IsTorch(property.ContainingType) && machine.IsTensor(property.Type) ? machine.Domain.Unknown(Storages.Outside) : null;

    public Value? ReadProperty(IPropertySymbol property, Value receiver, EquatableArray<Value> arguments, IOperation at, Frame frame)
    {
        INamedTypeSymbol owner = property.ContainingType.OriginalDefinition;
        string ownerName = TypeNames.MetadataName(owner);
        if (receiver is not ObjectValue && machine.Operations.Find(ownerName, property.IsIndexer ? "this[]" : property.Name) is { } entry)
        {
            return machine.Tensors.ApplyProperty(entry, receiver, arguments.ToList(), at, frame);
        }

        if (!IsTorch(owner) && !IsFramework(owner))
        {
            return null;
        }

        switch (receiver)
        {
            case ObjectValue { Object: { Kind: ObjectKind.Enumerator } enumerator }:
                return property.Name == "Current" ? machine.Lists.Current(enumerator, at.Type) : null;
            case TupleValue pair:
                return Component(pair, ownerName, property.Name);
            case ObjectValue { Object: { IsMap: true } } when property.Name == "Values":
                return new SequenceValue(SequenceKind.Values, receiver, default);
            case ObjectValue { Object: { Content: > 0 } list }:
                return property.IsIndexer ? machine.Lists.Element(receiver, arguments.ToList(), at, frame)
                    : property.Name is "Count" or "Length" or "LongLength" ? machine.Lists.Count(receiver, at, frame)
                    : property.Name is "Rank" or "IsReadOnly" or "Capacity" or "IsFixedSize" ? NumberValue.Unknown
                    : list.IsModule ? ReadModule(list, property, at, frame)
                    : null;
            case ObjectValue { Object: { IsModule: true } module }:
                return property.IsIndexer ? null : ReadModule(module, property, at, frame);
            case NumberValue number when owner.SpecialType == SpecialType.System_Nullable_T:
                return property.Name == "HasValue" ? machine.Patterns.NullTest(number) : number;
            case ChoiceValue or NullValue when owner.SpecialType == SpecialType.System_Nullable_T:
                return property.Name == "HasValue" ? machine.Patterns.NullTest(receiver) : machine.Lattice.NonNull(receiver) ?? Value.Unknown;
            case NumberValue { Constant: string text } when property.Name == "Length" && owner.SpecialType == SpecialType.System_String:
                return Numbers.Of((long)text.Length);
            default:
                return null;
        }
    }

    private Value ReadModule(HeapObject module, IPropertySymbol property, IOperation at, Frame frame) =>
        property.Name == "training" ? machine.Objects.IsTraining(module) ? Numbers.Of(true) : NumberValue.Unknown : machine.Modules.ReadMember(module, property.Name, at, frame);
}

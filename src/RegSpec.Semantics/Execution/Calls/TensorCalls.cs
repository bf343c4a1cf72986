using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Uses of tensor operations: which arguments are operands, what the result is in C#.</summary>
internal sealed class TensorCalls
{
    private static readonly HashSet<OperationRule> TakesNumbers = new()
    {
        OperationRule.Sum, OperationRule.Difference, OperationRule.Product, OperationRule.Quotient, OperationRule.Extremum,
        OperationRule.Compare, OperationRule.Where, OperationRule.Power,
    };

    private static readonly IReadOnlyDictionary<string, Value> NoOptions = new Dictionary<string, Value>();

    private readonly Machine machine;

    public TensorCalls(Machine machine) => this.machine = machine;

    /// <summary>A method of a tensor, or a function of tensors.</summary>
    public Value Apply(OperationEntry entry, CallUse use)
    {
        var operands = new List<TensorValue>();
        var names = new List<string>();
        var options = new Dictionary<string, Value>();
        var selectors = new List<TensorValue>();
        bool repeats = false;
        if (use.Receiver is not null)
        {
            if (use.Receiver is ObjectValue || machine.AsTensor(use.Receiver) is not { } self)
            {
                return machine.Havoc.Call(use);
            }

            operands.Add(self);
            names.Add("");
        }

        for (int i = 0; i < use.Arguments.Count; i++)
        {
            IParameterSymbol parameter = use.Method.Parameters[i];
            if (use.Places[i] is not null)
            {
                return machine.Havoc.Call(use);
            }

            if (OptionNames.Selectors.Contains(parameter.Name) && machine.IsTensor(parameter.Type) && use.Arguments[i] is not ObjectValue && machine.AsTensor(use.Arguments[i]) is { } selector)
            {
                selectors.Add(selector);
            }
            else if (!AddArgument(entry, parameter, use.Arguments[i], operands, options, ref repeats, use))
            {
                return machine.Havoc.Call(use);
            }

            // The elements of a list have no names; a tensor has that of its parameter.
            while (names.Count < operands.Count)
            {
                names.Add(machine.IsTensor(parameter.Type) ? parameter.Name : "");
            }
        }

        CallContext context = use.Frame.Context;
        if (operands.Count > 0 && entry.Rule is OperationRule.Initialize && !context.IsConstructing && !context.MayInitialize && machine.Domain.Depends(operands[0]))
        {
            machine.Domain.See(operands[0], "it is overwritten: " + OperationPlace.Text(use.At));
        }

        if (entry.Rule is OperationRule.Initialize || LaysOpen(entry, use.Type))
        {
            Forget(operands, use.Frame);
        }

        return Finish(new OperationUse(entry, operands, options, machine.Where(use.At, use.Frame)) { OperandsRepeat = repeats, Selectors = selectors, Names = names }, use.Type, use.At, use.Frame);
    }

    private void Forget(IEnumerable<TensorValue> operands, Frame frame)
    {
        foreach (TensorValue operand in operands)
        {
            machine.Places.Forget(operand, frame);
        }
    }

    /// <summary>Sorts one argument into operands and options; false if it cannot be one of either.</summary>
    private bool AddArgument(OperationEntry entry, IParameterSymbol parameter, Value value, List<TensorValue> operands, Dictionary<string, Value> options, ref bool repeats, CallUse use)
    {
        bool isOption = OptionNames.NotOperands.Contains(parameter.Name);
        switch (value)
        {
            case NullValue:
                break;
            case NumberValue when TakesNumbers.Contains(entry.Rule) && !isOption && operands.Count < 2 && IsNumeric(parameter.Type) && !IsAxisOption(parameter.Name):
                operands.Add(machine.AsTensor(value)!);
                return true;
            case TensorValue or ChoiceValue or OpaqueValue when machine.IsTensor(parameter.Type):
                if (machine.AsTensor(value) is not { } tensor)
                {
                    return value is not ChoiceValue choice || choice.Alternatives.All(static a => a is NullValue);
                }

                if (isOption)
                {
                    machine.Domain.See(tensor, "it is used as " + parameter.Name + " of " + entry.Name + " at " + machine.Where(use.At, use.Frame));
                    break;
                }

                operands.Add(tensor);
                return true;
            case ObjectValue { Object: { Kind: ObjectKind.List or ObjectKind.Container } } or SequenceValue or TupleValue:
                return AddAll(entry, parameter, value, isOption, operands, options, ref repeats, use);
            case NumberValue:
                break;
            default:
                machine.Havoc.Release(value, "it is used as " + parameter.Name + " of " + entry.Name);
                break;
        }

        options[parameter.Name] = value;
        return true;
    }

    private bool AddAll(OperationEntry entry, IParameterSymbol parameter, Value value, bool isOption, List<TensorValue> operands, Dictionary<string, Value> options, ref bool repeats, CallUse use)
    {
        ListContent content = value is TupleValue tuple ? new ListContent(tuple.Items.ToImmutable(), null) : machine.Lists.Enumerate(value, use.At, use.Frame);
        if (!content.All.SelectMany(Lattice.Alternatives).Any(static item => item is TensorValue))
        {
            if (content.All.SelectMany(Lattice.Alternatives).Any(static item => item is not (NumberValue or NullValue or OpaqueValue or TupleValue)))
            {
                machine.Havoc.Release(value, "it is used as " + parameter.Name + " of " + entry.Name);
            }

            options[parameter.Name] = value is TupleValue ? value : content.Items is { } items ? new ArrayOption(items.ToEquatableArray()) : Value.Unknown;
            return true;
        }

        if (isOption)
        {
            machine.Havoc.Release(value, "it is used as " + parameter.Name + " of " + entry.Name);
            options[parameter.Name] = Value.Unknown;
            return true;
        }

        repeats |= !content.IsExact;
        foreach (Value item in content.All)
        {
            if (item is NullValue)
            {
                continue;
            }

            if (item is ObjectValue or TupleValue || machine.AsTensor(item) is not { } tensor)
            {
                return false;
            }

            operands.Add(tensor);
        }

        return true;
    }

    private static bool IsAxisOption(string name) => OptionNames.Axes.Contains(name) || OptionNames.KeepAxes.Contains(name);

    private static bool IsNumeric(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double || type is { Name: "Scalar", ContainingNamespace.Name: "TorchSharp" };

    /// <summary>A property of a tensor, or its indexer.</summary>
    public Value ApplyProperty(OperationEntry entry, Value receiver, IReadOnlyList<Value> arguments, IOperation at, Frame frame)
    {
        if (receiver is ObjectValue || machine.AsTensor(receiver) is not { } tensor)
        {
            machine.Havoc.Release(receiver, "it is used in a way that is not followed: " + OperationPlace.Text(at));
            return machine.UnknownOf(at.Type);
        }

        foreach (Value argument in arguments)
        {
            machine.Havoc.Observe(argument, "it is an index: " + OperationPlace.Text(at));
        }

        return Finish(new OperationUse(entry, new[] { tensor }, NoOptions, machine.Where(at, frame)) { Indices = arguments.SelectMany(IndicesIn).ToList() }, at.Type, at, frame);
    }

    private IEnumerable<TensorValue> IndicesIn(Value argument) => argument switch
    {
        TensorValue tensor => new[] { tensor },
        ObjectValue { Object: { Kind: ObjectKind.List, Content: > 0 } list } => machine.Objects.Content(list).All.OfType<TensorValue>(),
        _ => Enumerable.Empty<TensorValue>(),
    };

    /// <summary>Hands out the elements themselves, to be read or written ("data", "bytes").</summary>
    private static bool LaysOpen(OperationEntry entry, ITypeSymbol? type) =>
        entry.Rule is OperationRule.ReadNumber && type is not ({ SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or ITypeParameterSymbol or { TypeKind: TypeKind.Enum });

    /// <summary>Applies an operation and gives its result the C# form.</summary>
    public Value Finish(OperationUse use, ITypeSymbol? type, IOperation at, Frame frame)
    {
        machine.Storages.At(frame.Loops > 0 ? Machine.Site(at, frame) : null);
        OperationOutcome result = machine.Domain.Apply(use);
        machine.Storages.At(null);
        if (machine.Havoc.IsBuilding)
        {
            machine.Created.AddResult(use, result.Main);
        }

        bool? isInPlace = use.Entry.InPlace ? true : use.Options.TryGetValue(OptionNames.InPlace[0], out Value? chosen) ? Numbers.AsBool(chosen) : false;
        if (isInPlace is not false && use.Operands.Count > 0)
        {
            // Where nobody knows whether it is overwritten, it is one or the other.
            return machine.Places.Overwrite(use.Operands[0], isInPlace is true ? result.Main : machine.Domain.Join(use.Operands[0], result.Main), at, frame);
        }

        return Wrap(use, result, type, at, frame);
    }

    /// <summary>The C# form of a result: a tensor, a tuple, an array, a number.</summary>
    private Value Wrap(OperationUse use, OperationOutcome result, ITypeSymbol? type, IOperation at, Frame frame)
    {
        if (machine.IsTensor(type))
        {
            return result.Main;
        }

        switch (type)
        {
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return new TupleValue(tuple.TupleElements.Select((element, i) =>
                    i == 0 ? result.Main : machine.IsTensor(element.Type) ? result.Second ?? result.Main : machine.UnknownOf(element.Type)).ToEquatableArray());
            case IArrayTypeSymbol { ElementType: var element } when machine.IsTensor(element):
                return machine.Objects.NewList(new ListContent(null, result.Main), type, at, frame);
            default:
                // A number, or an object that is not followed: the tensor is seen.
                machine.Domain.See(result.Main, use.Entry.Name + " shows it: " + OperationPlace.Text(at));
                return machine.UnknownOf(type);
        }
    }
}

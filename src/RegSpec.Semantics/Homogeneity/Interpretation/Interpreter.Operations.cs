using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Uses of tensor operations: which arguments are operands, what the result is in C#.</summary>
internal sealed partial class Interpreter
{
    private static readonly HashSet<OperationRule> TakesNumbers = new()
    {
        OperationRule.Sum, OperationRule.Difference, OperationRule.Product, OperationRule.Quotient, OperationRule.Extremum,
        OperationRule.Compare, OperationRule.Where, OperationRule.Power,
    };

    private Value ApplyOperation(OperationEntry entry, IInvocationOperation call, Value? receiver, List<Value> arguments)
    {
        var operands = new List<TensorValue>();
        var options = new Dictionary<string, Value>();
        var selectors = new List<TensorValue>();
        bool repeats = false;
        algebra.Place = Where(call);
        if (receiver is not null)
        {
            if (AsTensor(receiver) is not { } self)
            {
                return UnknownCall(call, receiver, arguments);
            }

            operands.Add(self);
        }

        for (int i = 0; i < call.Arguments.Length; i++)
        {
            IParameterSymbol? parameter = call.Arguments[i].Parameter;
            if (parameter is null)
            {
                return UnknownCall(call, receiver, arguments);
            }

            if (OptionNames.Selectors.Contains(parameter.Name) && IsTensor(parameter.Type) && AsTensor(arguments[i]) is { } selector)
            {
                selectors.Add(selector);
            }
            else if (!AddArgument(entry, parameter, arguments[i], operands, options, ref repeats))
            {
                return UnknownCall(call, receiver, arguments);
            }
        }

        if (operands.Count > 0 && operands[0].Components.IsEmpty is false && entry.Rule is OperationRule.Initialize && !isConstructing && !mayOverwriteWeights)
        {
            algebra.GiveUp(operands[0], "it is overwritten: " + Text(call));
        }

        if (entry.Rule is OperationRule.Initialize || LaysOpen(entry, call.Type))
        {
            Forget(operands);
        }

        return Finish(entry, new OperationCall(entry, operands, options) { OperandsRepeat = repeats, Selectors = selectors }, call.Type, call);
    }

    /// <summary>Sorts one argument into operands and options; false if it cannot be one of either.</summary>
    private bool AddArgument(OperationEntry entry, IParameterSymbol parameter, Value value, List<TensorValue> operands, Dictionary<string, Value> options, ref bool repeats)
    {
        bool isOption = OptionNames.NotOperands.Contains(parameter.Name);
        bool isNumber = value is NumberValue;
        switch (value)
        {
            case NullValue:
                break;
            case NumberValue when TakesNumbers.Contains(entry.Rule) && !isOption && operands.Count < 2 && IsNumeric(parameter.Type) && !IsAxisOption(parameter.Name):
                operands.Add(AsTensor(value)!);
                return true;
            case TensorValue or ChoiceValue or OpaqueValue when IsTensor(parameter.Type):
                if (AsTensor(value) is not { } tensor)
                {
                    return value is not ChoiceValue choice || choice.Alternatives.All(a => a is NullValue);
                }

                if (isOption)
                {
                    algebra.GiveUp(tensor, "it is used as " + parameter.Name + " of " + entry.Name + " at " + algebra.Place);
                    break;
                }

                operands.Add(tensor);
                return true;
            case ListValue or TupleValue when HoldsTensors(value):
                if (isOption)
                {
                    GiveUp(value, "it is used as " + parameter.Name + " of " + entry.Name);
                    break;
                }

                return AddAll(value, operands, ref repeats);
            case ListValue list:
                options[parameter.Name] = Content(list).Items is { } items ? new ArrayOption(items.ToEquatableArray()) : Value.Unknown;
                return true;
            default:
                if (!isNumber)
                {
                    GiveUp(value, "it is used as " + parameter.Name + " of " + entry.Name);
                }

                break;
        }

        options[parameter.Name] = value;
        return true;
    }

    private static bool IsAxisOption(string name) => OptionNames.Axes.Contains(name) || OptionNames.KeepAxes.Contains(name);

    private static bool IsNumeric(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double || type is { Name: "Scalar", ContainingNamespace.Name: "TorchSharp" };

    private bool HoldsTensors(Value value) => value switch
    {
        TensorValue => true,
        ChoiceValue choice => choice.Alternatives.Any(HoldsTensors),
        ListValue list => ItemsOf(Content(list)).Any(HoldsTensors),
        TupleValue tuple => tuple.Items.Any(HoldsTensors),
        _ => false,
    };

    private bool AddAll(Value value, List<TensorValue> operands, ref bool repeats)
    {
        IEnumerable<Value> items = value is ListValue list ? ItemsOf(Content(list)) : ((TupleValue)value).Items;
        repeats |= value is ListValue sequence && !Content(sequence).IsExact;
        foreach (Value item in items)
        {
            if (item is NullValue)
            {
                continue;
            }

            if (AsTensor(item) is not { } tensor)
            {
                return false;
            }

            operands.Add(tensor);
        }

        return true;
    }

    private Value ApplyProperty(OperationEntry entry, Value receiver, List<Value> arguments, IPropertyReferenceOperation reference)
    {
        algebra.Place = Where(reference);
        if (AsTensor(receiver) is not { } tensor)
        {
            return Escape(receiver, reference);
        }

        foreach (Value argument in arguments)
        {
            Observe(argument, "it is an index: " + Text(reference));
        }

        if (LaysOpen(entry, reference.Type))
        {
            Forget(new[] { tensor });
        }

        return Finish(entry, new OperationCall(entry, new[] { tensor }, NoOptions), reference.Type, reference);
    }

    /// <summary>Hands out the elements themselves, to be read or written ("data", "bytes").</summary>
    private static bool LaysOpen(OperationEntry entry, ITypeSymbol? type) =>
        entry.Rule is OperationRule.ReadNumber && type is not ({ SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or ITypeParameterSymbol or { TypeKind: TypeKind.Enum });

    private Value Finish(OperationEntry entry, OperationCall call, ITypeSymbol? type, IOperation at)
    {
        OperationResult result = algebra.Apply(call);
        if (entry.InPlace && call.Operands.Count > 0)
        {
            return Overwrite(call.Operands[0], result.Main, at);
        }

        return Wrap(result, type, at, entry);
    }

    /// <summary>The C# form of a result: a tensor, a tuple, an array, a number.</summary>
    private Value Wrap(OperationResult result, ITypeSymbol? type, IOperation at, OperationEntry entry)
    {
        if (IsTensor(type))
        {
            return Result(result.Main, at);
        }

        switch (type)
        {
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return new TupleValue(tuple.TupleElements.Select((element, i) =>
                    i == 0 ? result.Main : IsTensor(element.Type) ? result.Second ?? result.Main : UnknownOf(element.Type)).ToEquatableArray<Value>());
            case IArrayTypeSymbol { ElementType: var element } when IsTensor(element):
                return NewList(at, new ListContent(null, result.Main));
            default:
                // A number, or an object that is not followed: the tensor is seen.
                algebra.GiveUp(result.Main, entry.Name + " shows it: " + Text(at));
                return UnknownOf(type);
        }
    }
}

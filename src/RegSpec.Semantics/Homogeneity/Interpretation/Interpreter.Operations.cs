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

        return Finish(entry, new OperationCall(entry, new[] { tensor }, NoOptions), reference.Type, reference);
    }

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

    /// <summary>An operation writes into its first operand: everything that shares its memory changes.</summary>
    private Value Overwrite(TensorValue target, TensorValue result, IOperation at)
    {
        TensorValue stored = result with { Storage = target.Storage };
        string why = "it is overwritten in place: " + Text(at);
        IReadOnlyList<int> memories = algebra.Memories(target.Storage);
        List<ParameterObject> written = memories.Where(parameterByStorage.ContainsKey).Select(memory => parameterByStorage[memory]).ToList();
        if (written.Count > 0 && !isConstructing && !mayOverwriteWeights)
        {
            // Initialisation writes new values into a weight; a forward pass that does so computes with something else.
            algebra.GiveUp(target, why);
            algebra.GiveUp(result, why);
            written.ForEach(parameter => GiveUp(parameter, why));
        }

        if (written.Count > 0 && written.Count == memories.Count)
        {
            return target;
        }

        if (memories.Any(argumentStorage.Contains))
        {
            algebra.GiveUp(result, "an argument is overwritten: " + Text(at));
        }

        if (target.Equals(stored))
        {
            return stored;
        }

        bool changesDegrees = !target.Components.Equals(result.Components) || !target.Broken.Equals(result.Broken) || target.IsAny != result.IsAny;
        bool keepsOffsets = !changesDegrees && target.Components.IsPure;
        if (changesDegrees && (memories.Count == 0 || (IsPartOfExpression(at) && IsHeld(target))))
        {
            algebra.GiveUp(target, why);
            algebra.GiveUp(result, why);
            if (memories.Count == 0)
            {
                GiveUpAll(why);
            }
        }

        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            Value updated = Rewritten(slot.Value, target, stored, keepsOffsets, why);
            if (!ReferenceEquals(updated, slot.Value))
            {
                store = store with { Slots = store.Slots.SetItem(slot.Key, updated) };
            }
        }

        foreach (KeyValuePair<int, ListContent> list in store.Lists)
        {
            foreach (Value item in ItemsOf(list.Value))
            {
                GiveUpShared(item, target, stored, why);
            }
        }

        return stored;
    }

    /// <summary>The new value of a variable whose tensor may share memory with an overwritten one.</summary>
    private Value Rewritten(Value value, TensorValue target, TensorValue stored, bool keepsOffsets, string why)
    {
        if (value is TensorValue tensor)
        {
            return ReferenceEquals(tensor, target) ? stored
                : !Shares(tensor, target) ? tensor
                : keepsOffsets ? tensor with { IsNonNegative = false, IsEps = false, Varies = AxisSets.All }
                : algebra.Clobbered(tensor, why, target, stored);
        }

        GiveUpShared(value, target, stored, why);
        return value;
    }

    private bool Shares(TensorValue tensor, TensorValue target) => algebra.MayShare(tensor, target) && !IsParameter(tensor);

    /// <summary>Whether a variable or a list holds the memory of a tensor; if none does, no other value of an expression can.</summary>
    private bool IsHeld(TensorValue target)
    {
        return store.Slots.Values.Any(Holds) || store.Lists.Values.SelectMany(ItemsOf).Any(Holds);

        bool Holds(Value value) => value switch
        {
            TensorValue tensor => Shares(tensor, target),
            TupleValue tuple => tuple.Items.Any(Holds),
            ChoiceValue choice => choice.Alternatives.Any(Holds),
            _ => false,
        };
    }

    /// <summary>Gives up what in a list or tuple may share memory with an overwritten tensor.</summary>
    private void GiveUpShared(Value value, TensorValue target, TensorValue stored, string why)
    {
        switch (value)
        {
            case TensorValue tensor when Shares(tensor, target):
                algebra.GiveUp(tensor, why);
                algebra.GiveUp(target, why);
                algebra.GiveUp(stored, why);
                break;
            case TupleValue tuple:
                foreach (Value item in tuple.Items)
                {
                    GiveUpShared(item, target, stored, why);
                }

                break;
            case ChoiceValue choice:
                foreach (Value alternative in choice.Alternatives)
                {
                    GiveUpShared(alternative, target, stored, why);
                }

                break;
        }
    }

    /// <summary>Whether other values of the same expression may have been read before the write.</summary>
    private static bool IsPartOfExpression(IOperation at)
    {
        IOperation child = at;
        for (IOperation? parent = at.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation or IVariableDeclaratorOperation:
                case ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Value, child):
                case IInvocationOperation call when ReferenceEquals(call.Instance, child):
                    continue;
                case IExpressionStatementOperation or IReturnOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IBlockOperation:
                    return false;
                default:
                    return true;
            }
        }

        return false;
    }
}

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

internal sealed partial class Interpreter
{
    private Value Evaluate(IOperation operation)
    {
        Step();
        if (IsOverBudget || !reachable)
        {
            return UnknownOf(operation.Type);
        }

        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++nesting > NestingDepth)
        {
            GiveUpAll("an expression is nested too deeply");
            nesting--;
            return UnknownOf(operation.Type);
        }

        Value value = operation.ConstantValue is { HasValue: true } constant
            ? constant.Value is null ? Value.Null : Numbers.Of(constant.Value)
            : EvaluateCore(operation);
        nesting--;
        if (gradientsOff > 0 && !isConstructing && value is TensorValue { Components.IsEmpty: false } tensor && !IsWhole(tensor))
        {
            algebra.GiveUp(tensor, "it is used where gradients are cut: " + Text(operation));
        }

        return value;
    }

    /// <summary>A parameter itself, not a view of it: reading it cuts nothing.</summary>
    private bool IsWhole(TensorValue tensor) => parameterByStorage.TryGetValue(tensor.Storage, out ParameterObject? parameter) && ReferenceEquals(parameter.Value, tensor);

    private bool IsParameter(TensorValue tensor) => parameterByStorage.ContainsKey(tensor.Storage);

    /// <summary>The parameters in whose memory a tensor may lie.</summary>
    private IEnumerable<ParameterObject> ParametersIn(TensorValue tensor) =>
        algebra.Memories(tensor.Storage).Where(parameterByStorage.ContainsKey).Select(memory => parameterByStorage[memory]);

    private Value EvaluateCore(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Read(local.Local) ?? Lost(local.Type);
            case IParameterReferenceOperation parameter:
                return Read(parameter.Parameter) ?? ReadCaptured(parameter.Parameter) ?? Lost(parameter.Type);
            case IInstanceReferenceOperation:
                return frame.Self ?? UnknownOf(operation.Type);
            case IFieldReferenceOperation field:
                return ReadField(field);
            case IPropertyReferenceOperation property:
                return ReadProperty(property);
            case IInvocationOperation invocation:
                return Invoke(invocation);
            case IObjectCreationOperation creation:
                return Create(creation);
            case IConversionOperation conversion:
                return Convert(conversion);
            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand);
            case IBinaryOperation binary:
                return Binary(binary);
            case IUnaryOperation unary:
                return Unary(unary);
            case ISimpleAssignmentOperation assignment:
                Value assigned = Evaluate(assignment.Value);
                Assign(assignment.Target, assigned, assignment);
                return assigned;
            case ICompoundAssignmentOperation compound:
                return Compound(compound);
            case IIncrementOrDecrementOperation step:
                Value next = Numbers.Binary(step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract, Evaluate(step.Target), Numbers.Of(1L));
                Assign(step.Target, next, step);
                return NumberValue.Unknown;
            case ICoalesceAssignmentOperation coalesce:
                Value current = Evaluate(coalesce.Target);
                Value merged = Coalesce(current, coalesce.Value);
                Assign(coalesce.Target, merged, coalesce);
                return merged;
            case IDeconstructionAssignmentOperation deconstruction:
                Value source = Evaluate(deconstruction.Value);
                Assign(deconstruction.Target, source, deconstruction);
                return source;
            case IDeclarationExpressionOperation declaration:
                return Evaluate(declaration.Expression);
            case IConditionalOperation conditional:
                return Choose(conditional);
            case ICoalesceOperation coalesce:
                return Coalesce(Evaluate(coalesce.Value), coalesce.WhenNull);
            case IConditionalAccessOperation access:
                return Access(access);
            case IConditionalAccessInstanceOperation:
                return accessed.Count > 0 ? accessed.Peek() : UnknownOf(operation.Type);
            case ISwitchExpressionOperation choice:
                return Choose(choice);
            case ITupleOperation tuple:
                return new TupleValue(tuple.Elements.Select(Evaluate).ToEquatableArray());
            case IArrayCreationOperation array:
                return CreateArray(array);
            case IArrayElementReferenceOperation element:
                return Element(Evaluate(element.ArrayReference), element.Indices.Select(Evaluate).ToList(), element);
            case IImplicitIndexerReferenceOperation implicitIndex:
                return Element(Evaluate(implicitIndex.Instance), new List<Value> { Evaluate(implicitIndex.Argument) }, implicitIndex);
            case IAnonymousFunctionOperation lambda:
                return new DelegateValue(lambda.Symbol, lambda, frame.Self, frame.Id);
            case IMethodReferenceOperation method:
                return new DelegateValue(method.Method, null, method.Instance is null ? null : Evaluate(method.Instance), frame.Id);
            case IDelegateCreationOperation creation:
                return Evaluate(creation.Target);
            case IIsPatternOperation or IIsTypeOperation:
                return TestPattern(operation);
            case IDefaultValueOperation:
                return DefaultOf(operation.Type);
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation:
                return NumberValue.Unknown;
            case IInterpolatedStringOperation text:
                foreach (IOperation child in text.ChildOperations.SelectMany(p => p.ChildOperations))
                {
                    Observe(Evaluate(child), "it is written into a string");
                }

                return NumberValue.Unknown;
            case IThrowOperation thrown:
                if (thrown.Exception is { } exception)
                {
                    Evaluate(exception);
                }

                reachable = false;
                return Value.Unknown;
            case IArgumentOperation argument:
                return Evaluate(argument.Value);
            case IObjectOrCollectionInitializerOperation or IDiscardOperation or IOmittedArgumentOperation:
                return Value.Unknown;
            default:
                return Other(operation);
        }
    }

    /// <summary>Anything else: what its parts give is given up.</summary>
    private Value Other(IOperation operation)
    {
        if (CollectionExpressions.Elements(operation, models) is { } elements)
        {
            return NewList(elements.Select(e => e.IsSpread ? null : Evaluate(e.Operation)).ToList(), elements);
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            if (child.Type is null && child is not (IBlockOperation or IExpressionStatementOperation))
            {
                Other(child);
            }
            else
            {
                GiveUp(Evaluate(child), "it is used in a way that is not followed: " + Text(operation));
            }
        }

        return UnknownOf(operation.Type);
    }

    private Value UnknownOf(ITypeSymbol? type)
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
                return IsTensor(type) ? TensorValue.Constant : Value.Unknown;
        }
    }

    /// <summary>A variable of an activation that has ended, kept alive by a closure.</summary>
    private Value Lost(ITypeSymbol? type)
    {
        Value value = UnknownOf(type);
        if (value is not NumberValue)
        {
            GiveUpAll("a closure outlives the method it was made in");
        }

        return value;
    }

    private static bool IsTensor(ITypeSymbol? type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t.Name == "Tensor" && t is INamedTypeSymbol named && TypeNames.MetadataName(named) == TorchSharpNames.Tensor)
            {
                return true;
            }
        }

        return false;
    }

    private Value DefaultOf(ITypeSymbol? type) => type is null || type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? Value.Null
        : type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 ? Numbers.Of(0L)
        : type.SpecialType == SpecialType.System_Boolean ? Numbers.Of(false)
        : UnknownOf(type);

    /// <summary>A value becomes visible: whatever is not certainly unchanged in it is given up.</summary>
    private void Observe(Value? value, string why) => GiveUp(value is ModuleValue or DelegateValue ? null : value, why);

    private Value Convert(IConversionOperation conversion)
    {
        Value operand = Evaluate(conversion.Operand);
        if (conversion.OperatorMethod is { } method && operand is TensorValue or ChoiceValue && !IsTensor(conversion.Type) && AsTensor(operand) is { } tensor)
        {
            if (TypeNames.MetadataName(conversion.Type as INamedTypeSymbol ?? method.ContainingType) == "TorchSharp.torch+TensorIndex")
            {
                return operand;
            }

            algebra.GiveUp(tensor, "a number is made of it: " + Text(conversion));
            return UnknownOf(conversion.Type);
        }

        return conversion.Type is { } type ? Numbers.Convert(operand, type.SpecialType) : operand;
    }
}

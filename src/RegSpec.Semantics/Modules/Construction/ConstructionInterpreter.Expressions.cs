using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <content>Expressions: what they give.</content>
internal sealed partial class ConstructionInterpreter
{
    /// <summary>Expressions within each other; beyond this a compiler thread's stack is in danger.</summary>
    private const int NestingLimit = 200;

    private readonly Stack<ModuleValue> implicitReceivers = new();
    private readonly Stack<ModuleValue> conditionalReceivers = new();
    private int nesting;

    private ModuleValue Evaluate(IOperation? operation)
    {
        if (operation is null || !Spend() || nesting > NestingLimit)
        {
            IsUncertain |= nesting > NestingLimit;
            return new ModuleValue.Typed(operation?.Type, "a value that cannot be followed");
        }

        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return constant.Value is null ? ModuleValue.Null : new ModuleValue.Constant(constant.Value);
        }

        nesting++;
        ModuleValue value = EvaluateNested(operation);
        nesting--;
        return value;
    }

    private ModuleValue EvaluateNested(IOperation operation)
    {
        return operation switch
        {
            IConversionOperation conversion => Convert(conversion),
            IInvocationOperation invocation => Invoke(invocation),
            IObjectCreationOperation creation => Create(creation),
            ISimpleAssignmentOperation assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
            ICoalesceAssignmentOperation assignment => Assign(assignment.Target, Coalesce(Evaluate(assignment.Target), assignment.Value)),
            IDeconstructionAssignmentOperation assignment => Deconstruct(assignment.Target, Evaluate(assignment.Value)),
            IFieldReferenceOperation field => ReadField(field),
            IPropertyReferenceOperation property => ReadProperty(property),
            ILocalReferenceOperation local => state.Get(Resolve(local.Local)) ?? Unknown(local.Type),
            IParameterReferenceOperation parameter => state.Get(Resolve(parameter.Parameter.OriginalDefinition)) ?? FromOutside(parameter.Parameter),
            IInstanceReferenceOperation instance => ReadInstance(instance),
            IConditionalOperation conditional => EvaluateConditional(conditional),
            ICoalesceOperation coalesce => Coalesce(Evaluate(coalesce.Value), coalesce.WhenNull),
            ISwitchExpressionOperation choice => EvaluateSwitch(choice),
            IArrayCreationOperation array => CreateArray(array),
            IArrayElementReferenceOperation element => ReadElement(element),
            ITupleOperation tuple => new ModuleValue.Pair(tuple.Elements.Select(Evaluate).ToImmutableArray()),
            IInterpolatedStringOperation text => EvaluateText(text),
            IDelegateCreationOperation creation => Evaluate(creation.Target),
            IAnonymousFunctionOperation lambda => new ModuleValue.Function(lambda.Symbol, lambda.Body),
            IMethodReferenceOperation method => new ModuleValue.Function(method.Method, body: null),
            IDefaultValueOperation { Type.IsReferenceType: true } => ModuleValue.Null,
            IThrowOperation error => EvaluateThrow(error),
            IConditionalAccessOperation access => EvaluateAccess(access),
            IConditionalAccessInstanceOperation => conditionalReceivers.Count > 0 ? conditionalReceivers.Peek() : Unknown(operation.Type),
            IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression),
            IBinaryOperation binary => EvaluateBinary(binary),
            _ when operation.Syntax is CollectionExpressionSyntax collection => CreateCollection(collection, operation),
            _ => EvaluateOther(operation),
        };
    }

    private List<(IArgumentOperation Argument, ModuleValue Value)> Evaluate(ImmutableArray<IArgumentOperation> arguments)
    {
        var values = new List<(IArgumentOperation, ModuleValue)>(arguments.Length);
        foreach (IArgumentOperation argument in arguments)
        {
            bool isOut = argument.Parameter?.RefKind == RefKind.Out;
            values.Add((argument, isOut ? Unknown(argument.Parameter!.Type) : Evaluate(argument.Value)));
        }

        return values;
    }

    private ModuleValue Unknown(ITypeSymbol? type) => Opaque(type, "a value that cannot be followed");

    /// <summary>Something only its type is known of; a collection still is one object, whose elements may be registered later.</summary>
    private ModuleValue Opaque(ITypeSymbol? type, string why) => symbols.KindOf(type) == TypeKindInModel.Collection
        ? NewReference(ContainerValue.Empty(ContainerKind.Unregistered, type!).Unfollowed())
        : new ModuleValue.Typed(type, why);

    private ModuleValue FromOutside(IParameterSymbol parameter)
    {
        bool mayBeNull = parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null;
        ITypeSymbol type = mayBeNull ? parameter.Type.WithNullableAnnotation(NullableAnnotation.Annotated) : parameter.Type;
        return Opaque(type, "the parameter " + parameter.Name);
    }

    private ModuleValue EvaluateOther(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Evaluate(child);
        }

        return Unknown(operation.Type);
    }

    private ModuleValue Convert(IConversionOperation conversion)
    {
        ModuleValue value = Evaluate(conversion.Operand);
        if (conversion.OperatorMethod is not null)
        {
            return value is ModuleValue.Constant ? value : Unknown(conversion.Type);
        }

        // A cast says more than the static type it casts from.
        return value is ModuleValue.Typed typed && conversion.Type is { } type && IsMoreSpecific(type, typed.Type)
            ? new ModuleValue.Typed(type, typed.Why, typed.Source)
            : value;
    }

    private bool IsMoreSpecific(ITypeSymbol type, ITypeSymbol? than) =>
        symbols.KindOf(type) != TypeKindInModel.Other
        && (than is null || symbols.KindOf(than) is TypeKindInModel.Open or TypeKindInModel.AnyModule or TypeKindInModel.Tensor || (than is INamedTypeSymbol named && TorchSymbols.DerivesFrom(type, named.OriginalDefinition)));

    private ModuleValue ReadInstance(IInstanceReferenceOperation instance) => instance.ReferenceKind switch
    {
        InstanceReferenceKind.ContainingTypeInstance => ModuleValue.This,
        InstanceReferenceKind.ImplicitReceiver when implicitReceivers.Count > 0 => implicitReceivers.Peek(),
        _ => Unknown(instance.Type),
    };

    private ModuleValue ReadField(IFieldReferenceOperation field)
    {
        if (field.Instance is null)
        {
            return new ModuleValue.Typed(field.Type, "the static field " + field.Field.Name);
        }

        return Evaluate(field.Instance) switch
        {
            _ when symbols.KindOf(field.Type) == TypeKindInModel.Other => Unknown(field.Type),
            var instance when ReferenceEquals(instance, ModuleValue.This) => state.Get(field.Field.OriginalDefinition) ?? ModuleValue.Null,
            ModuleValue.Pair pair when TupleIndex(field.Field) is { } index && index < pair.Items.Length => pair.Items[index],
            ModuleValue.Typed typed => new ModuleValue.Typed(field.Type, "the field " + field.Field.Name, typed.Source),
            _ => new ModuleValue.Typed(field.Type, "the field " + field.Field.Name + " of another object"),
        };
    }

    private static int? TupleIndex(IFieldSymbol field)
    {
        string name = (field.CorrespondingTupleField ?? field).Name;
        return name.StartsWith("Item", System.StringComparison.Ordinal) && int.TryParse(name.Substring(4), out int index) ? index - 1 : null;
    }

    private ModuleValue ReadProperty(IPropertyReferenceOperation property)
    {
        ModuleValue instance = property.Instance is null ? Unknown(null) : Evaluate(property.Instance);
        if (property.Arguments.Length > 0)
        {
            List<(IArgumentOperation Argument, ModuleValue Value)> arguments = Evaluate(property.Arguments);
            return ReadItem(instance, arguments[0].Value, property.Type);
        }

        IPropertySymbol definition = property.Property.OriginalDefinition;
        if (!ReferenceEquals(instance, ModuleValue.This) || symbols.KindOf(property.Type) == TypeKindInModel.Other)
        {
            return new ModuleValue.Typed(property.Type, "the property " + property.Property.Name, (instance as ModuleValue.Typed)?.Source ?? -1);
        }

        if (BackingFields.Of(definition) is not null)
        {
            return state.Get(definition) ?? ModuleValue.Null;
        }

        return definition.GetMethod is { } getter && symbols.IsSource(getter)
            ? Follow(getter, new List<(IArgumentOperation, ModuleValue)>(), isVirtualCall: true) ?? Unknown(property.Type)
            : Unknown(property.Type);
    }

    private ModuleValue EvaluateConditional(IConditionalOperation conditional)
    {
        ModuleValue? first = null;
        ModuleValue? second = null;
        Branch(conditional.Condition, () => first = Evaluate(conditional.WhenTrue), () => second = Evaluate(conditional.WhenFalse));
        return first is null || second is null ? first ?? second ?? Unknown(conditional.Type) : ModuleValue.Join(first, second);
    }

    private ModuleValue Coalesce(ModuleValue value, IOperation whenNull)
    {
        if (ReferenceEquals(value, ModuleValue.Null))
        {
            return Evaluate(whenNull);
        }

        ModuleValue? present = null;
        bool mayBeNull = false;
        foreach (ModuleValue alternative in value.Alternatives)
        {
            if (ReferenceEquals(alternative, ModuleValue.Null))
            {
                mayBeNull = true;
                continue;
            }

            ModuleValue certain = alternative;
            if (alternative is ModuleValue.Typed { Type: not { NullableAnnotation: NullableAnnotation.NotAnnotated } } typed)
            {
                mayBeNull = true;
                certain = new ModuleValue.Typed(typed.Type?.WithNullableAnnotation(NullableAnnotation.NotAnnotated), typed.Why, typed.Source);
            }

            present = present is null ? certain : ModuleValue.Join(present, certain);
        }

        if (!mayBeNull && present is not null)
        {
            return present;
        }

        ConstructionState before = state.Copy();
        ModuleValue fallback = Evaluate(whenNull);
        state.Join(before);
        return present is null ? fallback : whenNull is IThrowOperation or IConversionOperation { Operand: IThrowOperation } ? present : ModuleValue.Join(present, fallback);
    }

    private ModuleValue EvaluateSwitch(ISwitchExpressionOperation choice)
    {
        Evaluate(choice.Value);
        ConstructionState before = state;
        ConstructionState? after = null;
        ModuleValue? value = null;
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
        {
            state = before.Copy();
            ModuleValue result = Evaluate(arm.Value);
            if (state.IsReachable)
            {
                value = value is null ? result : ModuleValue.Join(value, result);
            }

            after = Merge(after, state);
        }

        state = after ?? before;
        return value ?? Unknown(choice.Type);
    }

    private ModuleValue EvaluateThrow(IThrowOperation error)
    {
        Evaluate(error.Exception);
        Leave();
        return Unknown(error.Type);
    }

    private ModuleValue EvaluateAccess(IConditionalAccessOperation access)
    {
        ModuleValue receiver = Evaluate(access.Operation);
        conditionalReceivers.Push(receiver);
        ConstructionState before = state.Copy();
        ModuleValue value = Evaluate(access.WhenNotNull);
        state.Join(before);
        conditionalReceivers.Pop();
        bool mayBeNull = receiver.Alternatives.Any(static v => ReferenceEquals(v, ModuleValue.Null) || v is ModuleValue.Typed);
        return mayBeNull ? ModuleValue.Join(value, ModuleValue.Null) : value;
    }

    private ModuleValue EvaluateText(IInterpolatedStringOperation text)
    {
        var builder = new StringBuilder();
        bool isKnown = true;
        foreach (IInterpolatedStringContentOperation part in text.Parts)
        {
            ModuleValue value = part switch
            {
                IInterpolatedStringTextOperation literal => Evaluate(literal.Text),
                IInterpolationOperation { FormatString: null, Alignment: null } interpolation => Evaluate(interpolation.Expression),
                _ => Unknown(null),
            };
            isKnown &= value is ModuleValue.Constant { Value: string or int or long };
            builder.Append((value as ModuleValue.Constant)?.Value);
        }

        return isKnown ? new ModuleValue.Constant(builder.ToString()) : Unknown(text.Type);
    }

    /// <summary>Arithmetic with a scalar keeps a new tensor's dimensions; it is no longer a leaf, so no Parameter.</summary>
    private ModuleValue EvaluateBinary(IBinaryOperation binary)
    {
        ModuleValue left = Evaluate(binary.LeftOperand);
        ModuleValue right = Evaluate(binary.RightOperand);
        return (left, right) switch
        {
            (ModuleValue.NewTensor tensor, not ModuleValue.NewTensor) when symbols.KindOf(binary.RightOperand.Type) == TypeKindInModel.Other => new ModuleValue.NewTensor(isParameter: false, tensor.Dimensions, requiresGrad: null),
            (not ModuleValue.NewTensor, ModuleValue.NewTensor tensor) when symbols.KindOf(binary.LeftOperand.Type) == TypeKindInModel.Other => new ModuleValue.NewTensor(isParameter: false, tensor.Dimensions, requiresGrad: null),
            (ModuleValue.Constant { Value: string a }, ModuleValue.Constant { Value: string or int or long } b) when binary.OperatorKind == BinaryOperatorKind.Add => new ModuleValue.Constant(a + b.Value),
            _ => Unknown(binary.Type),
        };
    }
}

using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Tests of values: patterns with their variables, types, null; and what a branch knows after one.</summary>
internal sealed class Patterns
{
    private readonly Machine machine;

    public Patterns(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    public Value Test(IIsPatternOperation test, Frame frame)
    {
        Value value = machine.Evaluator.Evaluate(test.Value, frame);
        return Heap.IsReachable && Match(test.Pattern, value, frame) is { } known ? Numbers.Of(known) : NumberValue.Unknown;
    }

    public Value Test(IIsTypeOperation test, Frame frame)
    {
        Value value = machine.Evaluator.Evaluate(test.ValueOperand, frame);
        return IsOf(value, test.TypeOperand) is { } known ? Numbers.Of(test.IsNegated ? !known : known) : NumberValue.Unknown;
    }

    /// <summary>Whether a pattern matches; null if that is not known. Its variables are assigned: what they hold matters only where it does.</summary>
    private bool? Match(IPatternOperation pattern, Value value, Frame frame)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return true;
            case IConstantPatternOperation { Value: { } constant }:
                Value expected = machine.Evaluator.Evaluate(constant, frame);
                if (expected is NullValue)
                {
                    return Numbers.AsBool(NullTest(value));
                }

                machine.Havoc.Observe(value, "a pattern is matched against it");
                return Numbers.AsBool(Numbers.Binary(BinaryOperatorKind.Equals, value, expected, null));
            case INegatedPatternOperation { Pattern: { } inner }:
                return Match(inner, value, frame) is { } matches ? !matches : null;
            case IBinaryPatternOperation both:
                bool? first = Match(both.LeftPattern, value, frame), second = Match(both.RightPattern, value, frame);
                return both.OperatorKind == BinaryOperatorKind.Or
                    ? first is true || second is true ? true : first is false && second is false ? false : null
                    : first is false || second is false ? false : first is true && second is true ? true : null;
            case IRelationalPatternOperation relation:
                machine.Havoc.Observe(value, "a pattern is matched against it");
                return Numbers.AsBool(Numbers.Binary(relation.OperatorKind, value, machine.Evaluator.Evaluate(relation.Value, frame), null));
            case ITypePatternOperation type:
                return IsOf(value, type.MatchedType);
            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, declaration.MatchesNull ? value : machine.Lattice.NonNull(value) ?? Value.Unknown, frame);
                return declaration.MatchesNull ? true : IsOf(value, declaration.MatchedType);
            case IRecursivePatternOperation recursive:
                return MatchParts(recursive, value, frame);
            default:
                machine.Havoc.Release(value, "a pattern looks into it");
                foreach (IDeclarationPatternOperation declaration in pattern.DescendantsAndSelf().OfType<IDeclarationPatternOperation>())
                {
                    Bind(declaration.DeclaredSymbol, machine.UnknownOf((declaration.DeclaredSymbol as ILocalSymbol)?.Type), frame);
                }

                return null;
        }
    }

    private bool? MatchParts(IRecursivePatternOperation recursive, Value value, Frame frame)
    {
        Bind(recursive.DeclaredSymbol, machine.Lattice.NonNull(value) ?? Value.Unknown, frame);
        bool? result = IsOf(value, recursive.MatchedType) is { } isOf && Numbers.AsBool(NullTest(value)) is { } isNull ? isOf && !isNull : null;
        if (recursive.DeconstructionSubpatterns.Length > 0)
        {
            if (value is not TupleValue tuple || tuple.Items.Count != recursive.DeconstructionSubpatterns.Length)
            {
                machine.Havoc.Release(value, "a pattern looks into it");
                tuple = new TupleValue(recursive.DeconstructionSubpatterns.Select(part => machine.UnknownOf(part.InputType)).ToEquatableArray());
            }

            for (int i = 0; i < tuple.Items.Count; i++)
            {
                result = And(result, Match(recursive.DeconstructionSubpatterns[i], tuple.Items[i], frame));
            }
        }

        foreach (IPropertySubpatternOperation part in recursive.PropertySubpatterns)
        {
            Value? present = machine.Lattice.NonNull(value);
            Value member = present is null ? Value.Unknown : part.Member switch
            {
                IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference => machine.Calls.ReadProperty(property, present, default, reference, true, frame),
                IFieldReferenceOperation field => machine.Distribute(present, one => machine.Calls.ReadField(field.Field, one, field, frame)),
                _ => Value.Unknown,
            };
            if (part.Member is not (IPropertyReferenceOperation { Property.IsIndexer: false } or IFieldReferenceOperation))
            {
                machine.Havoc.Release(value, "a pattern looks into it");
            }

            result = And(result, Match(part.Pattern, member, frame));
        }

        return result;
    }

    private static bool? And(bool? a, bool? b) => a is false || b is false ? false : a is true && b is true ? true : null;

    private void Bind(ISymbol? variable, Value value, Frame frame)
    {
        if (variable is ILocalSymbol local)
        {
            Heap.Write(frame.Find(local) ?? frame.Declare(local, Heap), value);
        }
    }

    /// <summary>Whether a cast to a type certainly gives the value itself.</summary>
    public bool IsCertain(Value value, ITypeSymbol? type) => IsOf(value, type) is true || value is NullValue;

    /// <summary>Whether a value is of a type, and not null; null if that is not known.</summary>
    private bool? IsOf(Value value, ITypeSymbol? type) => value switch
    {
        NullValue => false,
        ObjectValue { Object.Class: { } exact } when type is INamedTypeSymbol target => Derives(exact, target),
        TensorValue when machine.IsTensor(type) && Numbers.AsBool(NullTest(value)) is false => true,
        ChoiceValue choice when choice.Alternatives.Select(one => IsOf(one, type)).Distinct().ToList() is { Count: 1 } all => all[0],
        _ => null,
    };

    private static bool? Derives(INamedTypeSymbol exact, INamedTypeSymbol target)
    {
        // A type parameter may stand for anything.
        if (target.TypeArguments.Any(static t => t is ITypeParameterSymbol) || exact.TypeArguments.Any(static t => t is ITypeParameterSymbol))
        {
            return null;
        }

        if (target.SpecialType == SpecialType.System_Object)
        {
            return true;
        }

        for (INamedTypeSymbol? t = exact; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, target))
            {
                return true;
            }
        }

        // Variance is not followed.
        return exact.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, target)) ? true
            : exact.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, target.OriginalDefinition)) ? null
            : false;
    }

    /// <summary>Whether a value is null.</summary>
    public Value NullTest(Value value) => value switch
    {
        NullValue => Numbers.Of(true),
        TensorValue { Storage: Storages.Unknown } => NumberValue.Unknown,
        TensorValue tensor when machine.Storages.IsEscaped(tensor.Storage) => NumberValue.Unknown,
        TensorValue or ObjectValue or TupleValue or DelegateValue or ScopeValue or SequenceValue => Numbers.Of(false),
        NumberValue { Constant: not null } => Numbers.Of(false),
        ChoiceValue choice when choice.Alternatives.All(a => NullTest(a) is NumberValue { Constant: false }) => Numbers.Of(false),
        _ => NumberValue.Unknown,
    };

    /// <summary>On a branch where something is known to be null, or not, its variable says so.</summary>
    public void Narrow(IOperation condition, bool outcome, Frame frame)
    {
        while (condition is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null })
        {
            switch (condition)
            {
                case IUnaryOperation negation:
                    (condition, outcome) = (negation.Operand, !outcome);
                    break;
                case IConversionOperation conversion:
                    condition = conversion.Operand;
                    break;
                default:
                    condition = ((IParenthesizedOperation)condition).Operand;
                    break;
            }
        }

        (IOperation? subject, bool isNullTest) = condition switch
        {
            IIsNullOperation test => (test.Operand, true),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } test when IsNullConstant(value) => (test.Value, true),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } } test when IsNullConstant(value) => (test.Value, false),
            IIsPatternOperation { Pattern: IRecursivePatternOperation { DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0 } } test when outcome => (test.Value, false),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNullConstant(test.RightOperand) =>
                (test.LeftOperand, test.OperatorKind == BinaryOperatorKind.Equals),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNullConstant(test.LeftOperand) =>
                (test.RightOperand, test.OperatorKind == BinaryOperatorKind.Equals),
            _ => ((IOperation?)null, false),
        };
        if (subject is null || CellOf(subject, frame) is not { } cell)
        {
            return;
        }

        bool isNull = isNullTest == outcome;
        if (!isNull && Heap.Read(cell) is OpaqueValue { Type: { } type } opaque)
        {
            Heap.Refine(cell, opaque with { Type = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) });
        }

        if (Heap.Read(cell) is not ChoiceValue choice)
        {
            return;
        }

        if (isNull ? choice.Alternatives.Any(static a => a is NullValue) && choice.Alternatives.All(static a => a is not OpaqueValue) : machine.Lattice.NonNull(choice) is not null)
        {
            Heap.Refine(cell, isNull ? Value.Null : machine.Lattice.NonNull(choice)!);
        }
    }

    private static bool IsNullConstant(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation.ConstantValue is { HasValue: true, Value: null };
    }

    private int? CellOf(IOperation operation, Frame frame)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation switch
        {
            ILocalReferenceOperation { Local.RefKind: RefKind.None } local => frame.Find(local.Local),
            IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter => frame.Find(parameter.Parameter),
            IFlowCaptureReferenceOperation capture => frame.Capture(capture.Id, Heap),
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } when frame.Self is ObjectValue { Object: { IsEscaped: false } self } && self.Fields.TryGetValue(field.OriginalDefinition, out int cell) => cell,
            _ => null,
        };
    }
}

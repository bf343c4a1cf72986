using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <content>Assignments, and the places by-reference parameters stand for.</content>
internal sealed partial class ConstructionInterpreter
{
    private readonly Dictionary<ISymbol, IOperation> aliases = new(SymbolEqualityComparer.Default);

    private ModuleValue Assign(IOperation target, ModuleValue value)
    {
        switch (target)
        {
            case IFieldReferenceOperation { Instance: not null } field when ReferenceEquals(Evaluate(field.Instance), ModuleValue.This):
                state.SetMember(field.Field.OriginalDefinition, value);
                break;
            case IPropertyReferenceOperation { Arguments.Length: 0, Instance: not null } property when ReferenceEquals(Evaluate(property.Instance), ModuleValue.This):
                AssignProperty(property.Property.OriginalDefinition, value);
                break;
            case IPropertyReferenceOperation { Arguments.Length: > 0, Instance: not null } indexer:
                ModuleValue container = Evaluate(indexer.Instance);
                SetItem(container, Evaluate(indexer.Arguments)[0].Value, value);
                break;
            case IArrayElementReferenceOperation element:
                ModuleValue array = Evaluate(element.ArrayReference);
                SetItem(array, element.Indices.Length == 1 ? Evaluate(element.Indices[0]) : Unknown(null), value);
                break;
            case ILocalReferenceOperation local:
                state.Set(local.Local, value);
                break;
            case IParameterReferenceOperation parameter:
                AssignParameter(parameter.Parameter.OriginalDefinition, value);
                break;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value);
                break;
            case ITupleOperation:
                Deconstruct(target, value);
                break;
            case IFieldReferenceOperation or IPropertyReferenceOperation or IDiscardOperation:
                break;
            default:
                Evaluate(target);
                break;
        }

        return value;
    }

    private void AssignProperty(IPropertySymbol property, ModuleValue value)
    {
        if (BackingFields.Of(property) is not null)
        {
            state.SetMember(property, value);
        }
        else if (property.SetMethod is { } setter && symbols.IsSource(setter))
        {
            state.Set(setter.Parameters[setter.Parameters.Length - 1], value);
            Follow(setter, new List<(IArgumentOperation, ModuleValue)>(), isVirtualCall: true);
        }
    }

    private void AssignParameter(IParameterSymbol parameter, ModuleValue value)
    {
        if (aliases.TryGetValue(parameter, out IOperation? place))
        {
            Assign(place, value);
        }

        state.Set(parameter, value);
    }

    private ModuleValue Deconstruct(IOperation target, ModuleValue value)
    {
        IOperation inner = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
        if (inner is ITupleOperation tuple)
        {
            for (int i = 0; i < tuple.Elements.Length; i++)
            {
                ModuleValue item = value is ModuleValue.Pair pair && i < pair.Items.Length ? pair.Items[i] : Unknown(tuple.Elements[i].Type);
                Assign(tuple.Elements[i], item);
            }
        }
        else
        {
            Assign(inner, value);
        }

        return value;
    }

    /// <summary>The variable itself; a by-reference parameter is kept in step with its place by <see cref="AssignParameter"/>.</summary>
    private static ISymbol Resolve(ISymbol variable) => variable;

    /// <summary>Binds arguments to the parameters of a body about to run.</summary>
    private void Bind(List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        foreach ((IArgumentOperation argument, ModuleValue value) in arguments)
        {
            if (argument.Parameter?.OriginalDefinition is not { } parameter)
            {
                continue;
            }

            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                aliases[parameter] = argument.Value;
            }

            state.Set(parameter, value);
        }
    }

    /// <summary>Parameters nobody has passed anything to yet.</summary>
    private void BindUnknown(IMethodSymbol method)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            state.Set(parameter, FromOutside(parameter));
        }
    }

    /// <summary>What a body that cannot be read may do with its arguments: change collections, register what is in them, call delegates, assign by reference.</summary>
    private void Forget(List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        foreach ((IArgumentOperation argument, ModuleValue value) in arguments)
        {
            Forget(value);
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } parameter)
            {
                Assign(argument.Value, new ModuleValue.Typed(parameter.Type, "a by-reference argument"));
            }
        }
    }

    private void Forget(ModuleValue value)
    {
        foreach (ModuleValue alternative in value.Alternatives)
        {
            handedOn.Add(alternative);
            switch (alternative)
            {
                case ModuleValue.Reference reference when state.Container(reference) is { } container:
                    state.SetContainer(reference.Id, container.Unfollowed());
                    MarkRegistered(reference);
                    break;
                case ModuleValue.Pair pair:
                    foreach (ModuleValue item in pair.Items)
                    {
                        Forget(item);
                    }

                    break;
                case ModuleValue.Function function:
                    ExecuteLoop(condition: null, () => RunFunction(function, ImmutableArray<ModuleValue>.Empty), static () => { }, atLeastOnce: false);
                    break;
                case var self when ReferenceEquals(self, ModuleValue.This) && state.Registered == Certainty.No:
                    state.Registered = Certainty.Maybe;
                    break;
            }
        }
    }
}

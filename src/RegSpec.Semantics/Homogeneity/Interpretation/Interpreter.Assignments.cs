using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Variables, fields, properties and elements that are written.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Puts a value somewhere.</summary>
    private void Assign(IOperation target, Value value, IOperation at)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                Write(local.Local, value);
                break;
            case IParameterReferenceOperation parameter:
                Write(parameter.Parameter, value);
                break;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value, at);
                break;
            case ITupleOperation tuple:
                for (int i = 0; i < tuple.Elements.Length; i++)
                {
                    Value part = value is TupleValue parts && i < parts.Items.Count ? parts.Items[i] : UnknownOf(tuple.Elements[i].Type);
                    Assign(tuple.Elements[i], part, at);
                }

                if (value is not TupleValue)
                {
                    GiveUp(value, "it is taken apart in a way that is not followed");
                }

                break;
            case IDiscardOperation:
                break;
            case IConversionOperation conversion:
                Assign(conversion.Operand, value, at);
                break;
            case IFieldReferenceOperation field:
                AssignMember(field.Instance, field.Field, value, at);
                break;
            case IPropertyReferenceOperation property:
                AssignProperty(property, value, at);
                break;
            case IArrayElementReferenceOperation element:
                SetElement(Evaluate(element.ArrayReference), element.Indices.Select(Evaluate).ToList(), value, at);
                break;
            default:
                GiveUp(value, "it is stored in a way that is not followed: " + Text(at));
                break;
        }
    }

    private void AssignMember(IOperation? instance, ISymbol member, Value value, IOperation at)
    {
        Value? receiver = instance is null ? null : Evaluate(instance);
        if (receiver is not ModuleValue { Module: { IsUserModule: true } module })
        {
            Observe(value, "it is stored outside the model: " + Text(at));
            GiveUp(value is ModuleValue ? value : null, "it is stored outside the model: " + Text(at));
            GiveUp(receiver is ModuleValue ? receiver : null, "a member is replaced: " + Text(at));
            return;
        }

        var slot = new Slot(-module.Id, member);
        if (isConstructing)
        {
            store = store with { Slots = store.Slots.SetItem(slot, value) };
            return;
        }

        // What outlives the call is an observable; what replaces a module or a weight changes the model.
        Observe(value, "it is stored in a member: " + Text(at));
        if (store.Slots.TryGetValue(slot, out Value? old))
        {
            string why = "the member is replaced: " + Text(at);
            GiveUp(old is TensorValue tensor && !IsParameter(tensor) ? null : old, why);
            if (!value.Equals(old) && ModulesIn(old).Concat(ModulesIn(value)).Any())
            {
                GiveUpAll(why);
            }
        }

        GiveUp(value is ModuleValue ? value : null, "it is stored in a member: " + Text(at));
        NoteChange(slot);
        store = store with { Slots = store.Slots.SetItem(slot, value is TensorValue ? TensorValue.Constant : value is NumberValue ? NumberValue.Unknown : value) };
    }

    private void AssignProperty(IPropertyReferenceOperation reference, Value value, IOperation at)
    {
        IPropertySymbol property = reference.Property;
        if (reference.Instance is not { } instance)
        {
            Observe(value, "it is stored outside the model: " + Text(at));
            return;
        }

        if (property.IsIndexer)
        {
            Value indexed = Evaluate(instance);
            List<Value> indices = reference.Arguments.Select(a => Evaluate(a.Value)).ToList();
            SetElement(indexed, indices, value, at);
            return;
        }

        Value receiver = Evaluate(instance);
        if (receiver is ModuleValue { Module: { IsUserModule: true } owner })
        {
            if (property.SetMethod is { } setter && HasBody(setter))
            {
                Inline(setter, receiver, ImmutableArray<IArgumentOperation>.Empty, at, value);
            }
            else
            {
                AssignMember(instance, Resolve(property, owner.Type), value, at);
            }

            return;
        }

        if (receiver is ModuleValue { Module: { } layer } && isConstructing && insideUnknownLoop == 0 && value is TensorValue tied
            && parameterByStorage.TryGetValue(tied.Storage, out ParameterObject? shared) && layer.Parameters.ContainsKey(property.Name))
        {
            Tie(layer, property.Name, shared);
            return;
        }

        GiveUp(value, "it is stored in a way that is not followed: " + Text(at));
        GiveUp(receiver, "a property is set: " + Text(at));
        if (receiver is ModuleValue { Module: var altered } && !altered.Parameters.ContainsKey(property.Name) && property.Name is not ("weight" or "bias"))
        {
            Alterations += altered.Alter() ? 1 : 0;
        }
    }

    /// <summary>Two layers share one parameter from here on.</summary>
    private void Tie(ModuleObject layer, string name, ParameterObject shared)
    {
        ParameterObject old = layer.Parameters[name];
        layer.Parameters[name] = shared;

        // A joint proof pairs a weight with the bias of its own layer: with two layers there is no one bias.
        foreach (ParameterObject parameter in layer.Parameters.Values.Concat(new[] { old, shared }))
        {
            if (parameter.Joint >= 0)
            {
                Candidates.GiveUp(parameter.Joint, "the weight is shared by two layers");
            }
        }
    }
}

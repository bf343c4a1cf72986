using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Fields and properties that are read.</summary>
internal sealed partial class Interpreter
{
    private Value ReadField(IFieldReferenceOperation reference)
    {
        if (reference.Instance is not { } instance)
        {
            return ReadStatic(reference.Field);
        }

        Value receiver = Evaluate(instance);
        return Distribute(receiver, one => one switch
        {
            ModuleValue module => Member(module.Module, reference.Field, reference),
            TupleValue tuple when reference.Field.ContainingType.IsTupleType && IndexOf(reference.Field) is var i and >= 0 && i < tuple.Items.Count => tuple.Items[i],
            TupleValue or ListValue or TensorValue => Escape(one, reference),
            _ => OfAnotherInstance(reference.Field, reference),
        });
    }

    /// <summary>A private table of sizes; any other static field is unknown.</summary>
    private Value ReadStatic(IFieldSymbol field)
    {
        if (field is { IsReadOnly: true, DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences: { Length: 1 } references }
            && !IsTensor(field.Type)
            && !IsModule(field.Type)
            && references[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: { Value: { } value } initializer }
            && value is ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax or LiteralExpressionSyntax or CollectionExpressionSyntax
            && models.Get(value.SyntaxTree).GetOperation(initializer, cancellation) is ISymbolInitializerOperation operation)
        {
            return Evaluate(operation.Value);
        }

        return Setting(field.Type);
    }

    /// <summary>The value of a member of which nothing is known.</summary>
    private Value Setting(ITypeSymbol? type) => UnknownOf(type) is var value && value is NumberValue ? NumberValue.Setting : value;

    /// <summary>A member of an object that is not followed; it may be a second instance of a class of this model.</summary>
    private Value OfAnotherInstance(ISymbol member, IOperation reference)
    {
        if (IsModule(member.ContainingType) && (IsModule(reference.Type) || IsTensor(reference.Type)))
        {
            GiveUpAll("a member of an object that is not followed is read: " + Text(reference));
        }

        return Setting(reference.Type);
    }

    private static int IndexOf(IFieldSymbol field)
    {
        string name = (field.CorrespondingTupleField ?? field).Name;
        return name.StartsWith("Item", System.StringComparison.Ordinal) && int.TryParse(name.Substring(4), out int position) ? position - 1 : -1;
    }

    private Value Escape(Value value, IOperation operation)
    {
        Forget(TensorsIn(value));
        GiveUp(value, "it is used in a way that is not followed: " + Text(operation));
        return UnknownOf(operation.Type);
    }

    /// <summary>Applies a reading to each alternative that is not null.</summary>
    private Value Distribute(Value receiver, System.Func<Value, Value> read)
    {
        if (receiver is not ChoiceValue choice)
        {
            return read(receiver);
        }

        Value? result = null;
        foreach (Value alternative in choice.Alternatives)
        {
            if (alternative is not NullValue)
            {
                Value value = read(alternative);
                result = result is null ? value : Join(result, value);
            }
        }

        return result ?? Value.Unknown;
    }

    /// <summary>The value of a field or auto-property of a module.</summary>
    private Value Member(ModuleObject module, ISymbol symbol, IOperation reference)
    {
        if (!store.Slots.TryGetValue(new Slot(-module.Id, symbol), out Value? value))
        {
            if (!module.IsUserModule)
            {
                return UnknownMember(module, symbol.Name, reference);
            }

            return Setting(reference.Type);
        }

        return Visible(value);
    }

    /// <summary>A weight of an instance that is not the one under study does not scale.</summary>
    private Value Visible(Value value) =>
        suppressed.Count > 0 && value is TensorValue tensor && parameterByStorage.TryGetValue(tensor.Storage, out ParameterObject? parameter) && suppressed.Contains(parameter.Exact)
            ? tensor with { Components = ComponentMap.Empty }
            : value;

    private Value UnknownMember(ModuleObject module, string name, IOperation reference)
    {
        if (module.Parameters.TryGetValue(name, out ParameterObject? parameter))
        {
            return Visible(parameter.Value);
        }

        GiveUpMembers(module, name);

        // Stored statistics and the like follow the scale of what came before.
        if (IsTensor(reference.Type))
        {
            bool isParameter = module.Operation is { Weight: { } w } && w == name || module.Operation is { Bias: { } b } && b == name;
            if (module.Operation is null || (!isParameter && name is not ("weight" or "bias")))
            {
                GiveUpAll("a tensor of a module is read: " + Text(reference));
            }
        }

        return UnknownOf(reference.Type);
    }

    /// <summary>A parameter of a primary constructor, captured by the class.</summary>
    private Value? ReadCaptured(IParameterSymbol parameter) =>
        frame.Self is ModuleValue self && store.Slots.TryGetValue(new Slot(-self.Module.Id, parameter), out Value? value) ? Visible(value) : null;

    private Value ReadProperty(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        List<Value> arguments = reference.Arguments.Select(a => Evaluate(a.Value)).ToList();
        if (reference.Instance is not { } instance)
        {
            return property.GetMethod is { } getter && HasBody(getter) ? Inline(getter, null, ImmutableArray<IArgumentOperation>.Empty, reference) : Setting(reference.Type);
        }

        Value receiver = Evaluate(instance);
        return Distribute(receiver, one => ReadProperty(reference, property, one, arguments));
    }

    private Value ReadProperty(IPropertyReferenceOperation reference, IPropertySymbol property, Value receiver, List<Value> arguments)
    {
        string owner = TypeNames.MetadataName(property.ContainingType.OriginalDefinition);
        if (Operations.Find(owner, property.IsIndexer ? "this[]" : property.Name) is { } entry)
        {
            return ApplyProperty(entry, receiver, arguments, reference);
        }

        switch (receiver)
        {
            case ModuleValue { Module: var module }:
                if (module.Container is not null)
                {
                    return property.IsIndexer ? Element(receiver, arguments, reference) : ContainerProperty(module, property.Name, reference);
                }

                if (module.IsUserModule)
                {
                    if (property.Name == "training" && owner == TorchSharpNames.Module)
                    {
                        return module.ModeIsUnclear ? NumberValue.Unknown : Numbers.Of(true);
                    }

                    IPropertySymbol actual = Resolve(property, module.Type);
                    if (actual.GetMethod is { } getter && HasBody(getter) && !actual.IsIndexer)
                    {
                        return Inline(getter, receiver, ImmutableArray<IArgumentOperation>.Empty, reference);
                    }

                    return Member(module, actual, reference);
                }

                return UnknownMember(module, property.Name, reference);
            case ListValue:
                return property.IsIndexer ? Element(receiver, arguments, reference)
                    : property.Name is "Count" or "Length" && Content((ListValue)receiver).Items is { } items ? Numbers.Of((long)items.Length)
                    : UnknownOf(reference.Type);
            case TupleValue or TensorValue or DelegateValue:
                return Escape(receiver, reference);
            default:
                foreach (Value argument in arguments)
                {
                    Observe(argument, "it is an index of something that is not followed");
                }

                return OfAnotherInstance(property, reference);
        }
    }

    private Value ContainerProperty(ModuleObject module, string name, IOperation reference) =>
        name == "Count" && Content(module.Children).Items is { } items ? Numbers.Of((long)items.Length) : UnknownOf(reference.Type);

    /// <summary>The property a class actually has under an inherited name.</summary>
    private static IPropertySymbol Resolve(IPropertySymbol property, INamedTypeSymbol exact)
    {
        for (INamedTypeSymbol? t = exact; t is not null && (property.IsVirtual || property.IsAbstract || property.IsOverride); t = t.BaseType)
        {
            foreach (IPropertySymbol member in t.GetMembers(property.Name).OfType<IPropertySymbol>())
            {
                if (member.IsOverride || SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, property.OriginalDefinition))
                {
                    return member;
                }
            }
        }

        return property;
    }
}

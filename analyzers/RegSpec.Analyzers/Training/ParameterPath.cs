using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>Which parameter, or which module with all of its parameters, an expression names: a chain of symbols.</summary>
/// <param name="Symbols">From the variable inwards; <c>this</c> is left out.</param>
/// <param name="IsModule">All parameters of a module, <c>x.parameters()</c>; otherwise one parameter.</param>
/// <param name="Syntax">The expression.</param>
internal sealed record ParameterPath(ImmutableArray<ISymbol> Symbols, bool IsModule, SyntaxNode Syntax)
{
    /// <summary>The chain as written in messages.</summary>
    public string Text => string.Join(".", Symbols.Select(symbol => symbol.Name)) + (IsModule ? Symbols.IsEmpty ? "parameters()" : ".parameters()" : "");

    /// <summary>Whether both certainly name a common parameter: one chain begins the other, since a module holds what lies below it and nothing lies below a parameter.</summary>
    public bool Overlaps(ParameterPath other)
    {
        (ParameterPath outer, ParameterPath inner) = Symbols.Length <= other.Symbols.Length ? (this, other) : (other, this);
        return outer.Symbols.SequenceEqual(inner.Symbols.Take(outer.Symbols.Length), SymbolEqualityComparer.Default);
    }

    /// <summary>What a sequence of parameters certainly contains; elements that cannot be named are left out.</summary>
    public static IEnumerable<ParameterPath> In(IOperation sequence, RegSpecTypes types)
    {
        IOperation operation = sequence.Unwrapped();
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "parameters", Instance: { } module } call when types.IsModule(module.Type):
                return Of(module) is { } path ? [new ParameterPath(path, IsModule: true, call.Syntax)] : [];
            case IInvocationOperation { TargetMethod.Name: "Concat" or "Union" } call:
                return call.Arguments.SelectMany(argument => In(argument.Value, types));
            case IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "AsEnumerable" } call:
                return In(call.Instance ?? call.Arguments[0].Value, types);
            case IArrayCreationOperation { Initializer: { } elements }:
                return elements.ElementValues.SelectMany(Element);
            case IObjectCreationOperation { Initializer: { } added } when !types.IsTorch(operation.Type!):
                return added.Initializers.OfType<IInvocationOperation>().SelectMany(add => add.Arguments).SelectMany(argument => Element(argument.Value));
            case ILocalReferenceOperation local:
                return local.OnlyValue() is { } value && value.Unwrapped() is not ILocalReferenceOperation
                    ? In(value, types).Select(path => path with { Syntax = local.Syntax })
                    : [];
            case { Syntax: CollectionExpressionSyntax }:
                return operation.ChildOperations.SelectMany(Element);
            default:
                return [];
        }

        IEnumerable<ParameterPath> Element(IOperation element) => Of(element) is { IsEmpty: false } path ? [new ParameterPath(path, IsModule: false, element.Syntax)] : [];
    }

    /// <summary>The chain of variables and stored members an expression reads; null where anything else takes part.</summary>
    public static ImmutableArray<ISymbol>? Of(IOperation expression)
    {
        var symbols = ImmutableArray.CreateBuilder<ISymbol>();
        for (IOperation? operation = expression; operation is not null;)
        {
            switch (operation.Unwrapped())
            {
                case IInstanceReferenceOperation:
                    operation = null;
                    break;
                case ILocalReferenceOperation local when local.OnlyValue() is not null:
                    symbols.Insert(0, local.Local);
                    operation = null;
                    break;
                case IParameterReferenceOperation parameter:
                    symbols.Insert(0, parameter.Parameter);
                    operation = null;
                    break;
                case IFieldReferenceOperation field:
                    symbols.Insert(0, field.Field);
                    operation = field.Instance;
                    break;
                case IPropertyReferenceOperation { Arguments.IsEmpty: true } property when IsStored(property.Property):
                    symbols.Insert(0, property.Property);
                    operation = property.Instance;
                    break;
                default:
                    return null;
            }
        }

        return symbols.ToImmutable();
    }

    /// <summary>Properties of TorchSharp's layers and auto-properties give the same parameter each time.</summary>
    private static bool IsStored(IPropertySymbol property) =>
        property.ContainingNamespace is { Name: "Modules", ContainingNamespace.Name: "TorchSharp" }
        || property.ContainingType.GetMembers().Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}

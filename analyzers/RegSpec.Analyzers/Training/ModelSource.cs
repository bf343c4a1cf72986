using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>All parameters of a module.</summary>
/// <param name="Module">The module.</param>
/// <param name="TrainableOnly">What is frozen is left out.</param>
internal sealed record WholeParameters(IOperation Module, bool TrainableOnly);

/// <summary>Finds the module all of whose parameters a sequence holds, through locals, fields and helpers.</summary>
internal sealed class ModelSource
{
    private const int DepthLimit = 8;

    private readonly RegSpecCompilation compilation;
    private readonly CancellationToken cancellation;

    public ModelSource(RegSpecCompilation compilation, CancellationToken cancellation)
    {
        this.compilation = compilation;
        this.cancellation = cancellation;
    }

    /// <summary>The module in <c>module.parameters()</c>; null when the sequence is filtered, or not certainly that of one module.</summary>
    public IOperation? ModuleOf(IOperation sequence) => Read(sequence)?.Module;

    /// <summary>The parameters of a module that a sequence has; null when more is filtered than what is frozen, or when it is not certainly that of one module.</summary>
    public WholeParameters? Read(IOperation sequence) =>
        Follow(sequence, isFiltered: false, DepthLimit) is { IsModule: true } found ? new WholeParameters(found.End, found.IsFiltered) : null;

    /// <summary>The parameter of a method or constructor that a sequence, or the module it is taken from, was passed as; null if it comes from elsewhere.</summary>
    public IParameterSymbol? PassedAs(IOperation sequence)
    {
        (IOperation end, bool isModule, _) = Follow(sequence, isFiltered: false, DepthLimit);
        return (isModule ? Origin(end) : end) is IParameterReferenceOperation { Parameter: var parameter } ? parameter : null;
    }

    /// <summary>The value a variable certainly has, followed to where it is made; otherwise the expression itself.</summary>
    public IOperation Origin(IOperation expression)
    {
        IOperation origin = expression.Unwrapped();
        for (int depth = 0; depth < DepthLimit && ValueOf(origin) is { } value; depth++)
        {
            origin = value.Unwrapped();
        }

        return origin;
    }

    /// <summary>Where a sequence of parameters comes from: the module all of whose parameters it has, or the expression that cannot be followed any further.</summary>
    private (IOperation End, bool IsModule, bool IsFiltered) Follow(IOperation sequence, bool isFiltered, int depth)
    {
        IOperation operation = sequence.Unwrapped();
        IOperation? source;
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: "parameters" or "named_parameters" } method, Instance: { } module } call
                when compilation.Types.IsModule(method.ContainingType) && !call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit):
                return (module.Unwrapped(), true, isFiltered);
            case IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList" or "AsEnumerable", ContainingType.Name: "Enumerable" } } call:
                source = call.Arguments[0].Value;
                break;
            case IInvocationOperation { TargetMethod: { Name: "Where" or "Select", ContainingType.Name: "Enumerable" } } call when KeepsTrainable(call.Arguments[1].Value):
                isFiltered |= call.TargetMethod.Name == "Where";
                source = call.Arguments[0].Value;
                break;
            case IInvocationOperation { TargetMethod: { Parameters.IsEmpty: true } helper, Instance: null or IInstanceReferenceOperation }:
                source = Result(helper);
                break;
            default:
                source = ValueOf(operation);
                break;
        }

        return source is null || depth == 0 ? (operation, false, isFiltered) : Follow(source, isFiltered, depth - 1);
    }

    /// <summary><c>p => p.requires_grad</c> drops only what is not trained; <c>np => np.parameter</c> drops names.</summary>
    private static bool KeepsTrainable(IOperation function)
    {
        IOperation body = function.Unwrapped() is IDelegateCreationOperation creation ? creation.Target : function.Unwrapped();
        return body is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } returned }] }
            && returned.Unwrapped() switch
            {
                IPropertyReferenceOperation { Property.Name: "requires_grad" } => true,
                IFieldReferenceOperation { Field: { Name: "parameter" or "Item2", ContainingType.IsTupleType: true } } => true,
                _ => false,
            };
    }

    private IOperation? ValueOf(IOperation reference) => reference switch
    {
        ILocalReferenceOperation local => local.OnlyValue(),
        IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } or { IsReadOnly: true } } field => OnlyValue(field.Field),
        IPropertyReferenceOperation { Property: { SetMethod: null } property } => OnlyValue(property),
        _ => null,
    };

    /// <summary>The one value a field or getter-only property of the source is ever given.</summary>
    private IOperation? OnlyValue(ISymbol member)
    {
        IOperation? only = null;
        foreach (SyntaxReference reference in member.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode part = reference.GetSyntax(cancellation);
            foreach (SyntaxNode node in part.DescendantNodes())
            {
                ExpressionSyntax? value = node switch
                {
                    VariableDeclaratorSyntax { Initializer.Value: { } initial } declarator when declarator.Identifier.ValueText == member.Name => initial,
                    PropertyDeclarationSyntax { Initializer.Value: { } initial } property when property.Identifier.ValueText == member.Name => initial,
                    AssignmentExpressionSyntax { Left: { } left, Right: { } right } when LastName(left) == member.Name => right,
                    _ => null,
                };
                if (value is null || !IsAbout(node, member))
                {
                    continue;
                }

                if (only is not null)
                {
                    return null;
                }

                only = compilation.Models.Get(part.SyntaxTree).GetOperation(value, cancellation);
            }
        }

        return only;
    }

    private bool IsAbout(SyntaxNode node, ISymbol member)
    {
        SemanticModel model = compilation.Models.Get(node.SyntaxTree);
        ISymbol? symbol = node is AssignmentExpressionSyntax assignment
            ? model.GetSymbolInfo(assignment.Left, cancellation).Symbol
            : model.GetDeclaredSymbol(node, cancellation);
        return SymbolEqualityComparer.Default.Equals(symbol, member);
    }

    /// <summary>What a helper of the source returns, if it does nothing else.</summary>
    private IOperation? Result(IMethodSymbol helper)
    {
        if (helper.IsVirtual || helper.DeclaringSyntaxReferences is not [var reference])
        {
            return null;
        }

        SyntaxNode declaration = reference.GetSyntax(cancellation);
        ExpressionSyntax? returned = declaration switch
        {
            MethodDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } expression }] } => expression,
            _ => null,
        };
        return returned is null ? null : compilation.Models.Get(declaration.SyntaxTree).GetOperation(returned, cancellation);
    }

    private static string LastName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name,
        _ => "",
    };
}

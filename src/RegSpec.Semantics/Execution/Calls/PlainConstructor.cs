using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>The constructor that most modules have: it gives TorchSharp a name and registers what the initialisers made. Syntax shows it, so that nothing is bound.</summary>
internal static class PlainConstructor
{
    /// <summary>Whether this is <c>public Net() : base(nameof(Net)) => RegisterComponents();</c>, with a literal for the name or a block for the body too.</summary>
    public static bool Is(IMethodSymbol constructor, ConstructorDeclarationSyntax syntax) =>
        syntax.Initializer is { RawKind: (int)SyntaxKind.BaseConstructorInitializer, ArgumentList.Arguments: { Count: 1 } arguments }
        && IsName(arguments[0].Expression, constructor.ContainingType)
        && IsRegistration(Body(syntax))
        && constructor.ContainingType.BaseType?.ContainingAssembly?.Name == TorchSharpNames.Assembly
        && constructor.ContainingType.GetMembers(TorchSharpNames.RegisterComponents).IsEmpty
        && constructor.Parameters.All(static p => p.Name != TorchSharpNames.RegisterComponents);

    private static ExpressionSyntax? Body(ConstructorDeclarationSyntax syntax) =>
        syntax.ExpressionBody?.Expression
        ?? (syntax.Body is { Statements: { Count: 1 } statements } ? (statements[0] as ExpressionStatementSyntax)?.Expression : null);

    /// <summary>A literal or <c>nameof</c> of the class itself, whose name can stand for nothing else inside it.</summary>
    private static bool IsName(ExpressionSyntax expression, INamedTypeSymbol type) => expression switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } => true,
        InvocationExpressionSyntax
        {
            Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
            ArgumentList.Arguments: { Count: 1 } arguments,
        } => arguments[0].Expression is IdentifierNameSyntax name && name.Identifier.ValueText == type.Name,
        _ => false,
    };

    private static bool IsRegistration(ExpressionSyntax? expression) =>
        expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: TorchSharpNames.RegisterComponents }, ArgumentList.Arguments.Count: 0 };
}

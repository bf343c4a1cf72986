using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Semantics.Execution;

namespace RegSpec.CodeFixes;

/// <summary>The edits that make a list or array field a ModuleList: its type, what creates it, and <c>Length</c>.</summary>
internal sealed class ModuleListRewrite
{
    /// <summary>Members of List that ModuleList has too.</summary>
    private static readonly HashSet<string> Common = ["Count", "Add", "Insert", "Clear", "Contains", "IndexOf", "Remove", "RemoveAt"];

    private readonly TypeSyntax type;
    private readonly TypeSyntax element;
    private readonly List<ExpressionSyntax> creations = [];
    private readonly List<IdentifierNameSyntax> lengths = [];

    private ModuleListRewrite(TypeSyntax type, TypeSyntax element)
    {
        this.type = type;
        this.element = element;
    }

    private TypeSyntax NewType => SyntaxFactory.ParseTypeName("ModuleList<" + element.WithoutTrivia() + ">");

    /// <summary>The rewrite of a field, or null when the field is of another type or used in a way that ModuleList does not allow.</summary>
    public static ModuleListRewrite? Find(TypeSyntax type, IFieldSymbol field, TypeDeclarationSyntax owner, SemanticModel model, CancellationToken cancellation)
    {
        TypeSyntax? element = type switch
        {
            GenericNameSyntax { Identifier.ValueText: "List", TypeArgumentList.Arguments: [var argument] } => argument,
            ArrayTypeSyntax { RankSpecifiers: [{ Rank: 1 }], ElementType: var item } => item,
            _ => null,
        };
        if (element is null || !DerivesFromModule(model.GetTypeInfo(element, cancellation).Type))
        {
            return null;
        }

        var rewrite = new ModuleListRewrite(type, element);
        VariableDeclaratorSyntax declarator = owner.DescendantNodes().OfType<VariableDeclaratorSyntax>().First(d => d.Identifier.ValueText == field.Name && d.Parent?.Parent is FieldDeclarationSyntax);
        return (declarator.Initializer is not { Value: var initial } || rewrite.Creates(initial))
            && owner.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, field))
                .All(rewrite.Allows)
            ? rewrite
            : null;
    }

    /// <summary>Makes the edits.</summary>
    public void Apply(DocumentEditor editor)
    {
        editor.ReplaceNode(type, NewType.WithTriviaFrom(type));
        foreach (ExpressionSyntax creation in creations)
        {
            editor.ReplaceNode(creation, (current, _) => Created((ExpressionSyntax)current).WithTriviaFrom(current));
        }

        foreach (IdentifierNameSyntax length in lengths)
        {
            editor.ReplaceNode(length, SyntaxFactory.IdentifierName("Count").WithTriviaFrom(length));
        }
    }

    private static bool DerivesFromModule(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Module", ContainingType: { Name: "nn", ContainingType.Name: "torch" } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a use of the field means the same for a ModuleList; notes what has to change.</summary>
    private bool Allows(IdentifierNameSyntax name)
    {
        SyntaxNode use = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
        switch (use.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == use:
                return Creates(assignment.Right);
            case MemberAccessExpressionSyntax access when access.Expression == use:
                if (access.Name is IdentifierNameSyntax { Identifier.ValueText: "Length" } length)
                {
                    lengths.Add(length);
                    return true;
                }

                return Common.Contains(access.Name.Identifier.ValueText) || IsQuery(access);
            case ElementAccessExpressionSyntax element:
                // An array has its elements from the start, a ModuleList only what was added.
                return element.Parent is not AssignmentExpressionSyntax assigned || assigned.Left != element;
            case ForEachStatementSyntax loop:
                return loop.Expression == use;
            default:
                return false;
        }
    }

    /// <summary>LINQ works on both.</summary>
    private static bool IsQuery(MemberAccessExpressionSyntax access) =>
        access.Parent is InvocationExpressionSyntax && access.Name.Identifier.ValueText is "Select" or "Where" or "Aggregate" or "First" or "Last" or "Any" or "All" or "Sum" or "Skip" or "Take" or "Reverse" or "Zip";

    private bool Creates(ExpressionSyntax value)
    {
        bool isKnown = value is ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 }
            or ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "List" }, ArgumentList: null or { Arguments.Count: 0 } }
            or ImplicitArrayCreationExpressionSyntax
            or ArrayCreationExpressionSyntax { Initializer: not null }
            or InitializerExpressionSyntax
            || IsCopy(value);
        if (isKnown && value is not ImplicitObjectCreationExpressionSyntax)
        {
            creations.Add(value);
        }

        return isKnown;
    }

    private static bool IsCopy(ExpressionSyntax value) =>
        value is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToList" or "ToArray" } };

    private ExpressionSyntax Created(ExpressionSyntax value)
    {
        switch (value)
        {
            case ObjectCreationExpressionSyntax creation:
                return creation.WithType(NewType.WithTriviaFrom(creation.Type));
            case ImplicitArrayCreationExpressionSyntax array:
                return New(Arguments(array.Initializer));
            case ArrayCreationExpressionSyntax array:
                return New(Arguments(array.Initializer!));
            case InitializerExpressionSyntax items:
                return New(Arguments(items));
            default:
                var copy = (InvocationExpressionSyntax)value;
                var access = (MemberAccessExpressionSyntax)copy.Expression;
                ExpressionSyntax array2 = copy.WithExpression(access.WithName(SyntaxFactory.IdentifierName("ToArray"))).WithoutTrivia();
                return New(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(array2)));
        }
    }

    private static SeparatedSyntaxList<ArgumentSyntax> Arguments(InitializerExpressionSyntax items) => SyntaxFactory.SeparatedList(
        items.Expressions.Select(item => SyntaxFactory.Argument(item.WithoutTrivia())),
        Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), System.Math.Max(0, items.Expressions.Count - 1)));

    private ExpressionSyntax New(SeparatedSyntaxList<ArgumentSyntax> arguments) => SyntaxFactory.ObjectCreationExpression(
        SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        NewType,
        SyntaxFactory.ArgumentList(arguments),
        initializer: null);
}

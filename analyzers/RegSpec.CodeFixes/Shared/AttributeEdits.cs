using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace RegSpec.CodeFixes;

/// <summary>Adds, removes and replaces attributes without disturbing comments and layout.</summary>
internal static class AttributeEdits
{
    /// <summary>Removes an attribute, and its list with it when nothing else is in it.</summary>
    public static void Remove(SyntaxEditor editor, AttributeSyntax attribute)
    {
        if (attribute.Parent is not AttributeListSyntax { Parent: MemberDeclarationSyntax owner })
        {
            return;
        }

        editor.TrackNode(attribute);
        editor.ReplaceNode(owner, (current, _) => current.GetCurrentNode(attribute) is { } found ? Without((MemberDeclarationSyntax)current, found) : current);
    }

    /// <summary>Adds an attribute on a line of its own above the declaration, unless one of that name with the same arguments is there.</summary>
    public static void Add(SyntaxEditor editor, MemberDeclarationSyntax owner, AttributeSyntax attribute)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(editor.OriginalRoot);
        editor.ReplaceNode(owner, (current, _) => With((MemberDeclarationSyntax)current, attribute, lineEnd));
    }

    /// <summary>As <see cref="Add"/>, unless the declaration has an attribute of that name already, whatever its arguments.</summary>
    public static void AddFirst(SyntaxEditor editor, MemberDeclarationSyntax owner, AttributeSyntax attribute)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(editor.OriginalRoot);
        editor.ReplaceNode(owner, (current, _) =>
        {
            var declaration = (MemberDeclarationSyntax)current;
            bool isThere = declaration.AttributeLists.SelectMany(list => list.Attributes).Any(existing => existing.Name.ToString() == attribute.Name.ToString());
            return isThere ? declaration : With(declaration, attribute, lineEnd);
        });
    }

    /// <summary>An attribute from its text.</summary>
    /// <param name="name">Its name without brackets.</param>
    /// <param name="arguments">Its arguments with parentheses; empty for none.</param>
    public static AttributeSyntax Create(string name, string arguments) => SyntaxFactory.Attribute(
        SyntaxFactory.ParseName(name),
        arguments.Length == 0 ? null : SyntaxFactory.ParseAttributeArgumentList(arguments));

    /// <summary>The value of a named argument of an attribute; null if it is not written.</summary>
    public static ExpressionSyntax? Argument(AttributeSyntax attribute, string name) => attribute.ArgumentList?.Arguments
        .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    /// <summary>A string as a C# literal.</summary>
    public static LiteralExpressionSyntax Literal(string value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(value));

    /// <summary>A node in place of another, with its layout; further edits of one editor still find it.</summary>
    public static TNode Renewed<TNode>(SyntaxNode current, TNode replacement)
        where TNode : SyntaxNode => current.CopyAnnotationsTo(replacement.WithTriviaFrom(current))!;

    private static SyntaxNode Without(MemberDeclarationSyntax owner, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
        {
            return owner.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        if (owner.AttributeLists[0] == list)
        {
            // The comments above the declaration hang on its first attribute list.
            return owner.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!.WithLeadingTrivia(owner.GetLeadingTrivia());
        }

        bool hasComment = list.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
        return owner.RemoveNode(list, hasComment ? SyntaxRemoveOptions.KeepExteriorTrivia : SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static MemberDeclarationSyntax With(MemberDeclarationSyntax owner, AttributeSyntax attribute, SyntaxTrivia lineEnd)
    {
        if (owner.AttributeLists.SelectMany(list => list.Attributes).Any(existing => existing.IsEquivalentTo(attribute, topLevel: false)))
        {
            return owner;
        }

        SyntaxTriviaList leading = owner.GetLeadingTrivia();
        SyntaxTriviaList indent = Layout.Indent(owner);
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute))
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(lineEnd);
        MemberDeclarationSyntax below = owner.WithLeadingTrivia(indent);
        return below.WithAttributeLists(below.AttributeLists.Insert(0, list));
    }
}

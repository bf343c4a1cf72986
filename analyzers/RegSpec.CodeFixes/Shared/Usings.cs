using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace RegSpec.CodeFixes;

/// <summary>Adds the using that a new name needs.</summary>
internal static class Usings
{
    /// <summary>Makes a namespace visible in a file unless the type can already be named at the position.</summary>
    /// <param name="editor">The document.</param>
    /// <param name="position">Where the type is to be named.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="type">Metadata name of the type without its namespace.</param>
    public static void Ensure(DocumentEditor editor, int position, string space, string type)
    {
        bool isVisible = editor.SemanticModel
            .LookupNamespacesAndTypes(position, name: type)
            .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == space);
        if (!isVisible && editor.OriginalRoot is CompilationUnitSyntax root)
        {
            editor.ReplaceNode(root, (current, _) => With((CompilationUnitSyntax)current, space));
        }
    }

    private static CompilationUnitSyntax With(CompilationUnitSyntax root, string space)
    {
        if (root.Usings.Any(directive => directive.Name?.ToString() == space && directive.Alias is null && directive.StaticKeyword == default))
        {
            return root;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(root);
        UsingDirectiveSyntax added = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(space))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(lineEnd);
        if (root.Usings.Count == 0)
        {
            // What stands above the first line, a licence header say, stays there.
            return root.WithoutLeadingTrivia().AddUsings(added.WithLeadingTrivia(root.GetLeadingTrivia()).WithTrailingTrivia(lineEnd, lineEnd));
        }

        int index = 0;
        while (index < root.Usings.Count && ComesBefore(root.Usings[index], space))
        {
            index++;
        }

        if (index > 0)
        {
            return root.WithUsings(root.Usings.Insert(index, added));
        }

        UsingDirectiveSyntax first = root.Usings[0];
        return root.WithUsings(root.Usings
            .Replace(first, first.WithoutLeadingTrivia())
            .Insert(0, added.WithLeadingTrivia(first.GetLeadingTrivia())));
    }

    /// <summary>System first, then by name; static and alias directives come after.</summary>
    private static bool ComesBefore(UsingDirectiveSyntax directive, string space)
    {
        string name = directive.Name?.ToString() ?? "";
        return directive.Alias is null
            && directive.StaticKeyword == default
            && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || string.CompareOrdinal(name, space) < 0);
    }
}

using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Semantics.Sources;

/// <summary>The classes of a file that can be modules: they name a base.</summary>
internal static class ClassDeclarations
{
    // Weak in the tree: an edited file takes its classes with it.
    private static readonly ConditionalWeakTable<SyntaxTree, ClassDeclarationSyntax[]> Known = new();

    /// <summary>The declarations with a base list, nested ones too; no member's body is looked into.</summary>
    public static IReadOnlyList<ClassDeclarationSyntax> WithBase(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Known.TryGetValue(tree, out ClassDeclarationSyntax[]? classes))
        {
            classes = Known.GetValue(tree, t => Find(t.GetRoot(cancellation)));
        }

        return classes;
    }

    /// <summary>The class a declaration is of; null where the compiler cannot say.</summary>
    public static INamedTypeSymbol? SymbolOf(ClassDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellation) =>
        compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) as INamedTypeSymbol;

    private static ClassDeclarationSyntax[] Find(SyntaxNode root)
    {
        var found = new List<ClassDeclarationSyntax>();
        if (root is CompilationUnitSyntax unit)
        {
            Find(unit.Members, found);
        }

        return found.ToArray();
    }

    private static void Find(SyntaxList<MemberDeclarationSyntax> members, List<ClassDeclarationSyntax> found)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            if (member is ClassDeclarationSyntax { BaseList: not null } heir)
            {
                found.Add(heir);
            }

            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    Find(space.Members, found);
                    break;
                case TypeDeclarationSyntax type:
                    Find(type.Members, found);
                    break;
            }
        }
    }
}

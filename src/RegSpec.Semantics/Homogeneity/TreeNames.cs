using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.Semantics;

/// <summary>The identifiers of a file: whoever names a member has its name among them.</summary>
internal static class TreeNames
{
    // Weak in the tree: an edited file takes its names with it.
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> Known = new();

    /// <summary>Whether an identifier of this text stands in the file, outside comments.</summary>
    public static bool Has(SyntaxTree tree, string name, CancellationToken cancellation) => Of(tree, cancellation).Contains(name);

    private static HashSet<string> Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Known.TryGetValue(tree, out HashSet<string>? names))
        {
            names = Known.GetValue(tree, t => Read(t.GetRoot(cancellation)));
        }

        return names;
    }

    private static HashSet<string> Read(SyntaxNode root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                names.Add(token.ValueText);
            }
        }

        return names;
    }
}

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.Semantics.Sources;

/// <summary>The identifiers of a file and where they stand: whoever names a member has its name among them.</summary>
internal static class TreeNames
{
    // Weak in the tree: an edited file takes its names with it.
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<int>>> Known = new();

    /// <summary>Whether an identifier of this text stands in the file, outside comments.</summary>
    public static bool Has(SyntaxTree tree, string name, CancellationToken cancellation) => Of(tree, cancellation).ContainsKey(name);

    /// <summary>The identifiers of this text.</summary>
    public static IEnumerable<SyntaxToken> Find(SyntaxTree tree, string name, CancellationToken cancellation)
    {
        if (Of(tree, cancellation).TryGetValue(name, out List<int>? positions))
        {
            SyntaxNode root = tree.GetRoot(cancellation);
            foreach (int position in positions)
            {
                yield return root.FindToken(position);
            }
        }
    }

    private static Dictionary<string, List<int>> Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Known.TryGetValue(tree, out Dictionary<string, List<int>>? names))
        {
            names = Known.GetValue(tree, t => Read(t.GetRoot(cancellation)));
        }

        return names;
    }

    private static Dictionary<string, List<int>> Read(SyntaxNode root)
    {
        var names = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                if (!names.TryGetValue(token.ValueText, out List<int>? positions))
                {
                    names.Add(token.ValueText, positions = new List<int>());
                }

                positions.Add(token.SpanStart);
            }
        }

        return names;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
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

    /// <summary>Whether an identifier of one of these texts stands in the file, outside comments.</summary>
    public static bool HasAny(SyntaxTree tree, HashSet<string> names, CancellationToken cancellation)
    {
        Dictionary<string, List<int>> inTree = Of(tree, cancellation);
        return names.Count < inTree.Count ? names.Any(inTree.ContainsKey) : inTree.Keys.Any(names.Contains);
    }

    /// <summary>The identifiers of this text outside code of RegSpec's own, which names classes and their members to list parameters, and is not yet there when a generator asks.</summary>
    public static IEnumerable<SyntaxToken> FindByUser(SyntaxTree tree, string name, CancellationToken cancellation) =>
        FileNames.IsOwn(tree, cancellation) ? Array.Empty<SyntaxToken>() : Find(tree, name, cancellation).Where(static token => !FileNames.IsOwn(token.Parent!));

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

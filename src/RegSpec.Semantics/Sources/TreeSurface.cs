using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Semantics.Sources;

/// <summary>
/// What other files can see of a file: its tokens outside method bodies, as a hash. Edits of bodies, comments and blanks leave it as it is.
/// </summary>
internal static class TreeSurface
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ulong>> Known = new();

    /// <summary>64-bit FNV-1a over the tokens.</summary>
    public static ulong Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Known.TryGetValue(tree, out StrongBox<ulong>? hash))
        {
            hash = Known.GetValue(tree, t => new StrongBox<ulong>(Compute(t.GetRoot(cancellation))));
        }

        return hash.Value;
    }

    private static ulong Compute(SyntaxNode root)
    {
        ulong hash = 14695981039346656037;
        foreach (SyntaxToken token in root.DescendantTokens(static node => node is not (BlockSyntax or ArrowExpressionClauseSyntax)))
        {
            Add(ref hash, token.Text);
        }

        if (root.ContainsDirectives)
        {
            // A nullable directive changes what declarations mean without changing a token.
            foreach (SyntaxNode node in root.DescendantNodes(descendIntoTrivia: true))
            {
                if (node is NullableDirectiveTriviaSyntax)
                {
                    Add(ref hash, node.ToString());
                }
            }
        }

        return hash;
    }

    private static void Add(ref ulong hash, string text)
    {
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        // Between tokens, so that "ab c" and "a bc" differ.
        hash = unchecked((hash ^ 0xFFFF) * 1099511628211);
    }
}

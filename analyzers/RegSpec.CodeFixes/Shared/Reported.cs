using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>Finds the syntax a diagnostic is about.</summary>
internal static class Reported
{
    /// <summary>Whether REG0007 gives this cause.</summary>
    public static bool HasCause(Diagnostic diagnostic, UnregisteredCause cause) =>
        diagnostic.Properties.TryGetValue(UnregisteredMember.CauseProperty, out string? given) && given == cause.ToString();

    /// <summary>The innermost node of a kind that covers a location; null if there is none.</summary>
    public static async Task<TNode?> NodeAsync<TNode>(Document document, Location location, CancellationToken cancellation)
        where TNode : SyntaxNode
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return root is not null && location.SourceSpan.End <= root.FullSpan.End
            ? root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).AncestorsAndSelf().OfType<TNode>().FirstOrDefault()
            : null;
    }
}

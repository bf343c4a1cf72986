using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>The creation an optimizer rule reported, as syntax and as read by the rule.</summary>
/// <param name="Node">The call or object creation.</param>
/// <param name="Arguments">Its argument list.</param>
/// <param name="Creation">What it makes.</param>
/// <param name="Model">The semantic model of its document.</param>
/// <param name="Compilation">What is understood of its compilation.</param>
internal sealed record OptimizerSyntax(ExpressionSyntax Node, ArgumentListSyntax Arguments, OptimizerCreation Creation, SemanticModel Model, RegSpecCompilation Compilation)
{
    /// <summary>The optimizer made at a place; null if there is none any more.</summary>
    public static async Task<OptimizerSyntax?> FindAsync(Document document, Location place, CancellationToken cancellation)
    {
        if (await Reported.NodeAsync<ExpressionSyntax>(document, place, cancellation).ConfigureAwait(false) is not { } node
            || ArgumentsOf(node) is not { } arguments
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || RegSpecCompilation.Of(model.Compilation, document.Project.AnalyzerOptions) is not { } compilation
            || model.GetOperation(node, cancellation) is not { } operation
            || OptimizerCreation.Read(operation, compilation.Types) is not { } creation)
        {
            return null;
        }

        return new OptimizerSyntax(node, arguments, creation, model, compilation);
    }

    /// <summary>The argument list of a call or object creation; null for anything else.</summary>
    public static ArgumentListSyntax? ArgumentsOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        _ => null,
    };
}

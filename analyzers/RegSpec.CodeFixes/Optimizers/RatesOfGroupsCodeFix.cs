using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG3011: gives the scheduler a rate for each group.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RatesOfGroupsCodeFix))]
[Shared]
public sealed class RatesOfGroupsCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.RatesOfGroups";

    /// <summary>Creates the fix.</summary>
    public RatesOfGroupsCodeFix()
        : base(OneRateSchedulerAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(OneRateSchedulerAnalyzer.Groups, out string? groups) || groups is null
            || await Reported.NodeAsync<ExpressionSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } node
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || RegSpecCompilation.Of(model.Compilation) is not { } compilation
            || model.GetOperation(node, cancellation) is not { } operation
            || SchedulerCreation.Read(operation, compilation.Types) is not { } scheduler

            // The array form takes momenta as sequences too.
            || scheduler.Arguments.Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { Name: "base_momentum" or "max_momentum", Type.SpecialType: SpecialType.System_Double } }))
        {
            return ImmutableArray<Fix>.Empty;
        }

        ImmutableArray<ExpressionSyntax> rates = scheduler.RatesForAll.Select(static rate => ((ArgumentSyntax)rate.Syntax).Expression).ToImmutableArray();
        return ImmutableArray.Create(new Fix("Pass " + groups + ".LearningRates(…)", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            foreach (ExpressionSyntax rate in rates)
            {
                editor.ReplaceNode(rate, (current, _) => SyntaxFactory.ParseExpression(groups + ".LearningRates(" + current.WithoutTrivia() + ")").WithTriviaFrom(current));
            }
        }));
    }
}

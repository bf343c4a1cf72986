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
using RegSpec.Semantics.Execution;

namespace RegSpec.CodeFixes;

/// <summary>REG3011: gives the scheduler a rate for each group; for OneCycleLR calls that of the groups, which takes the same arguments.</summary>
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
            || RegSpecCompilation.Of(model.Compilation, document.Project.AnalyzerOptions) is not { } compilation
            || model.GetOperation(node, cancellation) is not { } operation
            || SchedulerCreation.Read(operation, compilation.Types) is not { } scheduler)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return scheduler.IsOneCycle ? OneCycle(document, node, scheduler, groups) : Rates(document, scheduler, groups);
    }

    private static ImmutableArray<Fix> Rates(Document document, SchedulerCreation scheduler, string groups)
    {
        // The array form takes momenta as sequences too.
        if (scheduler.Arguments.Any(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { Name: "base_momentum" or "max_momentum", Type.SpecialType: SpecialType.System_Double } }))
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

    /// <summary>The same arguments; a sequence of rates is one number again, where the groups gave it.</summary>
    private static ImmutableArray<Fix> OneCycle(Document document, ExpressionSyntax node, SchedulerCreation scheduler, string groups)
    {
        ArgumentListSyntax? list = node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            ObjectCreationExpressionSyntax creation => creation.ArgumentList,
            _ => null,
        };
        if (list is null)
        {
            return ImmutableArray<Fix>.Empty;
        }

        foreach (IArgumentOperation argument in scheduler.Arguments.Where(static argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            switch (argument.Parameter)
            {
                case { Name: "max_lr", Type.SpecialType: not SpecialType.System_Double } when argument.Value.Unwrapped() is IInvocationOperation { TargetMethod.Name: "LearningRates", Arguments: [{ } rate] } ofGroups && PlannedOptimizer.IsGroups(ofGroups.TargetMethod.ContainingType):
                    list = list.ReplaceNode(((ArgumentSyntax)argument.Syntax).Expression, ((ArgumentSyntax)rate.Syntax).Expression);
                    break;
                case { Name: "max_lr" or "base_momentum" or "max_momentum", Type.SpecialType: not SpecialType.System_Double }:
                    return ImmutableArray<Fix>.Empty;
            }
        }

        ExpressionSyntax replacement = SyntaxFactory.InvocationExpression(SyntaxFactory.ParseExpression(groups + ".OneCycleLR"), list).WithTriviaFrom(node);
        return ImmutableArray.Create(new Fix("Use " + groups + ".OneCycleLR(…)", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(node, replacement);
        }));
    }
}

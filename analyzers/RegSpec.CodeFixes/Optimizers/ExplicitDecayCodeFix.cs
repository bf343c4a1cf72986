using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG3002: writes the weight decay, as PyTorch has it or as it was here all along.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExplicitDecayCodeFix))]
[Shared]
public sealed class ExplicitDecayCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key of the fix that decays as PyTorch does.</summary>
    public const string UsualKey = "RegSpec.ExplicitDecay.Usual";

    /// <summary>Equivalence key of the fix that keeps what the code does.</summary>
    public const string NoneKey = "RegSpec.ExplicitDecay.None";

    /// <summary>Creates the fix.</summary>
    public ExplicitDecayCodeFix()
        : base(ImplicitAdamWDecayAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await OptimizerSyntax.FindAsync(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } optimizer)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(Write("weight_decay: 0.01", "as in PyTorch", UsualKey), Write("weight_decay: 0", "as it is now", NoneKey));

        Fix Write(string argument, string why, string key) => new("Write " + argument + ", " + why, key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(optimizer.Arguments, (current, _) => ((ArgumentListSyntax)current).AddArguments(Argument(argument)));
        });
    }

    private static ArgumentSyntax Argument(string text) =>
        SyntaxFactory.ParseArgumentList("(" + text + ")").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space);
}

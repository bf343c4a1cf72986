using System.Collections.Generic;
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

/// <summary>REG3001: passes the written settings as <c>Options</c>, which leave the rest to the optimizer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OptionsFormCodeFix))]
[Shared]
public sealed class OptionsFormCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.OptionsForm";

    /// <summary>Creates the fix.</summary>
    public OptionsFormCodeFix()
        : base(ConvenienceGroupAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Reported.NodeAsync<BaseObjectCreationExpressionSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { ArgumentList: { } arguments } node
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.GetOperation(node, cancellation) is not IObjectCreationOperation { Type.ContainingType: { } optimizer } operation)
        {
            return ImmutableArray<Fix>.Empty;
        }

        string options = optimizer.ToMinimalDisplayString(model, node.SpanStart) + "." + OptimizerNames.Options;
        ImmutableArray<string?> names = arguments.Arguments
            .Select(argument => operation.Arguments.FirstOrDefault(bound => bound.Syntax == argument)?.Parameter?.Name)
            .ToImmutableArray();
        return ImmutableArray.Create(new Fix("Set only what is written, through Options", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(arguments, (current, _) => WithOptions((ArgumentListSyntax)current, names, options));
        }));
    }

    private static ArgumentListSyntax WithOptions(ArgumentListSyntax arguments, IReadOnlyList<string?> names, string options)
    {
        ArgumentSyntax? parameters = null;
        var settings = new List<string>();
        for (int i = 0; i < arguments.Arguments.Count; i++)
        {
            ArgumentSyntax argument = arguments.Arguments[i];
            if (i < names.Count && names[i] is { } name && name != "parameters")
            {
                settings.Add((name == OptimizerNames.LearningRate ? OptimizerNames.OptionsLearningRate : name) + " = " + argument.Expression.WithoutTrivia());
            }
            else
            {
                parameters = argument;
            }
        }

        string text = settings.Count == 0 ? "new " + options + "()" : "new " + options + " { " + string.Join(", ", settings) + " }";
        ArgumentSyntax added = SyntaxFactory.Argument(SyntaxFactory.ParseExpression(text)).WithLeadingTrivia(SyntaxFactory.Space);
        return arguments.WithArguments(SyntaxFactory.SeparatedList([parameters!.WithNameColon(null).WithoutTrivia(), added]));
    }
}

using System;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG1001 to REG1003: narrows <c>Parameters</c> to what decay controls, says besides what is not decayed, or turns the declaration round.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NarrowDeclarationCodeFix))]
[Shared]
public sealed class NarrowDeclarationCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key: narrow <c>Parameters</c>.</summary>
    public const string NarrowKey = "RegSpec.NarrowDeclaration";

    /// <summary>Equivalence key: narrow <c>Parameters</c> and add <c>[NoWeightDecay]</c> for the rest.</summary>
    public const string ExcludeKey = "RegSpec.ExcludeFromDecay";

    /// <summary>Equivalence key: <c>[NoWeightDecay]</c> in place of <c>[WeightDecay]</c>.</summary>
    public const string ReplaceKey = "RegSpec.ReplaceByNoWeightDecay";

    /// <summary>Creates the fix.</summary>
    public NarrowDeclarationCodeFix()
        : base(DecayedBiasAnalyzer.Id, DecayedNormAnalyzer.Id, DecayedInvariantWeightAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(Narrowing.Kept, out string? kept) || kept is null
            || await Reported.NodeAsync<AttributeSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { Parent.Parent: MemberDeclarationSyntax owner } attribute)
        {
            return ImmutableArray<Fix>.Empty;
        }

        ExpressionSyntax? pattern = AttributeEdits.Argument(attribute, "Parameters");
        if (kept.Length == 0)
        {
            string arguments = pattern is null ? "" : "(Parameters = " + pattern + ")";
            return ImmutableArray.Create(new Fix("Replace by [NoWeightDecay" + arguments + "]", ReplaceKey, Edit(editor =>
            {
                editor.ReplaceNode(attribute, (current, _) => AttributeEdits.Renewed(current, AttributeEdits.Create("NoWeightDecay", arguments)));
                Usings.Ensure(editor, attribute.SpanStart, "RegSpec", "NoWeightDecayAttribute");
            })));
        }

        if (pattern is null)
        {
            return ImmutableArray<Fix>.Empty;
        }

        var narrow = new Fix("Narrow to Parameters = \"" + kept + "\"", NarrowKey, Edit(Narrow));
        return !diagnostic.Properties.TryGetValue(Narrowing.Excluded, out string? excluded) || excluded is null
            ? ImmutableArray.Create(narrow)
            : ImmutableArray.Create(narrow, new Fix("Add [NoWeightDecay(Parameters = \"" + excluded + "\")]", ExcludeKey, Edit(editor =>
            {
                // Two declarations of one place may not disagree about a parameter, so the first has to let go of it.
                Narrow(editor);
                AttributeEdits.Add(editor, owner, AttributeEdits.Create("NoWeightDecay", "(Parameters = " + AttributeEdits.Literal(excluded) + ")"));
                Usings.Ensure(editor, attribute.SpanStart, "RegSpec", "NoWeightDecayAttribute");
            })));

        void Narrow(DocumentEditor editor) =>
            editor.ReplaceNode(pattern, (current, _) => AttributeEdits.Renewed(current, AttributeEdits.Literal(kept)));

        Func<SolutionEditor, CancellationToken, Task> Edit(Action<DocumentEditor> edit) => async (solution, token) =>
            edit(await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false));
    }
}

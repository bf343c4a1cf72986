using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace RegSpec.CodeFixes;

/// <summary>Base of every fix: one editor over the solution for one diagnostic or for all of them.</summary>
public abstract class RegSpecCodeFixProvider : CodeFixProvider
{
    private protected RegSpecCodeFixProvider(params string[] diagnosticIds) => FixableDiagnosticIds = ImmutableArray.Create(diagnosticIds);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => FixesAll ? new EditorFixAllProvider(this) : null;

    /// <summary>Whether all diagnostics may be fixed at once; false where each needs a decision.</summary>
    private protected virtual bool FixesAll => true;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (Fix fix in await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                Solution solution = context.Document.Project.Solution;
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, cancellation => ApplyAsync(solution, [fix], cancellation), fix.EquivalenceKey),
                    diagnostic);
            }
        }
    }

    /// <summary>The fixes of one diagnostic; empty when any condition fails.</summary>
    internal abstract Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation);

    internal static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<Fix> fixes, CancellationToken cancellation)
    {
        var editor = new SolutionEditor(solution);
        foreach (Fix fix in fixes)
        {
            await fix.Apply(editor, cancellation).ConfigureAwait(false);
        }

        return editor.GetChangedSolution();
    }
}

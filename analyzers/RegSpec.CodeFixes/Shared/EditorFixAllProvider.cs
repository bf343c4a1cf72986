using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RegSpec.CodeFixes;

/// <summary>
/// FixAll through one editor: several fixes may touch one node, and a fix may edit another file than the one its diagnostic is in.
/// </summary>
internal sealed class EditorFixAllProvider : FixAllProvider
{
    private readonly RegSpecCodeFixProvider provider;

    public EditorFixAllProvider(RegSpecCodeFixProvider provider) => this.provider = provider;

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var fixes = new List<Fix>();
        foreach (Diagnostic diagnostic in await DiagnosticsAsync(context).ConfigureAwait(false))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document)
            {
                ImmutableArray<Fix> offered = await provider.FindAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false);
                fixes.AddRange(offered.Where(fix => fix.EquivalenceKey == context.CodeActionEquivalenceKey));
            }
        }

        return fixes.Count == 0 ? null : CodeAction.Create(
            fixes[0].Title,
            cancellation => RegSpecCodeFixProvider.ApplyAsync(context.Solution, fixes, cancellation),
            context.CodeActionEquivalenceKey);
    }

    private static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);
            case FixAllScope.Solution:
                var all = new List<Diagnostic>();
                foreach (Project project in context.Solution.Projects.Where(project => project.Language == LanguageNames.CSharp))
                {
                    all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                return all;
            default:
                return [];
        }
    }
}

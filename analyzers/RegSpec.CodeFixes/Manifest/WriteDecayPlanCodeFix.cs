using System;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG4001: writes DecayPlan.txt from the plans of all classes of the project.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteDecayPlanCodeFix), DocumentKinds = new[] { nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument) })]
[Shared]
public sealed class WriteDecayPlanCodeFix : CodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.WriteDecayPlan";

    /// <summary>What the user reads.</summary>
    public const string Title = "Update " + PlanFile.Name;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(DecayPlanAnalyzer.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new WriteDecayPlansProvider();

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.TextDocument.Project;
        if (FindFile(project) is not null)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, cancellation => WriteAsync(project.Solution, project.Id, cancellation), Key), context.Diagnostics);
        }

        return Task.CompletedTask;
    }

    /// <summary>The solution with the plan of one project written; the same one if the project has no plan to write.</summary>
    internal static async Task<Solution> WriteAsync(Solution solution, ProjectId id, CancellationToken cancellation)
    {
        Project project = solution.GetProject(id)!;
        if (FindFile(project) is not { } file
            || await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } whole
            || RegSpecCompilation.Of(whole, project.AnalyzerOptions) is not { } compilation)
        {
            return solution;
        }

        SourceText before = await file.GetTextAsync(cancellation).ConfigureAwait(false);
        PlanFile plan = PlanFile.Read(file.FilePath ?? file.Name, before);
        SourceText after = plan.With(PlannedClasses.In(compilation, cancellation).SelectMany(module => PlannedClass.Of(module, cancellation).Written(plan)));
        return after.ContentEquals(before) ? solution : solution.WithAdditionalDocumentText(file.Id, after);
    }

    private static TextDocument? FindFile(Project project) => project.AdditionalDocuments
        .Where(document => PlanFile.IsPlan(document.FilePath ?? document.Name))
        .OrderBy(document => document.FilePath ?? document.Name, StringComparer.Ordinal)
        .FirstOrDefault();
}

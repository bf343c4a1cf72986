using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RegSpec.CodeFixes;

/// <summary>FixAll for plans: one file a project, written whole, so it is a matter of projects and not of diagnostics.</summary>
internal sealed class WriteDecayPlansProvider : FixAllProvider
{
    public override Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        IReadOnlyList<ProjectId> projects = context.Scope == FixAllScope.Solution ? context.Solution.ProjectIds : [context.Project.Id];
        return Task.FromResult<CodeAction?>(CodeAction.Create(
            WriteDecayPlanCodeFix.Title,
            cancellation => WriteAllAsync(context.Solution, projects, cancellation),
            WriteDecayPlanCodeFix.Key));
    }

    private static async Task<Solution> WriteAllAsync(Solution solution, IEnumerable<ProjectId> projects, CancellationToken cancellation)
    {
        foreach (ProjectId project in projects.Where(id => solution.GetProject(id)!.Language == LanguageNames.CSharp))
        {
            solution = await WriteDecayPlanCodeFix.WriteAsync(solution, project, cancellation).ConfigureAwait(false);
        }

        return solution;
    }
}

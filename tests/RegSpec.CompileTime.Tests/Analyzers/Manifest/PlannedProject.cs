using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Analyzers;
using RegSpec.CodeFixes;

namespace RegSpec.CompileTime.Tests.Analyzers.Manifest;

/// <summary>A project with a DecayPlan.txt in a workspace: what REG4001 says about it, and what its fix leaves.</summary>
internal sealed class PlannedProject
{
    private readonly Solution solution;
    private readonly ProjectId id;

    private PlannedProject(Solution solution, ProjectId id) => (this.solution, this.id) = (solution, id);

    private Project Project => solution.GetProject(id)!;

    /// <summary>Text of the plan.</summary>
    public string Plan => Project.AdditionalDocuments.First().GetTextAsync().Result.ToString();

    /// <summary>A project of one file with the usual usings.</summary>
    /// <param name="model">Model code.</param>
    /// <param name="plan">Text of DecayPlan.txt; null for a project without one.</param>
    /// <param name="path">Path of the plan.</param>
    public static PlannedProject Create(string model, string? plan, string path = "/project/DecayPlan.txt") =>
        new PlannedProject(new AdhocWorkspace().CurrentSolution, ProjectId.CreateNewId()).With("Tested", model, plan, path);

    /// <summary>The same with another text in place of its model.</summary>
    public PlannedProject Edit(Func<string, string> edit)
    {
        Document document = Project.Documents.First();
        string before = document.GetTextAsync().Result.ToString();
        string after = edit(before);
        Assert.NotEqual(before, after);
        return new(solution.WithDocumentText(document.Id, SourceText.From(after)), id);
    }

    /// <summary>A further additional file.</summary>
    public PlannedProject WithFile(string path, string text) =>
        new(solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), SourceText.From(text), filePath: path), id);

    /// <summary>A second project of the solution, with a plan of its own.</summary>
    public PlannedProject Beside(string model, string plan) => new PlannedProject(solution, ProjectId.CreateNewId()).With("Beside", model, plan, "/beside/DecayPlan.txt");

    /// <summary>The plans of all projects.</summary>
    public IEnumerable<string> Plans => solution.Projects.Select(project => project.AdditionalDocuments.First().GetTextAsync().Result.ToString());

    /// <summary>What the rule reports; fails if the code does not compile.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync()
    {
        Compilation compilation = (await Project.GetCompilationAsync())!;
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new DecayPlanAnalyzer()], Project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        Assert.All(found, diagnostic => Assert.Equal("REG4001", diagnostic.Id));
        return [.. found.OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The messages.</summary>
    public async Task<string[]> MessagesAsync() => [.. (await DiagnosticsAsync()).Select(diagnostic => diagnostic.GetMessage())];

    /// <summary>The project after the fix of its first diagnostic.</summary>
    public async Task<PlannedProject> FixedAsync()
    {
        Diagnostic first = (await DiagnosticsAsync())[0];
        var actions = new List<CodeAction>();
        TextDocument document = first.Location.IsInSource ? Project.GetDocument(first.Location.SourceTree)! : Project.AdditionalDocuments.First();
        await new WriteDecayPlanCodeFix().RegisterCodeFixesAsync(new CodeFixContext(document, first, (action, _) => actions.Add(action), default));
        CodeAction action = Assert.Single(actions);
        Assert.Equal(WriteDecayPlanCodeFix.Key, action.EquivalenceKey);
        return await AfterAsync(action);
    }

    /// <summary>The project after FixAll.</summary>
    public async Task<PlannedProject> AllFixedAsync(FixAllScope scope)
    {
        var context = new FixAllContext(
            Project.Documents.First(), new WriteDecayPlanCodeFix(), scope, WriteDecayPlanCodeFix.Key, ["REG4001"], new NoDiagnostics(), default);
        return await AfterAsync((await new WriteDecayPlanCodeFix().GetFixAllProvider().GetFixAsync(context))!);
    }

    private async Task<PlannedProject> AfterAsync(CodeAction action) =>
        new((await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution, id);

    private PlannedProject With(string name, string model, string? plan, string path)
    {
        Solution grown = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: TestSetup.Options, parseOptions: TestCompilation.ParseOptions, metadataReferences: TestReferences.All));
        grown = grown.AddDocument(DocumentId.CreateNewId(id), "Model.cs", TestCompilation.ModelUsings + model);
        grown = grown.AddDocument(DocumentId.CreateNewId(id), "ImplicitUsings.cs", TestCompilation.ImplicitUsings);
        return new(
            plan is null ? grown : grown.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), SourceText.From(plan, Encoding.UTF8), filePath: path),
            id);
    }

    /// <summary>The fix of plans asks for no diagnostics.</summary>
    private sealed class NoDiagnostics : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellation) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}

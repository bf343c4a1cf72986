using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.CompileTime.Tests.Analyzers;

/// <summary>What the rules ask the compiler to call them for.</summary>
public class RegisteredActionsTests
{
    /// <summary>
    /// For actions at the end of a type the compiler keeps account of every member of every type, under a lock: 200 small models took a fifth longer to build.
    /// </summary>
    [Fact]
    public void No_rule_waits_for_the_end_of_a_type()
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + "public class Net() : Module<Tensor, Tensor>(\"Net\") { public override Tensor forward(Tensor x) => x; }");
        Assert.All(Rules.All, rule =>
        {
            var started = new Started(compilation);
            rule.Initialize(new Opened(started));
            Assert.NotEmpty(started.Registered);
            Assert.DoesNotContain(nameof(CompilationStartAnalysisContext.RegisterSymbolStartAction), started.Registered);
        });
    }

    [Fact]
    public void Actions_are_seen()
    {
        var started = new Started(TestCompilation.Create(""));
        new Opened(started).RegisterCompilationStartAction(static start => start.RegisterSymbolStartAction(static _ => { }, SymbolKind.NamedType));
        Assert.Equal([nameof(CompilationStartAnalysisContext.RegisterSymbolStartAction)], started.Registered);
    }

    /// <summary>Starts the compilation at once.</summary>
    private sealed class Opened(Started started) : AnalysisContext
    {
        public override void EnableConcurrentExecution()
        {
        }

        public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode)
        {
        }

        public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action) => action(started);

        public override void RegisterCompilationAction(Action<CompilationAnalysisContext> action) => started.Registered.Add(nameof(RegisterCompilationAction));

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) => started.Registered.Add(nameof(RegisterSemanticModelAction));

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) => started.Registered.Add(nameof(RegisterSymbolAction));

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) => started.Registered.Add(nameof(RegisterSymbolStartAction));

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => started.Registered.Add(nameof(RegisterSyntaxTreeAction));

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) => started.Registered.Add(nameof(RegisterCodeBlockStartAction));

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => started.Registered.Add(nameof(RegisterCodeBlockAction));

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) => started.Registered.Add(nameof(RegisterSyntaxNodeAction));
    }

    /// <summary>Notes what is registered.</summary>
    private sealed class Started(CSharpCompilation compilation) : CompilationStartAnalysisContext(compilation, new AnalyzerOptions([new PlanText("")]), CancellationToken.None)
    {
        public List<string> Registered { get; } = [];

        public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) => Registered.Add(nameof(RegisterCompilationEndAction));

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) => Registered.Add(nameof(RegisterSemanticModelAction));

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) => Registered.Add(nameof(RegisterSymbolAction));

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) => Registered.Add(nameof(RegisterSymbolStartAction));

        public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) => Registered.Add(nameof(RegisterOperationBlockStartAction));

        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) => Registered.Add(nameof(RegisterOperationBlockAction));

        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) => Registered.Add(nameof(RegisterOperationAction));

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => Registered.Add(nameof(RegisterSyntaxTreeAction));

        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) => Registered.Add(nameof(RegisterAdditionalFileAction));

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) => Registered.Add(nameof(RegisterCodeBlockStartAction));

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => Registered.Add(nameof(RegisterCodeBlockAction));

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) => Registered.Add(nameof(RegisterSyntaxNodeAction));
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Analyzers;
using RegSpec.CompileTime.Tests.Analyzers.Optimizers;

namespace RegSpec.CompileTime.Tests.Analyzers.Training;

/// <summary>One reading a body of what happens to models and optimizers, shared by the rules.</summary>
public class TrainingReadingTests
{
    private const string Body = """
        var groups = model.ParameterGroups(0.1);
        using var planned = groups.AdamW(lr: 1e-3);
        using var stock = optim.SGD(new[] { new SGD.ParamGroup(weights, new SGD.Options { weight_decay = 0.1 }), new SGD.ParamGroup(biases) }, 0.1);
        var schedule = optim.lr_scheduler.OneCycleLR(planned, 1e-2, 100);
        model.to(CUDA);
        var emb = Embedding(10, 4);
        model.head.weight = emb.weight;
        var loss = model.call(ones(1, 4)).sum() + groups.L2Penalty();
        loss.backward();
        planned.step();
        stock.step();
        Fit(model);
        static object Fit(nn.Module net) => optim.Adam(net.parameters(), weight_decay: 0.1);
        """;

    [Fact]
    public void Reads_every_kind_of_fact()
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + TrainingCode.With(Body));
        TrainingReading reading = Read(compilation);
        Assert.Equal(["SGD", "Adam"], reading.Optimizers.Select(optimizer => optimizer.Name));
        Assert.Equal(["AdamW"], reading.PlannedOptimizers.Select(optimizer => optimizer.Name));
        Assert.Equal(2, reading.Groups.Length);
        Assert.Equal(["SGD"], reading.Options.Select(options => options.Optimizer.Name));
        Assert.Equal(["OneCycleLR"], reading.Schedulers.Select(scheduler => scheduler.Name));
        Assert.Equal(["cuda"], reading.Moves.Select(move => move.Destination));
        Assert.Equal(["planned", "stock"], reading.Steps.Select(step => step.Optimizer.Name));
        Assert.Equal(["model"], Assert.Single(reading.Penalties).Model.Select(symbol => symbol.Name));
        Assert.Equal("emb.weight", Assert.Single(reading.Ties).Getter.Syntax.ToString());
        Assert.Equal("Fit", Assert.Single(reading.Passed).Fed.Maker);
        Assert.Equal(["Embedding"], reading.Layers.Select(layer => layer.Layer.Name));
    }

    [Theory]
    [InlineData("Console.WriteLine(options.Rate);")]
    [InlineData("var y = model.call(ones(1, 4)) * 2;")]
    [InlineData("var list = new List<int>(); list.Add(1);")]
    public void A_body_about_something_else_has_no_reading(string code) =>
        Assert.Same(TrainingReading.Empty, Read(TestCompilation.Create(TestCompilation.ModelUsings + TrainingCode.With(code))));

    [Fact]
    public async Task Every_body_is_read_once_for_all_rules()
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + TrainingCode.With(Body));
        int one = await BodiesReadAsync(compilation, [new TyingAnalyzer()]);
        Assert.True(one > 3, $"only {one} bodies");
        Assert.Equal(one, await BodiesReadAsync(compilation, Rules.All));
    }

    private static async Task<int> BodiesReadAsync(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> rules)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var probe = new Probe();
        await new CompilationWithAnalyzers(compilation, rules.Add(probe), options).GetAnalyzerDiagnosticsAsync();
        return TrainingReadings.Of(RegSpecCompilation.Of(probe.Seen!, new AnalyzerOptions([]))!).BodiesRead;
    }

    private static TrainingReading Read(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[1];
        MethodDeclarationSyntax train = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.ValueText == "Train");
        IOperation body = compilation.GetSemanticModel(tree).GetOperation(train)!;
        return TrainingReadings.Of(RegSpecCompilation.Of(compilation, new AnalyzerOptions([]))!).Of(body, default);
    }

    /// <summary>Sees the compilation as the rules see it.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // no analyzer of a package: a probe of this test
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Probe : DiagnosticAnalyzer
#pragma warning restore RS1036, RS1038, RS1041
    {
        public Compilation? Seen { get; private set; }

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("PROBE", "", "", "", DiagnosticSeverity.Info, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterCompilationAction(compilation => Seen = compilation.Compilation);
        }
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Analyzers;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>What a build shows of modules of a referenced assembly: in the plan, in warnings, and after an edit.</summary>
public class SummaryPlanTests
{
    private const string Library = """
        namespace Vendor;
        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv = Conv2d(2, 4, 3, bias: false);
            private readonly BatchNorm2d bn = BatchNorm2d(4);
            private readonly Parameter factor = Parameter(ones(4, 1, 1));
            [NoWeightDecay] private readonly Linear tuned = Linear(4, 4);
            private readonly Part[] parts;
            public Block() : base("Block") { parts = new Part[0]; RegisterComponents(); }
            public override Tensor forward(Tensor x) => tuned.call(bn.call(conv.call(x)) * factor);
        }
        [WeightDecay(0.25)]
        public sealed class Part : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(4, 4);
            private readonly Linear last = Linear(4, 4);
            private readonly LayerNorm norm = LayerNorm(4);
            public Part() : base("Part") => RegisterComponents();
            public override Tensor forward(Tensor x) => last.call(norm.call(fc.call(x)));
        }
        """;

    private const string Net = """
        using Vendor;
        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Block block = new();
            private readonly Part part = new();
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => part.call(block.call(x));
        }
        """;

    [Fact]
    public void The_plan_lists_what_a_referenced_class_holds()
    {
        string text = Assert.Single(Run(Net).Files).SourceText.ToString();
        Assert.Matches("block\\.conv\\.weight +weight +0 +1 +scale-invariant: block\\.conv → block\\.bn\n", text);
        Assert.Matches("block\\.bn\\.weight +normalization scale +0 ", text);
        Assert.Matches("block\\.factor +normalization scale +0 ", text);
        Assert.Matches("block\\.tuned +.*opened at run time: declared inside Block\n", text);
        Assert.Matches("part\\.fc\\.weight +weight +0 +1 +scale-invariant: part\\.fc → part\\.norm, with its bias\n", text);
        Assert.Matches("part\\.last\\.weight +weight +0\\.25 +1 +default of Part\n", text);
    }

    [Theory]
    [InlineData("[WeightDecay(0.1, Parameters = \"conv.weight\")] private readonly Block", "REG1003", "(block.conv → block.bn)")]
    [InlineData("[WeightDecay(0.1, Parameters = \"conf.weight\")] private readonly Block", "", "")]
    [InlineData("private readonly Block", "", "")]
    public async Task A_declaration_that_hits_a_proved_weight_of_a_referenced_class_is_reported(string member, string id, string proof)
    {
        string source = Net.Replace("private readonly Block", member, StringComparison.Ordinal);
        CompilationWithAnalyzers analysed = Compilation(source).WithAnalyzers([new DecayedInvariantWeightAnalyzer()]);
        Diagnostic[] found = [.. await analysed.GetAnalyzerDiagnosticsAsync()];
        Assert.Equal(id, string.Join(" ", found.Select(d => d.Id)));
        Assert.All(found, d => Assert.Contains(proof, d.GetMessage(), StringComparison.Ordinal));
    }

    /// <summary>In an editor a referenced project is at hand as source; what is read of it is its summary all the same.</summary>
    [Fact]
    public void A_project_in_an_editor_is_read_like_its_image()
    {
        CSharpCompilation library = SummaryRun.Library(Library, "Vendor");
        CSharpCompilation compilation = ConsumerCompilation.Create([TestCompilation.ModelUsings + Net], references: [library.ToMetadataReference()]);
        Assert.Equal(Assert.Single(Run(Net).Files).SourceText.ToString(), Assert.Single(GeneratorRun.Of(compilation).Files).SourceText.ToString());
    }

    /// <summary>An edit and what becomes of the summaries: nothing is written anew unless one may differ.</summary>
    [Theory]
    [InlineData("a body elsewhere", 1, "42", "43", false)]
    [InlineData("a comment", 0, "namespace Vendor;", "namespace Vendor; // ours", false)]
    [InlineData("a type elsewhere", 1, "class Unrelated", "class Another", false)]
    [InlineData("a forward", 0, "bn.call(conv.call(x)) * factor", "conv.call(x) * factor", true)]
    [InlineData("a layer", 0, "Conv2d(2, 4, 3, bias: false)", "Conv2d(2, 4, 3)", true)]
    public void Summaries_are_written_anew_only_when_they_change(string edit, int file, string before, string after, bool isModified)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(TestCompilation.ModelUsings + Library, "public static class Unrelated { public static int Answer() => 42; }");
        GeneratorDriver driver = GeneratorRun.Driver(new ForwardSummaryGenerator()).RunGenerators(compilation);
        Assert.Single(GeneratorRun.Result(driver).GeneratedSources);
        GeneratorRunResult result = GeneratorRun.Result(driver.RunGenerators(compilation.Edit(file, text => text.Replace(before, after, StringComparison.Ordinal))));
        Assert.Equal((edit, isModified), (edit, GeneratorRun.OutputReasons(result).Contains(IncrementalStepRunReason.Modified)));
    }

    [Fact]
    public void Equal_source_gives_equal_summaries() => Assert.Equal(SummaryRun.Text(Library), SummaryRun.Text(Library));

    [Fact]
    public void Nothing_is_written_without_modules() =>
        Assert.Empty(GeneratorRun.Of(ConsumerCompilation.Create("public class A { } public class B : A { }"), new ForwardSummaryGenerator()).Files);

    private static GeneratorRun Run(string source) => GeneratorRun.Of(Compilation(source));

    private static CSharpCompilation Compilation(string source) =>
        ConsumerCompilation.Create([TestCompilation.ModelUsings + source], references: [SummaryRun.Image(SummaryRun.Library(Library, "Vendor"))]);
}

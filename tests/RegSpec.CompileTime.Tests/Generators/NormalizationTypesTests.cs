using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>The option <c>regspec.normalization_types</c> reaches the generated code: the run time does what the plan under review says.</summary>
public class NormalizationTypesTests
{
    private const string Model = """

        namespace Acme;
        public sealed class Rms : Module<Tensor, Tensor>
        {
            private readonly Parameter scale = Parameter(ones(8, 8));
            public Rms() : base("Rms") => RegisterComponents();
            public override Tensor forward(Tensor x) => Vendor(x) * scale;
            private static Tensor Vendor(Tensor x) => (Tensor)typeof(Rms).GetMethod("Norm")!.Invoke(null, [x])!;
        }
        [WeightDecay(0.1)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly Rms norm = new();
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """;

    [Theory]
    [InlineData("", "weight", "unknown role", false)]
    [InlineData("Rms", "weight", "normalization scale", true)]
    [InlineData("Acme.Rms", "weight", "normalization scale", true)]
    [InlineData("Other|Rms", "weight", "normalization scale", true)]
    [InlineData("Other", "weight", "unknown role", false)]
    public void The_plan_in_the_code_knows_the_named_classes(string names, string role, string scale, bool isInvariant)
    {
        string code = Generate(Driver(names), Compilation(), out _);
        Assert.Matches($@"fc\.weight +{role} +{(isInvariant ? "0 .*scale-invariant" : "0\\.1 ")}", code);
        Assert.Matches($@"norm\.scale +{scale} ", code);
        Assert.Equal(isInvariant, code.Contains("scaleInvariant:", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_option_gives_other_code_and_back()
    {
        GeneratorDriver driver = Driver("");
        CSharpCompilation compilation = Compilation();
        string without = Generate(driver, compilation, out driver);
        string with = Generate(driver.WithUpdatedAnalyzerConfigOptions(new Provider("Rms")), compilation, out driver);
        string again = Generate(driver.WithUpdatedAnalyzerConfigOptions(new Provider("")), compilation, out _);
        Assert.NotEqual(without, with);
        Assert.Equal(without, again);
    }

    private static CSharpCompilation Compilation() => ConsumerCompilation.Create([TestCompilation.ModelUsings + Model]);

    private static GeneratorDriver Driver(string names) => CSharpGeneratorDriver.Create(
        [new ParameterGroupsGenerator().AsSourceGenerator()],
        parseOptions: (CSharpParseOptions)Compilation().SyntaxTrees[0].Options,
        optionsProvider: new Provider(names));

    private static string Generate(GeneratorDriver driver, CSharpCompilation compilation, out GeneratorDriver after)
    {
        after = driver.RunGenerators(compilation);
        return string.Join("\n", after.GetRunResult().GeneratedTrees.Select(tree => tree.ToString()));
    }

    private sealed class Provider(string names) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(names);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(string names) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> values = names.Length == 0
            ? ImmutableDictionary<string, string>.Empty
            : ImmutableDictionary<string, string>.Empty.Add("regspec.normalization_types", names);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}

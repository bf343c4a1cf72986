using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>Rows as they look while they are typed: no rule throws, and neither does the generator.</summary>
public class BrokenRowTests
{
    private const string Whole = """

        public enum Kind : long { A = 1, B = long.MaxValue }
        public abstract class Base { [Feature(PenaltyFactor = 2)] public virtual float Inherited { get; set; } }
        [RidgeRegression(Lambda = 2, FitIntercept = false)]
        public sealed class Row : Base
        {
            [Feature, Standardized] public required double? X { get; init; }
            [Feature(Length = 3, Scaling = FeatureScaling.None)] public double[] Many { get; set; } = [];
            [Feature] public Kind Kind { get; set; }
            [Target] public double Y { get { return 1; } }
            [SampleWeight] public int Weight;
        }
        """;

    [Theory]
    [InlineData("[Feature(Length = )]")]
    [InlineData("[Feature(Length = \"3\")]")]
    [InlineData("[Feature(Scaling = (FeatureScaling)99)]")]
    [InlineData("[Feature(PenaltyFactor = null)]")]
    [InlineData("[Feature(Missing)]")]
    [InlineData("[Feature, Feature]")]
    [InlineData("[Feature(Length = int.MaxValue)]")]
    public async Task Half_typed_attributes(string attribute) => await RequireNoThrowAsync(Whole.Replace("[Feature]", attribute, StringComparison.Ordinal));

    [Fact]
    public async Task The_attribute_on_two_parts() => await RequireNoThrowAsync(
        Whole.Replace("sealed class", "sealed partial class", StringComparison.Ordinal) + "\n[RidgeRegression(Lambda = 3)] public sealed partial class Row { }");

    [Fact]
    public async Task Tokens_missing_doubled_or_cut_off()
    {
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(Whole, TestCompilation.ParseOptions).GetRoot().DescendantTokens()];
        for (int i = 0; i < tokens.Length; i++)
        {
            string broken = (i % 3) switch
            {
                0 => Whole[..tokens[i].Span.End],
                1 => Whole.Remove(tokens[i].SpanStart, tokens[i].Span.Length),
                _ => Whole.Insert(tokens[i].SpanStart, tokens[i].Text + " "),
            };
            await RequireNoThrowAsync(broken);
        }

        Assert.True(tokens.Length > 100);
    }

    private static async Task RequireNoThrowAsync(string source)
    {
        Compilation compilation = TestCompilation.CreateUnchecked(TestCompilation.ModelUsings + source);
        ImmutableArray<Diagnostic> diagnostics = await Rules.RunAsync(compilation);
        Diagnostic[] crashes = [.. diagnostics.Where(diagnostic => diagnostic.Id == "AD0001")];
        Assert.True(crashes.Length == 0, Rules.Print(crashes) + Environment.NewLine + source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new RidgeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        Assert.Null(Assert.Single(driver.RunGenerators(compilation).GetRunResult().Results).Exception);
    }
}

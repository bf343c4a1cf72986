using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.CompileTime.Tests.Analyzers;

/// <summary>Code is broken most of the time it is typed: no rule may throw on it.</summary>
public class BrokenZooTests
{
    private const int VariantsOfEach = 8;

    /// <summary>Variants of each class of an architecture; 20 makes more than a thousand.</summary>
    private const string VariantsVariable = "REGSPEC_BROKEN_VARIANTS";

    /// <summary>Attributes as they look half-typed, on every kind of place.</summary>
    private static readonly string[] HalfTyped =
    [
        "[WeightDecay]", "[WeightDecay(]", "[WeightDecay(\"x\")]", "[WeightDecay(0.1, Parameters = )]", "[WeightDecay(0.1, Parameters = null)]",
        "[WeightDecay(0.1, Policy = (DecayPolicy)99)]", "[NoWeightDecay(Parameters = \";;*;\")]", "[WeightDecay(Missing)]", "[WeightDecay(0.1f, 2)]",
        "[ParameterRole]", "[ParameterRole((ParameterRole)(-1))]", "[LearningRateScale(x)]", "[Normalization, Normalization]",
    ];

    /// <summary>The classes of the zoo, one by one.</summary>
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Zoo"), "*.cs").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Architectures => [.. InvarianceZoo.Files.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task No_rule_throws(string file)
    {
        TypeDeclarationSyntax[] types = Types(Path.Combine("Zoo", file));
        var random = new Random(file.Length);
        foreach (string broken in types.SelectMany(type => Break(type.ToFullString(), random, VariantsOfEach)))
        {
            await AssertNoCrash(TestCompilation.ModelUsings + "\n" + broken);
        }
    }

    /// <summary>One class of an architecture is broken and annotated, so that its <c>forward</c> is followed into the others, which are whole.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task No_proof_throws(string file)
    {
        int each = int.TryParse(Environment.GetEnvironmentVariable(VariantsVariable), CultureInfo.InvariantCulture, out int asked) ? asked : 1;
        TypeDeclarationSyntax[] types = Types(Path.Combine("Zoo", "Invariance", file));
        string annotated = string.Concat(types.Select(type => "[WeightDecay(0.05)]\n" + type.ToFullString().TrimStart()));
        var random = new Random(file.Length);
        foreach (TypeDeclarationSyntax type in types.Where(type => !type.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            string whole = type.ToFullString().TrimStart();
            foreach (string broken in Break(whole, random, each))
            {
                await AssertNoCrash(TestCompilation.ModelUsings + "\nusing F = TorchSharp.torch.nn.functional;\n" + annotated.Replace(whole, broken, StringComparison.Ordinal));
            }
        }
    }

    private static TypeDeclarationSyntax[] Types(string file)
    {
        SyntaxNode root = TestCompilation.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)), file).GetRoot();
        TypeDeclarationSyntax[] types = [.. root.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => type.Parent is not TypeDeclarationSyntax)];
        Assert.NotEmpty(types);
        return types;
    }

    private static async Task AssertNoCrash(string source)
    {
        ImmutableArray<Diagnostic> diagnostics = await Rules.RunAsync(TestCompilation.CreateUnchecked(source), plan: "Net: fc.weight  1  Weight  old\nnonsense");
        Diagnostic[] crashes = [.. diagnostics.Where(diagnostic => diagnostic.Id == "AD0001")];
        Assert.True(crashes.Length == 0, Rules.Print(crashes) + Environment.NewLine + source);
    }

    /// <summary>Cut off, with a token missing or doubled, with two swapped, with half-typed attributes.</summary>
    private static IEnumerable<string> Break(string type, Random random, int variants)
    {
        for (int i = 0; i < variants; i++)
        {
            SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(type, TestCompilation.ParseOptions).GetRoot().DescendantTokens()];
            SyntaxToken token = tokens[random.Next(tokens.Length - 1)];
            SyntaxToken other = tokens[random.Next(tokens.Length - 1)];
            yield return ((i + type.Length) % 5) switch
            {
                0 => type[..token.Span.End],
                1 => type.Remove(token.SpanStart, token.Span.Length),
                2 => type.Insert(token.SpanStart, token.Text + " "),
                3 => type.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text),
                _ => type.Replace("private readonly", HalfTyped[random.Next(HalfTyped.Length)] + " private readonly", StringComparison.Ordinal)
                    .Replace("public sealed class", HalfTyped[random.Next(HalfTyped.Length)] + " public sealed class", StringComparison.Ordinal),
            };
        }
    }
}

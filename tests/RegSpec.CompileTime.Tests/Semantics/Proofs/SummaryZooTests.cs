using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// The architectures of the zoo as libraries, each model wrapped by a class of another assembly that knows its summary alone: what is claimed of
/// weights before and inside it is measured.
/// </summary>
[Collection(RandomStream.Name)]
public partial class SummaryZooTests
{
    /// <summary>Set to 1, each model is wrapped in every way; by default in one, its neighbour in another.</summary>
    private const string AllVariable = "REGSPEC_ALL_WRAPPERS";

    public static TheoryData<string> Files => [.. InvarianceZoo.Files.Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_claimed_through_a_summary_is_refuted(string file)
    {
        string zoo = File.ReadAllText(InvarianceZoo.Files.Single(path => Path.GetFileName(path) == file)).Replace("class Sample", "class ZooSample", StringComparison.Ordinal);
        CSharpCompilation library = SummaryRun.Build(ConsumerCompilation.Create([zoo], "Vendor"));
        string wrappers = string.Join("\n", Models().Matches(zoo).Select((model, number) => Wrapper(model, number, zoo, library)));
        CSharpCompilation application = ConsumerCompilation.Create(
            [TestCompilation.ModelUsings + "public static partial class Sample { }\n" + wrappers],
            references: [SummaryRun.Image(library)]);
        List<string> refused = [];
        Finding[] findings = [.. Specimen.Measure(application, LoadedConsumer.Load(library, application), refused).SelectMany(model => model.Compare())];
        Assert.Empty(refused);
        Assert.True(findings.All(finding => !finding.IsRefuted), Finding.Print(findings.Where(finding => finding.IsRefuted)));

        // Not for lack of claims.
        Assert.Contains(findings, finding => finding.Claim is not null);
    }

    [Fact]
    public void A_summary_is_what_its_text_says()
    {
        foreach (string zoo in InvarianceZoo.Sources)
        {
            CSharpCompilation library = SummaryRun.Build(ConsumerCompilation.Create([zoo], "Vendor"));
            AttributeData[] attributes = [.. library.Assembly.GetAttributes().Where(a => a.AttributeClass!.Name == "ForwardSummaryAttribute")];
            Assert.NotEmpty(attributes);
            foreach (AttributeData attribute in attributes)
            {
                string[] lines = [.. attribute.ConstructorArguments[2].Values.Select(value => (string)value.Value!)];
                ForwardSummary? summary = ForwardSummary.Read(SummaryLine.Version, lines);
                Assert.True(summary is not null || !lines.Any(line => line.StartsWith("forward|", StringComparison.Ordinal)), string.Join("\n", lines));
                Assert.Equal(summary, summary is null ? null : ForwardSummary.Read(SummaryLine.Version, [.. summary.Write()]));

                // Cut anywhere, it is another summary or none, and never an exception.
                foreach (string line in lines)
                {
                    for (int length = 0; length < line.Length; length += 3)
                    {
                        _ = ForwardSummary.Read(SummaryLine.Version, [.. lines.Where(other => other != line), line[..length]]);
                    }
                }
            }
        }
    }

    /// <summary>Classes that take and return one tensor; three ways to wrap one that takes no tokens, one to wrap one that does.</summary>
    private static string Wrapper(Match model, int number, string zoo, CSharpCompilation library)
    {
        (string name, string made) = (model.Groups["name"].Value, model.Groups["made"].Value);
        string type = made[4..made.IndexOf('(', StringComparison.Ordinal)];
        INamedTypeSymbol? symbol = library.GetSymbolsWithName(type.Split('.')[^1], SymbolFilter.Type).OfType<INamedTypeSymbol>().SingleOrDefault();
        if (symbol?.BaseType?.ToDisplayString() != "TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>" || symbol.DeclaredAccessibility != Accessibility.Public)
        {
            return "";
        }

        string outputs = zoo.Contains($" {name}Outputs(", StringComparison.Ordinal) ? name + "Outputs" : "Outputs";
        Match call = Regex.Match(zoo, $@" {outputs}\(Module model\)[^;]*;");
        Match same = Regex.Match(call.Value, @"=> (\w+)\(model\);");
        call = same.Success ? Regex.Match(zoo, $@" {same.Groups[1].Value}\(Module model\)[^;]*;") : call;
        bool takesTokens = call.Value.Contains("Tokens", StringComparison.Ordinal) || call.Value.Contains("randint", StringComparison.Ordinal);
        string space = symbol.ContainingNamespace.IsGlobalNamespace ? "" : symbol.ContainingNamespace.ToDisplayString() + ".";
        string instance = "new " + space + made[4..];
        (string Suffix, string Body)[] variants = takesTokens
            ? [("Behind", "var y = inner.call(x); return y / y.norm();")]
            :
            [
                ("Before", "return inner.call(x * factor);"),
                ("Shifted", "return inner.call(x * factor + 0.25);"),
                ("Behind", "var y = inner.call(x * factor); return y / y.norm();"),
            ];
        IEnumerable<(string Suffix, string Body)> chosen = Environment.GetEnvironmentVariable(AllVariable) == "1" ? variants : [variants[number % variants.Length]];
        return string.Join("\n", chosen.Select(variant => $$"""
            public static partial class Sample
            {
                public static Module {{name}}{{variant.Suffix}}() => new {{name}}{{variant.Suffix}}Wrapper();
                public static IReadOnlyList<Tensor> {{name}}{{variant.Suffix}}Outputs(Module model) => {{space}}ZooSample.{{outputs}}(model);
            }
            public sealed class {{name}}{{variant.Suffix}}Wrapper : Module<Tensor, Tensor>
            {
                private readonly {{space}}{{type}} inner = {{instance}};
                private readonly Parameter factor = Parameter(ones(1));
                public {{name}}{{variant.Suffix}}Wrapper() : base("wrapper") => RegisterComponents();
                public override Tensor forward(Tensor x) { {{variant.Body}} }
            }
            """));
    }

    [GeneratedRegex(@"public static Module (?<name>\w+)\(\) => (?<made>new .*);")]
    private static partial Regex Models();
}

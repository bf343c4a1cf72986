using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Vocabulary;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Long, wide and deep code: proved where it is only long, given up with a reason where a budget ends, and never endless.</summary>
public class BudgetTests(ITestOutputHelper output)
{
    private const int Statements = 5000, Branches = 1000;

    [Fact]
    public void A_straight_body_of_thousands_of_statements_is_proved()
    {
        string body = string.Concat(Enumerable.Range(0, Statements).Select(i => $"var h{i + 1} = {(i % 3 == 0 ? $"h{i}.relu()" : i % 3 == 1 ? $"h{i} * 2" : $"functional.dropout(h{i})")};\n"));
        ScaleInvarianceFacts facts = Study("", $"var h0 = fc.call(x);\n{body}return norm.call(h{Statements});");
        Assert.Equal(["fc.weight"], facts.Proved.Select(f => f.Path));
    }

    [Fact]
    public void A_thousand_branches_are_proved() => Assert.Equal(
        ["fc.weight"],
        Study("", "var h = fc.call(x);\n" + string.Concat(Enumerable.Range(0, Branches).Select(i => $"if (x.shape[0] > {i}) h = h * {i + 2}; else h = h.relu();\n")) + "return norm.call(h);").Proved.Select(f => f.Path));

    [Fact]
    public void Mutual_recursion_is_unknown() => AssertGivenUp(
        Study("private Tensor A(Tensor t) => t.shape[0] > 3 ? B(t) : t; private Tensor B(Tensor t) => t.shape[0] > 2 ? A(t.relu()) : t;", "return norm.call(A(fc.call(x)));"),
        "calls itself");

    [Fact]
    public void Helpers_that_call_two_others_each_end_at_the_budget()
    {
        string helpers = string.Concat(Enumerable.Range(0, 30).Select(i => $"private Tensor H{i}(Tensor t) => H{i + 1}(t) + H{i + 1}(t);\n")) + "private Tensor H30(Tensor t) => t;";
        AssertGivenUp(Study(helpers, "return norm.call(H0(fc.call(x)));"), "the analysis stops after " + Budget.Steps);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(390, true)]
    public void Deep_nesting_ends_in_a_proof_or_in_unknown(int depth, bool isProved)
    {
        string body = "var h = fc.call(x);\n" + string.Concat(Enumerable.Repeat("if (x.shape[0] > 1) {\n", depth)) + "h = h.relu();" + new string('}', depth) + "\nreturn norm.call(h);";
        Assert.Equal(isProved ? ["fc.weight"] : [], Study("", body).Proved.Select(f => f.Path));
    }

    [Fact]
    public void The_budget_is_far_above_the_largest_architecture()
    {
        int most = 0;
        foreach (string source in InvarianceZoo.Sources)
        {
            CSharpCompilation compilation = TestCompilation.Create(source);
            var models = new CachedModels(compilation);
            IEnumerable<INamedTypeSymbol> types = compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(type => !type.IsStatic);
            most = Math.Max(most, types.Max(type => HomogeneityAnalysis.Study(type, HomogeneityAnalysis.Build(type, models, default), null).Steps));
        }

        output.WriteLine($"largest architecture: {most} operations, budget {Budget.Steps}");
        Assert.InRange(most, 1000, Budget.Steps / 20);
    }

    private static void AssertGivenUp(ScaleInvarianceFacts facts, string reason)
    {
        Assert.Empty(facts.Proved);
        Assert.Contains(reason, Assert.Single(facts.Unproved, u => u.Path == "fc.weight").Why, StringComparison.Ordinal);
    }

    private ScaleInvarianceFacts Study(string members, string body)
    {
        CSharpCompilation compilation = TestCompilation.Create($$"""
            {{TestCompilation.ModelUsings}}
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                {{members}}
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) { {{body}} }
            }
            """);
        var watch = Stopwatch.StartNew();
        ScaleInvarianceFacts facts = Specimen.Analyze(compilation, "Net");
        output.WriteLine($"bound and analysed in {watch.ElapsedMilliseconds} ms");
        return facts;
    }
}

using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>What a class does with its raw parameters and its inputs.</summary>
public class UsageTests
{
    private const string Unknown = "";

    [Theory]
    // Norms by hand, as in libraries that have none of their own.
    [InlineData("w * (x * rsqrt(x.pow(2).mean(new long[] { -1 }, true) + 1e-6))", "NormScale", Unknown)]
    [InlineData("x * rsqrt(x.square().mean(new long[] { -1 }, keepdim: true) + eps) * w", "NormScale", Unknown)]
    [InlineData("(1 + w) * (x * rsqrt(x.square().mean(new long[] { -1 }, keepdim: true) + eps))", "NormScale", Unknown)]
    [InlineData("w * (x / (x.norm(-1, true) + eps)) + b", "NormScale", "NormShift")]
    [InlineData("w * ((x - x.mean(new long[] { -1 }, true)) / (x.var(-1, false, true) + eps).sqrt()) + b", "NormScale", "NormShift")]
    [InlineData("(x / (x.norm(-1, true) + eps)).to(ScalarType.Float32) * w", "NormScale", Unknown)]
    [InlineData("functional.normalize(x) * w", "NormScale", Unknown)]
    [InlineData("functional.layer_norm(x, new long[] { 8 }, w, b)", "NormScale", "NormShift")]
    // Weights and biases.
    [InlineData("functional.linear(x, w, b)", "Weight", "Bias")]
    [InlineData("functional.linear(x, w)", "Weight", Unknown)]
    [InlineData("x.matmul(w)", "Weight", Unknown)]
    [InlineData("matmul(x, w.t()) + b", "Weight", "Bias")]
    [InlineData("x.mm(w.transpose(0, 1))", "Weight", Unknown)]
    [InlineData("functional.conv1d(x, w, b)", "Weight", "Bias")]
    // Nothing shows these: gains, tokens, what is used in two ways, what is not used.
    [InlineData("x * w", Unknown, Unknown)]
    [InlineData("x + w", Unknown, Unknown)]
    [InlineData("functional.gelu(x) * w", Unknown, Unknown)]
    [InlineData("cat(new[] { w, x }, 0)", Unknown, Unknown)]
    [InlineData("x.matmul(w) + functional.normalize(x) * w", Unknown, Unknown)]
    [InlineData("functional.cosine_similarity(x, x) * w", Unknown, Unknown)]
    [InlineData("functional.linear(functional.normalize(x), functional.normalize(b)) * w", Unknown, Unknown)]
    [InlineData("(x > 0).to(ScalarType.Float32) * w", Unknown, Unknown)]
    [InlineData("x", Unknown, Unknown)]
    public void Role_of_a_raw_parameter(string forward, string weight, string bias)
    {
        UsageFacts facts = Study($$"""
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Parameter w = Parameter(ones(8, 8)), b = Parameter(ones(8, 8));
                private readonly double eps;
                public Net(double eps) : base("Net") { this.eps = eps; RegisterComponents(); }
                public override Tensor forward(Tensor x) => {{forward}};
            }
            """);
        Assert.Equal(
            new[] { (Path: "b", Role: bias), (Path: "w", Role: weight) }.Where(r => r.Role != Unknown),
            facts.Roles.Select(r => (r.Path, r.Role.ToString())));
    }

    [Fact]
    public void A_constructor_that_leads_elsewhere_leaves_the_role_open() => Assert.Empty(Study("""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Parameter w = Parameter(ones(8));
            private readonly bool normalizes;
            public Net() : base("Net") { normalizes = true; RegisterComponents(); }
            public Net(int size) : base("Net") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => normalizes ? functional.normalize(x) * w : x.matmul(w);
        }
        """).Roles);

    [Theory]
    [InlineData("fc.call(x)", "x → fc.weight")]
    [InlineData("fc.call(x.flatten(1))", "x → fc.weight")]
    [InlineData("fc.call(functional.dropout(x / 255))", "x → fc.weight")]
    [InlineData("norm.call(fc.call(x.relu()))", "x → fc.weight")]
    [InlineData("last.call(fc.call(x).relu())", "x → fc.weight")]
    [InlineData("fc.call(norm.call(x))", "")]
    [InlineData("fc.call(functional.normalize(x))", "")]
    [InlineData("fc.call((x - 0.13) / 0.31)", "")]
    [InlineData("fc.call(x.sigmoid())", "")]
    [InlineData("fc.call(conv.call(x).relu().flatten(1))", "")]
    [InlineData("fc.call(table.call(x))", "")]
    [InlineData("fc.call(x * x)", "")]
    [InlineData("x", "")]
    public void Inputs_that_reach_a_linear_layer(string forward, string reaches) => Assert.Equal(
        reaches,
        string.Join("; ", Study($$"""
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(8, 8), last = Linear(8, 8);
                private readonly Conv2d conv = Conv2d(3, 8, 3);
                private readonly Embedding table = Embedding(8, 8);
                private readonly LayerNorm norm = LayerNorm(8);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => {{forward}};
            }
            """).Inputs.Select(input => input.Input + " → " + input.Weight)));

    [Theory]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d norm = BatchNorm2d(8);", "norm.call(conv.call(x))", "conv → norm")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d norm = BatchNorm2d(8);", "norm.call(conv.call(x))", "")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d norm = BatchNorm2d(8);", "norm.call(conv.call(x).relu())", "")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d norm = BatchNorm2d(8);", "norm.call(conv.call(x)) + conv.call(x)", "")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly GroupNorm norm = GroupNorm(2, 8);", "norm.call(conv.call(x))", "")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly InstanceNorm2d norm = InstanceNorm2d(8);", "norm.call(conv.call(x))", "conv → norm")]
    [InlineData("private readonly Linear conv = Linear(8, 8); private readonly BatchNorm1d norm = BatchNorm1d(8);", "norm.call(conv.call(x))", "")]
    [InlineData("private readonly Linear conv = Linear(8, 8); private readonly BatchNorm1d norm = BatchNorm1d(8);", "norm.call(conv.call(x.flatten(1)))", "conv → norm")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3), other = Conv2d(8, 8, 3, padding: 1); private readonly BatchNorm2d norm = BatchNorm2d(8);", "norm.call(other.call(conv.call(x)))", "other → norm")]
    public void Dead_biases(string members, string forward, string dead)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""
            public sealed class Net : Module<Tensor, Tensor>
            {
                {{members}}
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => {{forward}};
            }
            """);
        IReadOnlyList<DeadBias> found = HomogeneityAnalysis.Study(compilation.Type("Net"), HomogeneityAnalysis.Build(compilation.Type("Net"), new CachedModels(compilation), default), null).DeadBiases;
        Assert.Equal(dead, string.Join("; ", found.Select(bias => bias.Proof)));
    }

    private static UsageFacts Study(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + source);
        return UsageAnalysis.Analyze(compilation.Type("Net"), new CachedModels(compilation), default);
    }
}

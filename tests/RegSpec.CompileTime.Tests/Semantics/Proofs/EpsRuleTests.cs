using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>What may stand as the ε of a norm: a small constant or what the user sets, and nothing that the code computes or changes.</summary>
public class EpsRuleTests
{
    [Theory]
    [InlineData("", "1e-6", true)]
    [InlineData("", "5", false)]
    [InlineData("", "-1e-6", false)]
    [InlineData("private readonly double eps = 1e-6;", "eps", true)]
    [InlineData("private readonly double eps = 0.5;", "eps", false)]
    [InlineData("private double eps = 1e-6;", "eps", true)]
    [InlineData("public double eps = 1e-6;", "eps", true)]
    [InlineData("public double Eps { get; set; } = 1e-6;", "Eps", true)]
    [InlineData("public sealed record Config(double Eps); private readonly Config config = new(1e-6);", "config.Eps", true)]
    [InlineData("private static double eps = 1e-6;", "eps", true)]
    [InlineData("private double eps = 1e-6; public void Set(double value) { eps = value; }", "eps", false)]
    [InlineData("private double eps = 1e-6; public void Grow() { eps *= 10; }", "eps", false)]
    [InlineData("private double eps = 1e-6; public double Eps { get => eps; set => eps = value; }", "Eps", false)]
    [InlineData("private readonly double[] eps = { 1e-6, 2.0 };", "eps[0]", true)]
    [InlineData("private readonly double[] eps = { 1e-6, 2.0 };", "eps[(int)x.shape[0] % 2]", false)]
    [InlineData("private readonly double eps = 1e-6;", "eps * x.shape[0]", false)]
    [InlineData("", "(x.shape[0] > 3 ? 1e-6 : 1.0)", false)]
    [InlineData("private readonly Parameter eps = Parameter(ones(1) * 1e-6);", "eps", false)]
    public void Beside_a_norm(string member, string eps, bool isProved) => AssertProved(isProved, member, $"var h = fc.call(x); return h / (h.norm() + {eps});");

    [Theory]
    [InlineData("private readonly LayerNorm big = LayerNorm(8, eps: 5);", "big.call(fc.call(x))", false)]
    [InlineData("private readonly LayerNorm small = LayerNorm(8, eps: 1e-3);", "small.call(fc.call(x))", true)]
    [InlineData("private readonly BatchNorm1d big = BatchNorm1d(8, eps: 1);", "big.call(fc.call(x))", false)]
    [InlineData("", "functional.normalize(fc.call(x), eps: 10)", false)]
    [InlineData("", "functional.cosine_similarity(fc.call(x), x, 1, 1)", false)]
    [InlineData("", "functional.layer_norm(fc.call(x), new long[] { 8 }, null, null, 1)", false)]
    [InlineData("", "functional.layer_norm(fc.call(x), new long[] { 8 }, null, null, 1e-5)", true)]
    public void Of_a_norm(string member, string result, bool isProved) => AssertProved(isProved, member, $"return {result};");

    /// <summary>A loop makes many norms: a constant is the same in all, what counts up is not.</summary>
    [Theory]
    [InlineData("new Hand(1e-6)", true)]
    [InlineData("new Hand(eps)", true)]
    [InlineData("new Hand(1e-3 * i)", false)]
    public void Of_norms_made_in_a_loop(string made, bool isProved) => Assert.Equal(isProved, Study($$"""
        public sealed class Hand(double eps) : Module<Tensor, Tensor>("Hand")
        {
            public override Tensor forward(Tensor x) => x * rsqrt(x.square().mean() + eps);
        }
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly ModuleList<Hand> norms = new();
            public Net(int depth, double eps) : base("Net") { for (int i = 0; i < depth; i++) norms.Add({{made}}); RegisterComponents(); }
            public override Tensor forward(Tensor x) => norms[0].call(fc.call(x));
        }
        """).Proved.Count == 1);

    private static void AssertProved(bool isProved, string member, string body) => Assert.Equal(isProved, Study($$"""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            {{member}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) { {{body}} }
        }
        """).Proved.Any(fact => fact.Path == "fc.weight"));

    private static ScaleInvarianceFacts Study(string source) => Specimen.Analyze(TestCompilation.Create(TestCompilation.ModelUsings + source), "Net");
}

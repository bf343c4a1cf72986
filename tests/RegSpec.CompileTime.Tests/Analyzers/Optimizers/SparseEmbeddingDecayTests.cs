using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.SparseEmbeddingDecayAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3008: sparse gradients and decay (torchsharp-0.107, 1.2).</summary>
public class SparseEmbeddingDecayTests
{
    [Fact]
    public Task A_call_decays_the_model_it_is_in() => Verify.ReportsMessageAsync(
        Lm("") + Use("var o = [|optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4)|];"),
        "'tokens' has sparse gradients and is decayed by weight_decay = 1e-4: step() throws, since decay is dense; use sparse: false or leave it undecayed");

    [Fact]
    public Task A_call_decays_the_layer_itself() => Verify.ReportsAsync(
        Lm("") + Use("var bag = EmbeddingBag(10, 4, sparse: true); var o = [|optim.Adagrad(bag.parameters(), weight_decay: l2)|];"));

    [Fact]
    public Task A_declaration_decays_it() => Verify.ReportsMessageAsync(
        Lm("[WeightDecay(0.1)]", reported: true),
        "'tokens' has sparse gradients and is decayed by the declaration: step() throws, since decay is dense; use sparse: false or leave it undecayed");

    [Theory]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1, weight_decay: 0);")]
    [InlineData("var o = optim.SGD(model.head.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("var o = optim.SGD(model.parameters().Where(p => p.dim() == 1), 0.1, weight_decay: 1e-4);")]
    [InlineData("var dense = Embedding(10, 4); var o = optim.SGD(dense.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("var dense = Embedding(10, 4, sparse: false); var o = optim.SGD(dense.parameters(), 0.1, weight_decay: 1e-4);")]
    public Task Undecayed_dense_or_another_layer(string code) => Verify.IsSilentAsync(Lm("") + Use(code));

    [Theory]
    [InlineData("[WeightDecay(0.1)]", "[NoWeightDecay] ")]
    [InlineData("[WeightDecay(0.1, Policy = DecayPolicy.DeclaredOnly)]", "")]
    [InlineData("[NoWeightDecay]", "")]
    public Task Declared_without_decay(string onClass, string onMember) => Verify.IsSilentAsync(Lm(onClass, onMember));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Lm("") + Use("var o = [|optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4)|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Lm("") + Use("var o = [|optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4)|];"));

    private static string Lm(string onClass, string onMember = "", bool reported = false) => $$"""

        {{onClass}}
        public sealed class Lm : Module<Tensor, Tensor>
        {
            {{onMember}}private readonly Embedding tokens = {{(reported ? "[|Embedding(100, 4, sparse: true)|]" : "Embedding(100, 4, sparse: true)")}};
            public readonly Linear head = Linear(4, 1);
            public Lm() : base("Lm") => RegisterComponents();
            public override Tensor forward(Tensor x) => head.call(tokens.call(x));
        }

        """;

    private static string Use(string code) => "public static class Program { public static void Train(Lm model, double l2) { " + code + " } }";
}

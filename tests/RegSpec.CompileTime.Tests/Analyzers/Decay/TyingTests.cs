using RegSpec.CodeFixes;
using RegSpec.CompileTime.Tests.Analyzers.Optimizers;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.TyingAnalyzer, RegSpec.CodeFixes.SwapTyingCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.TyingAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1009: tying that makes a second wrapper (torchsharp-0.107, 3.4).</summary>
public class TyingTests
{
    private const string Layers = "var emb = Embedding(10, 4); var other = Embedding(10, 4); var head = Linear(4, 10, hasBias: false); var cell = RNNCell(4, 4);\n";

    [Fact]
    public Task The_usual_order_of_language_models() => Verify.ReportsMessageAsync(
        TrainingCode.With(Layers + "[|head.weight = emb.weight|];"),
        "The getter 'emb.weight' makes a new Parameter for the same tensor, so 'head.weight' is listed beside it, stepped and decayed twice; 'emb.weight = head.weight' keeps one, and the initial values of 'head.weight' in place of those of 'emb.weight'");

    [Fact]
    public Task Two_getters_that_make_wrappers() => Verify.ReportsMessageAsync(
        TrainingCode.With(Layers + "[|other.weight = emb.weight|];"),
        "The getter 'emb.weight' makes a new Parameter for the same tensor, so 'other.weight' is listed beside it, stepped and decayed twice; hold one Parameter in a variable and give it to both, with the initial values both are to have");

    [Theory]
    [InlineData("[|other.weight = emb.weight|];")]
    [InlineData("var w = emb.weight; [|head.weight = w|];")]
    [InlineData("var tied = [|Linear(emb.weight!)|];")]
    [InlineData("[|head.weight = cell.weight_ih|];")]
    public Task Other_getters_and_ways(string code) => Verify.ReportsAsync(TrainingCode.With(Layers + code));

    [Fact]
    public Task A_field_of_the_model_registers_the_wrapper() => Verify.ReportsAsync("""

        public sealed class Lm : Module<Tensor, Tensor>
        {
            private readonly Embedding emb = Embedding(10, 4);
            private readonly Parameter shared;
            public Lm() : base("Lm") { [|shared = emb.weight|]; RegisterComponents(); }
            public override Tensor forward(Tensor x) => functional.linear(emb.call(x), shared);
        }
        """);

    [Theory]
    [InlineData("emb.weight = head.weight;")]
    [InlineData("head.weight = Linear(4, 10).weight;")]
    [InlineData("var shared = Parameter(ones(10, 4)); head.weight = shared; emb.weight = shared;")]
    [InlineData("var seen = emb.weight; Console.WriteLine(seen!.dim());")]
    [InlineData("var y = functional.linear(ones(1, 4), emb.weight!);")]
    [InlineData("head.weight = Parameter(emb.weight!.clone());")]
    public Task One_wrapper_or_none_registered(string code) => Verify.IsSilentAsync(TrainingCode.With(Layers + code));

    [Fact]
    public Task Fix_swaps_the_sides() => Fix.ChangesAsync(
        TrainingCode.With(Layers + "[|head.weight = emb.weight|]; // tied"),
        TrainingCode.With(Layers + "emb.weight = head.weight; // tied"),
        SwapTyingCodeFix.Key);

    [Theory]
    [InlineData("emb.weight!")]
    [InlineData("(emb.weight!)")]
    public Task Fix_assigns_to_what_can_be_assigned(string value) => Fix.ChangesAsync(
        TrainingCode.With(Layers + "[|head.weight = " + value + "|];"),
        TrainingCode.With(Layers + "emb.weight = head.weight;"),
        SwapTyingCodeFix.Key);

    [Theory]
    [InlineData("[|other.weight = emb.weight|];")]
    [InlineData("var w = emb.weight; [|head.weight = w|];")]
    public Task Fix_needs_a_side_without_wrappers(string code) => Fix.OffersNothingAsync(TrainingCode.With(Layers + code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With(Layers + "[|head.weight = emb.weight|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With(Layers + "[|head.weight = emb.weight|];"));
}

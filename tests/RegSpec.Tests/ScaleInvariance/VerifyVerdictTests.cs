using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>What is no invariance is refuted, however it looks; what is one but for an ε or rounding is not.</summary>
[Collection(RandomStream.Name)]
public class VerifyVerdictTests
{
    private const double Far = 300;

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Violations = new()
    {
        // With a large scale alone, each of these looks invariant.
        ["gelu before a norm"] = h => functional.normalize(functional.gelu(h)),
        ["silu before a norm"] = h => functional.normalize(functional.silu(h)),
        ["a saturating function"] = h => h.tanh(),
        ["1 beside a norm"] = h => h / (1 + h.norm(1, true, 2f)),
        ["1 beside a square"] = h => h * (h.square().mean([1L], true) + 1).rsqrt(),
        ["a bias outgrown twofold"] = h => functional.normalize((h + 0.1).relu()),
        ["a bias outgrown fourfold"] = h => functional.normalize((h.square() - 0.1).relu()),
        ["a bias outgrown fourfold, and small"] = h => functional.normalize((h.square() - 0.02).relu()),
        // With a small scale alone, these.
        ["a bound that is far"] = h => functional.normalize(h.clamp(max: Far)),
        ["a term that is small"] = h => functional.normalize(h) + (1e-6 * h),
        // Nothing at first, so that the last digits of a norm beside it would be more.
        ["a step that is far"] = h => cat([functional.normalize(h), (h / Far).trunc()]),
        ["rounding"] = h => functional.normalize((100 * h).round()),
        // The values stay, and the gradient does not know.
        ["a straight-through sign"] = h => h + (h.sign() - h).detach(),
        ["a cut gradient"] = h => h / h.norm(1, true, 2f).detach(),
        ["a cut gradient beside an ε"] = h => h / (h.square().sum(1, true) + 1e-5).sqrt().detach(),
    };

    private static readonly Dictionary<string, (ScaleVerdict Verdict, Func<Tensor, Tensor> Function)> Invariances = new()
    {
        ["a norm"] = (ScaleVerdict.Exact, h => functional.normalize(h)),
        ["a cast to a narrow type inside"] = (ScaleVerdict.Exact, h => functional.normalize(h.to_type(ScalarType.BFloat16).to_type(ScalarType.Float64))),
        ["ε beside a square"] = (ScaleVerdict.UpToEps, h => h * (h.square().mean([1L], true) + 1e-5).rsqrt()),
        ["ε beside a norm"] = (ScaleVerdict.UpToEps, h => h / (h.norm(1, true, 2f) + 1e-6)),
        ["ε beside the norm of what is small"] = (ScaleVerdict.UpToEps, h => (h * 1e-7) / ((h * 1e-7).norm(1, true, 2f) + 1e-10)),
        ["ε beside the norm of a root"] = (ScaleVerdict.UpToEps, h => h.abs().sqrt() / (h.abs().sqrt().norm(1, true, 2f) + 1e-6)),
        ["ε beside a cube"] = (ScaleVerdict.UpToEps, h => h.pow(3) * (h.pow(6).mean([1L], true) + 1e-12).rsqrt()),
        ["ε beside a reciprocal"] = (ScaleVerdict.UpToEps, h => functional.normalize((h.square().reciprocal() + 1e-12).rsqrt())),
        ["two ε, one beside a reciprocal"] = (ScaleVerdict.UpToEps, h => functional.normalize(Rsqrt(Rsqrt(h)))),
        ["three ε"] = (ScaleVerdict.UpToEps, h => functional.normalize(Rsqrt(Rsqrt(Rsqrt(h))))),
        ["a constant"] = (ScaleVerdict.NoEffect, h => h * 0),
        ["its sign alone"] = (ScaleVerdict.NoEffect, h => h.sign()),
        // The mean of a centred tensor is zero but for rounding.
        ["a branch on rounding"] = (ScaleVerdict.NotRun, h => Centred(h) + Centred(h).mean([1L], true).sign()),
        ["a norm of rounding"] = (ScaleVerdict.NotRun, h => functional.layer_norm(functional.layer_norm(h, [4], eps: 0).mean([1L], true).expand(-1, 4) * h.abs(), [4], eps: 0)),
        ["a norm of a constant"] = (ScaleVerdict.NotRun, h => functional.layer_norm(h.cummax(-1).values.max(1, true).values.expand(-1, 4).clone(), [4], eps: 1e-30)),
    };

    public static TheoryData<string> Violating => [.. Violations.Keys];

    public static TheoryData<string> Invariant => [.. Invariances.Keys];

    [Theory]
    [MemberData(nameof(Violating))]
    public void A_violation_is_refuted(string name)
    {
        WeightVerification weight = Measure(Violations[name]);
        Assert.True(weight.Verdict == ScaleVerdict.Refuted, weight.ToString());
    }

    [Theory]
    [MemberData(nameof(Invariant))]
    public void An_invariance_gets_its_verdict(string name)
    {
        WeightVerification weight = Measure(Invariances[name].Function);
        Assert.True(weight.Verdict == Invariances[name].Verdict, weight.ToString());
        Assert.Equal(weight.Verdict == ScaleVerdict.NotRun, weight.Detail.Length > 0);
    }

    [Fact]
    public void A_small_bias_between_the_weight_and_a_norm_is_a_violation()
    {
        random.manual_seed(4);
        var model = Sequential(("first", Linear(5, 4)), ("act", ReLU()), ("norm", BatchNorm1d(4)));
        ScaleInvarianceReport report = ScaleInvariance.Verify(model, randn(6, 5));
        Assert.Equal(ScaleVerdict.Refuted, report["first.weight"].Verdict);
        Assert.True(report.Joint("first.weight")!.IsInvariant);
    }

    /// <summary>Invariant, by rounding that is another at each scale.</summary>
    private static Tensor Centred(Tensor h) => h.abs().log() - h.abs().log().mean([1L], true);

    private static Tensor Rsqrt(Tensor h) => (h.square() + 1e-12).rsqrt();

    private static WeightVerification Measure(Func<Tensor, Tensor> function)
    {
        random.manual_seed(1);
        var model = new Applies(function);
        return ScaleInvariance.Verify(model, randn(6, 5))["first.weight"];
    }

    private sealed class Applies : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 4, hasBias: false);
        private readonly Func<Tensor, Tensor> function;

        public Applies(Func<Tensor, Tensor> function)
            : base(nameof(Applies))
        {
            this.function = function;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => function(first.call(x));
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Measuring scale invariance on live models.</summary>
[Collection(RandomStream.Name)]
public class VerifyTests
{
    [Fact]
    public void Verdicts_tell_the_cases_apart()
    {
        var model = new Cases();
        model.to(ScalarType.Float64);
        ScaleInvarianceReport report = ScaleInvariance.Verify(model, randn(6, 5, dtype: ScalarType.Float64));
        Assert.Equal(ScaleVerdict.UpToEps, report["beforeNorm.weight"].Verdict);
        Assert.Equal(ScaleVerdict.NoEffect, report["beforeNorm.bias"].Verdict);
        Assert.Equal(ScaleVerdict.Exact, report["beforeNormalize.weight"].Verdict);
        Assert.Equal(ScaleVerdict.Refuted, report["withBias.weight"].Verdict);
        Assert.Equal(ScaleVerdict.Exact, report.Joint("withBias.weight")!.Verdict);
        Assert.Equal(ScaleVerdict.Refuted, report["saturating.weight"].Verdict);
        Assert.Equal(ScaleVerdict.Refuted, report["softened.weight"].Verdict);
        Assert.Equal(ScaleVerdict.Refuted, report["head.weight"].Verdict);
        Assert.Equal(ScaleVerdict.NotRun, report["zero"].Verdict);
        Assert.Contains("beforeNorm.weight", report.ToString(), StringComparison.Ordinal);
        Assert.Null(report.Joint("zero"));
    }

    [Fact]
    public void The_model_is_left_as_it_was()
    {
        var model = new Cases();
        model.eval();
        Dictionary<string, double> before = model.state_dict().ToDictionary(p => p.Key, p => p.Value.sum().to_type(ScalarType.Float64).ToDouble());
        Parameter[] parameters = [.. model.parameters()];
        random.manual_seed(3);
        Tensor input = rand(6, 5);
        double expected = rand(1).ToDouble();
        random.manual_seed(3);
        input = rand(6, 5);
        ScaleInvariance.Verify(model, input);
        Assert.Equal(expected, rand(1).ToDouble());
        Assert.Equal(before, model.state_dict().ToDictionary(p => p.Key, p => p.Value.sum().to_type(ScalarType.Float64).ToDouble()));
        Assert.Equal(parameters, model.parameters());
        Assert.All(model.modules(), module => Assert.False(module.training));
        Assert.All(parameters, p => Assert.True(p.grad is null));
    }

    [Fact]
    public void A_model_without_parameters_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => ScaleInvariance.Verify(ReLU(), rand(2, 2)));

    private sealed class Cases : Module<Tensor, Tensor>
    {
        private readonly Linear beforeNorm = Linear(5, 4), beforeNormalize = Linear(5, 4, hasBias: false), withBias = Linear(5, 4);
        private readonly Linear saturating = Linear(5, 4, hasBias: false), softened = Linear(5, 4, hasBias: false), head = Linear(4, 2);
        private readonly BatchNorm1d norm = BatchNorm1d(4);
        private readonly Parameter zero = Parameter(zeros(1));

        public Cases()
            : base(nameof(Cases)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            Tensor h = norm.call(beforeNorm.call(x)).tanh()
                + functional.normalize(beforeNormalize.call(x))
                + functional.normalize(withBias.call(x))
                + functional.normalize(functional.gelu(saturating.call(x)))
                + Soften(softened.call(x));
            return head.call(h) + zero;
        }

        private static Tensor Soften(Tensor s) => s / (1 + s.norm());
    }
}

using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Decay that rounding loses: the warning comes exactly where 1,000 steps of zero gradient change nothing.</summary>
[Collection(StockSteps.Name)]
public class LowPrecisionTests(ITestOutputHelper output)
{
    /// <summary>The usual 1e-8 is 0 in float16, where a step without gradient would be 0/0; the warning is asked of the usual one as well.</summary>
    private const double Eps = 1e-4;

    public static TheoryData<ScalarType, double, double, string> Cases()
    {
        var data = new TheoryData<ScalarType, double, double, string>();
        foreach (ScalarType type in (ScalarType[])[ScalarType.BFloat16, ScalarType.Float16])
        {
            double half = Math.ScaleB(1, type == ScalarType.BFloat16 ? -9 : -12);
            foreach (double product in (double[])[half / 16, half / 2, half * 0.99, half, half * 1.02, half * 2, half * 16])
            {
                foreach (double weightDecay in (double[])[0.01, 0.5])
                {
                    data.Add(type, product / weightDecay, weightDecay, "AdamW");
                    data.Add(type, product / weightDecay, weightDecay, "SGD");
                }
            }
        }

        data.Add(ScalarType.BFloat16, 1e-4, 0.1, "AdamW");
        data.Add(ScalarType.Float32, 1e-6, 0.01, "AdamW");
        data.Add(ScalarType.Float32, 1e-4, 0.01, "AdamW");
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Warned_exactly_where_nothing_decays(ScalarType type, double lr, double weightDecay, string name)
    {
        using var layer = nn.Linear(16, 8, hasBias: false);
        using (no_grad())
        {
            layer.weight!.copy_((1 + (arange(128) / 128.0)).reshape(8, 16));
        }

        layer.to(type);
        ParameterGroups groups = ParameterGroups.Of(layer, weightDecay);
        var warnings = new List<string>();
        Action<string> before = ParameterGroups.Warn;
        ParameterGroups.Warn = warnings.Add;
        using optim.Optimizer optimizer = name == "AdamW" ? groups.AdamW(lr, eps: Eps) : groups.SGD(lr);
        using optim.Optimizer second = name == "AdamW" ? groups.AdamW(lr) : groups.SGD(lr);
        ParameterGroups.Warn = before;

        using Tensor start = layer.weight!.detach().clone();
        layer.weight!.grad = zeros_like(layer.weight);
        for (int step = 0; step < 1000; step++)
        {
            optimizer.step();
        }

        Assert.True(layer.weight!.detach().isfinite().all().item<bool>());
        bool decays = !layer.weight!.detach().eq(start).all().item<bool>();
        output.WriteLine(FormattableString.Invariant($"{name,-6} {type,-9} lr {lr:G4} λ {weightDecay:G3} product {lr * weightDecay:G4}: {(decays ? "decays" : "does not")}"));
        Assert.Equal(decays, warnings.Count == 0);
        Assert.True(decays || warnings.Count == 1);
        Assert.Equal(decays, !groups[0].Reason.Contains("; lost at lr = ", StringComparison.Ordinal));
        if (!decays)
        {
            string warning = Assert.Single(warnings);
            Assert.Contains(type.ToString(), warning);
            Assert.Contains(FormattableString.Invariant($"lr·λ = {lr:G6} · {weightDecay:G6}"), warning);
            Assert.Contains("Train float32 master weights, or take a larger lr or λ", warning);
        }
    }

    [Fact]
    public void The_table_says_the_condition_before_a_rate_is_known()
    {
        using var layer = nn.Linear(2, 2);
        layer.to(ScalarType.BFloat16);
        Assert.Equal("given at run time; in BFloat16 AdamW and SGD decay nothing at lr ≤ 0.0195", ParameterGroups.Of(layer, 0.1)[0].Reason);
    }

    [Fact]
    public void Momentum_can_save_a_decay_and_adaptive_steps_do_not_ask_for_the_product()
    {
        using var layer = nn.Linear(2, 2, hasBias: false);
        layer.to(ScalarType.BFloat16);
        ParameterGroups groups = ParameterGroups.Of(layer, 0.1);
        Action<string> before = ParameterGroups.Warn;
        ParameterGroups.Warn = warning => Assert.Fail(warning);
        groups.SGD(0.01, momentum: 0.9).Dispose();
        groups.Adam(1e-4).Dispose();
        ParameterGroups.Warn = before;
    }
}

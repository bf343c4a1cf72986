using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where a decay is lost because λ·lr is below half a unit of the last place of a parameter's dtype.</summary>
/// <remarks>
/// w(1 − lr·λ) rounds to w where lr·λ ≤ 2⁻⁽ᵖ⁺¹⁾ for p bits of significand (bfloat16 8, float16 11, float32 24): a power of two is the first to
/// move, below it the spacing is half as wide. The adaptive optimizers with coupled decay add λw to a gradient that they scale to about lr whatever its size: for
/// them the product says nothing.
/// </remarks>
internal static class DecayResolution
{
    /// <summary>Steps of momentum after which its sum of gradients no longer grows.</summary>
    private const int MomentumSteps = 300;

    private const int Significands = 128;

    /// <summary>What a table can say before an optimizer, and with it a rate, is known: the rate below which nothing decays. For 16 bits alone; for wider types it is out of use.</summary>
    /// <param name="dtype">The parameter's dtype.</param>
    /// <param name="product">λ times the learning-rate scale.</param>
    public static string Condition(ScalarType dtype, double product) => HalfUnit(dtype) is { } half
        ? FormattableString.Invariant($"; in {dtype} AdamW and SGD decay nothing at lr ≤ {half / product:G3}")
        : "";

    /// <summary>Whether steps of an optimizer without gradient leave every weight of a dtype as it is.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="group">The group, with its rate and λ.</param>
    /// <param name="dtype">The dtype of its parameters.</param>
    /// <param name="device">Their device.</param>
    public static bool IsLost(OptimizerHelper optimizer, ParamGroup group, ScalarType dtype, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using var gradients = enable_grad();

        // Every significand that 8 bits tell apart, powers of two among them; TorchSharp's own step says whether one moves.
        Tensor weights = tensor(Enumerable.Range(0, Significands).Select(static i => 1 + ((double)i / Significands)).ToArray()).to(dtype, device);
        var probe = new Parameter(weights.clone());
        probe.grad = zeros_like(probe);
        using OptimizerHelper? stock = optimizer switch
        {
            // Its decay does not depend on ε, whose usual 1e-8 is 0 in 16 bits: 0/0 would look like movement.
            AdamW => optim.AdamW([probe], group.LearningRate, eps: 1, weight_decay: DecayOption.Get(group.Options) ?? 0),
            SGD => optim.SGD([(SGD.ParamGroup)Own()], group.LearningRate),
            ASGD => new ASGD([(ASGD.ParamGroup)Own()]),
            _ => null,
        };
        if (stock is null)
        {
            return false;
        }

        int steps = group.Options is SGD.Options { momentum: > 0 } ? MomentumSteps : 1;
        for (int step = 0; step < steps; step++)
        {
            stock.step();
            if (!probe.detach().eq(weights).all().item<bool>())
            {
                return false;
            }
        }

        return true;

        ParamGroup Own() => OptimizerAccess.CreateGroup(optimizer, [probe], group.Options);
    }

    private static double? HalfUnit(ScalarType dtype) => dtype switch
    {
        ScalarType.BFloat16 => Math.ScaleB(1, -9),
        ScalarType.Float16 => Math.ScaleB(1, -12),
        _ => null,
    };
}

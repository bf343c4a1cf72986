using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3002, REG3003 and REG3004: decay that is absent, coupled, or of the wrong sign. The loss has no gradient here, so every change is decay.</summary>
public class DecayDefaultsTrap
{
    private const double Rate = 0.1;

    [Fact]
    public void AdamW_decays_nothing_by_default() => Assert.Equal(1, AfterStep(p => optim.AdamW([p], Rate)));

    [Fact]
    public void AdamW_decays_what_is_written() => Assert.Equal(1 - (Rate * 0.01), AfterStep(p => optim.AdamW([p], Rate, weight_decay: 0.01)), 6);

    [Fact]
    public void Adam_shrinks_by_the_learning_rate_whatever_the_decay()
    {
        Assert.Equal(1 - Rate, AfterStep(p => optim.Adam([p], Rate, weight_decay: 0.1)), 4);
        Assert.Equal(1 - Rate, AfterStep(p => optim.Adam([p], Rate, weight_decay: 0.001)), 4);
    }

    [Fact]
    public void AdamW_shrinks_by_the_decay()
    {
        Assert.Equal(1 - (Rate * 0.1), AfterStep(p => optim.AdamW([p], Rate, weight_decay: 0.1)), 6);
        Assert.Equal(1 - (Rate * 0.001), AfterStep(p => optim.AdamW([p], Rate, weight_decay: 0.001)), 6);
    }

    [Fact]
    public void SGD_that_maximizes_grows_weights() => Assert.Equal(1.01, AfterStep(p => optim.SGD([p], Rate, weight_decay: 0.1, maximize: true)), 6);

    [Fact]
    public void SGD_on_the_negated_objective_shrinks_them() => Assert.Equal(0.99, AfterStep(p => optim.SGD([p], Rate, weight_decay: 0.1)), 6);

    private static double AfterStep(Func<Parameter, optim.Optimizer> create)
    {
        Parameter parameter = Tensors.One();
        using optim.Optimizer optimizer = create(parameter);
        optimizer.step();
        return parameter.Value();
    }
}

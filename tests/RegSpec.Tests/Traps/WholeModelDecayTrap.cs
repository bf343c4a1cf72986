using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG1004 and REG1005: optimizers over bare <c>parameters()</c>. No loss has a gradient here, so every change is decay.</summary>
public class WholeModelDecayTrap
{
    private const double Shrink = 1 - (0.1 * 0.1);

    [Fact]
    public void Decay_of_the_call_shrinks_biases_too()
    {
        using Linear model = Ones();
        Step(model, optim.SGD(model.parameters(), 0.1, weight_decay: 0.1));
        Assert.Equal(Shrink, model.weight.Value(), 6);
        Assert.Equal(Shrink, model.bias!.Value(), 6);
    }

    [Fact]
    public void Decay_through_groups_leaves_them()
    {
        using Linear model = Ones();
        Step(model, RegSpec.ParameterGroups.Of(model, 0.1).SGD(0.1));
        Assert.Equal(Shrink, model.weight.Value(), 6);
        Assert.Equal(1, model.bias!.Value());
    }

    [Fact]
    public void Declared_decay_is_not_seen_by_a_stock_optimizer()
    {
        using var model = new Annotated();
        Step(model, optim.SGD(model.parameters(), 0.1));
        Assert.Equal(1, model.Layer.weight.Value());
    }

    [Fact]
    public void Declared_decay_acts_through_groups()
    {
        using var model = new Annotated();
        Step(model, RegSpec.ParameterGroups.Of(model).SGD(0.1));
        Assert.Equal(Shrink, model.Layer.weight.Value(), 6);
    }

    private static Linear Ones()
    {
        Linear layer = nn.Linear(2, 1);
        nn.init.ones_(layer.weight);
        nn.init.ones_(layer.bias!);
        return layer;
    }

    private static void Step(nn.Module model, optim.Optimizer optimizer)
    {
        using (optimizer)
        {
            foreach (Parameter parameter in model.parameters())
            {
                parameter.grad = zeros_like(parameter);
            }

            optimizer.step();
        }
    }

    [WeightDecay(0.1)]
    internal sealed class Annotated : nn.Module<Tensor, Tensor>
    {
        public readonly Linear Layer = Ones();

        public Annotated()
            : base(nameof(Annotated)) => RegisterComponents();

        public override Tensor forward(Tensor x) => Layer.call(x);
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3005: a group keeps the sequence it is given, not its elements.</summary>
public class LazyGroupTrap
{
    private int walks;

    [Fact]
    public void A_query_runs_again_at_each_step() => Assert.Equal(6, WalksOfThreeSteps(static query => query));

    [Fact]
    public void An_array_is_made_once() => Assert.Equal(1, WalksOfThreeSteps(static query => query.ToArray()));

    [Fact]
    public void Elements_made_anew_have_no_state()
    {
        using LSTMCell cell = nn.LSTMCell(2, 2);
        using SGD lazy = optim.SGD([new SGD.ParamGroup(Enumerable.Range(0, 1).Select(_ => cell.weight_ih!), new SGD.Options())], 0.1);
        cell.weight_ih!.grad = zeros_like(cell.weight_ih);
        Assert.Throws<KeyNotFoundException>(() => lazy.step());
    }

    /// <summary>The walks over the parameters in three rounds of zero_grad and step, after the optimizer was made.</summary>
    private int WalksOfThreeSteps(Func<IEnumerable<Parameter>, IEnumerable<Parameter>> given)
    {
        Parameter[] stored = [Tensors.One()];
        IEnumerable<Parameter> query = stored.Select((parameter, _) =>
        {
            walks++;
            return parameter;
        });
        IEnumerable<Parameter> kept = given(query);
        using SGD optimizer = optim.SGD([new SGD.ParamGroup(kept, new SGD.Options { weight_decay = 0.1 })], 0.1);
        int before = kept is Array ? 0 : walks;
        for (int i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            optimizer.step();
        }

        return walks - before;
    }
}

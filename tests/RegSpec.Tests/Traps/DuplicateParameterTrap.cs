using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3007: a parameter in two groups is stepped and decayed twice.</summary>
public class DuplicateParameterTrap
{
    private const double Shrink = 1 - (0.1 * 0.1);

    [Fact]
    public void In_two_groups_the_factor_is_squared()
    {
        Parameter parameter = Tensors.One();
        using SGD optimizer = optim.SGD([Group(parameter), Group(parameter)], 0.1);
        optimizer.step();
        Assert.Equal(Shrink * Shrink, parameter.Value(), 6);
    }

    [Fact]
    public void In_one_group_it_is_not()
    {
        Parameter parameter = Tensors.One();
        using SGD optimizer = optim.SGD([Group(parameter)], 0.1);
        optimizer.step();
        Assert.Equal(Shrink, parameter.Value(), 6);
    }

    private static SGD.ParamGroup Group(Parameter parameter) => new([parameter], new SGD.Options { weight_decay = 0.1 });
}

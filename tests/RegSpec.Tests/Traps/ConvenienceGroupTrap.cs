using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3001: the convenience constructor of a group overrides the optimizer.</summary>
public class ConvenienceGroupTrap
{
    [Fact]
    public void Its_groups_train_at_the_library_s_learning_rate()
    {
        using AdamW optimizer = optim.AdamW([new AdamW.ParamGroup([Tensors.One()], weight_decay: 0.1)], lr: 5e-4, weight_decay: 0.3);
        Assert.Equal(1e-3, optimizer.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void With_NAdam_that_rate_is_one()
    {
        using NAdam optimizer = optim.NAdam([new NAdam.ParamGroup([Tensors.One()], weight_decay: 0.1)]);
        Assert.Equal(1, optimizer.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void Options_leave_it_to_the_optimizer()
    {
        using AdamW optimizer = optim.AdamW([new AdamW.ParamGroup([Tensors.One()], new AdamW.Options { weight_decay = 0.1 })], lr: 5e-4, beta2: 0.95, weight_decay: 0.3);
        var group = (AdamW.ParamGroup)optimizer.ParamGroups.Single();
        Assert.Equal((5e-4, 0.95, 0.1), (group.LearningRate, group.Options.beta2, group.Options.weight_decay));
    }
}

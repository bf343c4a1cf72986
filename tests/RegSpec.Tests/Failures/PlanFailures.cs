using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Failures;

/// <summary>Failures of published training code, by number: who is decayed.</summary>
public class PlanFailures
{
    [Fact]
    public void F07_F46_F47_F49_The_role_decides_and_not_the_rank()
    {
        using var model = new Ranks();
        Assert.Equal(["flattened"], model.ParameterGroups().Where(row => row.WeightDecay > 0).Select(row => row.Name));
        Assert.Equal(0.1, model.ParameterGroups().Row("flattened").WeightDecay);
        Assert.Equal("state matrix", model.ParameterGroups().Row("A_log").Reason);
    }

    [Fact]
    public void F12_A_prefix_before_every_name_changes_nothing()
    {
        using var model = new Ranks();
        using var compiled = new Compiled(model);
        Assert.Equal(
            model.ParameterGroups().Select(row => ("_orig_mod." + row.Name, row.Role, row.WeightDecay)),
            compiled.ParameterGroups().Select(row => (row.Name, row.Role, row.WeightDecay)));
    }

    [Fact]
    public void F24_A_learning_rate_leaves_the_decay_of_norms_and_biases_alone()
    {
        using var model = new SlowPart();
        Assert.All(model.ParameterGroups(), row => Assert.Equal(0.5, row.LearningRateScale));
        Assert.Equal(
            [("slow.fc.bias", 0.0), ("slow.norm.weight", 0.0), ("slow.norm.bias", 0.0)],
            model.ParameterGroups().Skip(1).Select(row => (row.Name, row.WeightDecay)));
    }

    [Fact]
    public void F25_Without_a_default_the_undecided_weights_are_named()
    {
        using var model = new OnlyOneDeclared();
        Assert.Equal(["rest.weight"], Assert.Throws<ParameterCoverageException>(() => model.ParameterGroups()).Names);
        Assert.Equal([0.1, 0, 0.2, 0], model.ParameterGroups(weightDecay: 0.2).Select(row => row.WeightDecay));
    }

    [Fact]
    public void F26_F27_A_depthwise_convolution_is_a_convolution()
    {
        using var model = new Depthwise();
        Assert.Equal(
            [(ParameterRole.Weight, 0.1), (ParameterRole.Bias, 0.0), (ParameterRole.Weight, 0.1), (ParameterRole.Bias, 0.0)],
            model.ParameterGroups().Select(row => (row.Role, row.WeightDecay)));
    }

    [Fact]
    public void F35_F36_Scales_stay_with_their_layers_when_one_is_missing_or_frozen()
    {
        using var whole = new Layered(withMiddle: true);
        using var shorter = new Layered(withMiddle: false);
        Assert.Equal([0.25, 0.25, 0.5, 0.5, 1, 1], whole.ParameterGroups().Select(row => row.LearningRateScale));
        Assert.Equal([0.25, 0.25, 1, 1], shorter.ParameterGroups().Select(row => row.LearningRateScale));

        foreach (Parameter parameter in whole.First.parameters())
        {
            parameter.requires_grad = false;
        }

        ParameterGroups frozen = whole.ParameterGroups();
        Assert.Equal([0.25, 0.25, 0.5, 0.5, 1, 1], frozen.Select(row => row.LearningRateScale));
        Assert.Equal([0.5, 1], frozen.Groups.Where(group => group.Parameters.Count > 0).Select(group => group.LearningRateScale).Distinct());
    }

    [Fact]
    public void F56_An_exempt_weight_takes_nothing_else_with_it()
    {
        using var model = new OneExempt();
        Assert.Equal(["head.weight"], model.ParameterGroups().Where(row => row.WeightDecay > 0).Select(row => row.Name));
        Assert.Equal("penalised in the loss", model.ParameterGroups().Row("conv.weight").Reason);
    }
}

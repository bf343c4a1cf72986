using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Failures;

/// <summary>Failures of published training code, by number: what a step does. Gradients are zero unless said, so every change is decay.</summary>
public class StepFailures
{
    [Theory]
    [InlineData("SGD", 0.1)]
    [InlineData("SGD", 0.05)]
    [InlineData("AdamW", 0.1)]
    [InlineData("AdamW", 0.05)]
    public void F40_F57_F58_F64_F68_A_step_multiplies_each_weight_by_one_minus_rate_times_its_coefficient(string name, double rate)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using optim.Optimizer optimizer = name == "SGD" ? groups.SGD(rate) : groups.AdamW(rate);
        foreach (PlannedParameter row in groups)
        {
            row.Value.Fill(1);
            row.Value.GiveZeroGradient();
        }

        optimizer.step();
        Assert.All(groups, row => Assert.Equal(1 - (rate * row.LearningRateScale * row.WeightDecay), row.Value.Floats()[0], 6));
        Assert.Equal(4, groups.Select(row => row.Value.Floats()[0]).Distinct().Count(value => value < 1));
        Assert.All(groups.Where(row => row.Role is ParameterRole.Bias or ParameterRole.NormScale or ParameterRole.NormShift), row => Assert.Equal(1, row.Value.Floats()[0]));
    }

    [Fact]
    public void F33_Recurrent_biases_are_biases_and_the_optimizer_reads_it()
    {
        using var model = new Recurrent();
        ParameterGroups groups = model.ParameterGroups();
        using optim.Optimizer optimizer = groups.SGD(0.1);
        foreach (PlannedParameter row in groups)
        {
            row.Value.Fill(1);
            row.Value.GiveZeroGradient();
        }

        optimizer.step();
        Assert.Equal(
            [("lstm.bias_hh_l0", 1f), ("lstm.bias_ih_l0", 1f), ("lstm.weight_hh_l0", 0.99f), ("lstm.weight_ih_l0", 0.99f)],
            groups.OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => (row.Name, row.Value.Floats()[0])));
    }

    [Fact]
    public void F38_A_framework_that_sets_a_decay_for_all_does_not_override_a_zero()
    {
        using var model = new QuickModel();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW made = groups.AdamW(0.1);
        using var again = new AdamW(made.ParamGroups.Cast<AdamW.ParamGroup>(), lr: 0.1, weight_decay: 0.5);
        Parameter bias = model.head.bias!;
        bias.Fill(1);
        bias.GiveZeroGradient();
        again.step();
        Assert.Equal(1, bias.Floats()[0]);
    }

    [Fact]
    public void F51_Rows_a_batch_does_not_see_decay_unless_the_table_is_exempt()
    {
        using var model = new Vocabulary();
        ParameterGroups groups = model.ParameterGroups();
        using optim.Optimizer optimizer = groups.SGD(0.1);
        foreach (PlannedParameter row in groups)
        {
            row.Value.Fill(1);
        }

        model.call(tensor(new long[] { 0 })).sum().backward();
        optimizer.step();
        Assert.Equal(0.99f, groups.Row("decayed.weight").Value.Floats()[^1], 6);
        Assert.Equal(1f, groups.Row("kept.weight").Value.Floats()[^1]);
    }

    [Fact]
    public void F52_A_parameter_without_a_gradient_is_not_stepped()
    {
        using var model = new QuickModel();
        ParameterGroups groups = model.ParameterGroups();
        using optim.Optimizer optimizer = groups.AdamW(0.1);
        int[] before = model.head.weight!.Bits();
        Assert.Null(model.head.weight!.grad);
        optimizer.step();
        Assert.Equal(before, model.head.weight!.Bits());
    }
}

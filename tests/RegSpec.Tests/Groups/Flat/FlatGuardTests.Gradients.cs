using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Gradients that are not, or no longer, in the buffer.</summary>
public partial class FlatGuardTests
{
    [Fact]
    public void Gradients_that_the_module_set_to_null_are_refused()
    {
        using var training = new Training();
        training.Step();
        training.Model.zero_grad();
        ParameterCoverageException error = training.Refused(training.Optimizer.step);
        Assert.Contains("inner.bias", error.Names);
        Assert.Equal(training.Groups.Count, error.Names.Count);
        Assert.Contains("module.zero_grad()", error.Message);
        Assert.Contains("call ZeroGrad()", error.Message);
        Assert.Contains("Sequences", error.Message);
    }

    [Fact]
    public void Gradients_made_anew_after_the_module_set_them_to_null_are_refused()
    {
        using var training = new Training();
        training.Step();
        training.Model.zero_grad();
        training.Backward();
        ParameterCoverageException error = training.Refused(training.Optimizer.step);
        Assert.Equal(training.Groups.Count, error.Names.Count);
        Assert.Contains("outside the buffer", error.Message);
        error = training.Refused(() => training.Flat.ClipGradNorm(1));
        Assert.Equal(training.Groups.Count, error.Names.Count);
    }

    [Fact]
    public void Gradients_of_one_layer_set_to_null_are_refused()
    {
        using var training = new Training();
        training.Step();
        training.Flat.ZeroGrad();
        training.Model.head.zero_grad();
        training.Backward();
        Assert.Equal(["head.bias", "head.weight"], training.Refused(training.Optimizer.step).Names.Order());
    }

    [Fact]
    public void The_module_may_zero_in_place()
    {
        using var training = new Training();
        training.Step();
        training.Model.zero_grad(set_to_none: false);
        training.Backward();
        training.Optimizer.step();
    }

    [Fact]
    public void A_parameter_that_gets_no_gradient_at_first_is_refused_and_nothing_is_gathered()
    {
        using var training = new Training();
        (training.Model.head.weight!.sum() + training.Model.inner.weight!.sum()).backward();
        ParameterCoverageException error = training.Refused(training.Optimizer.step);
        Assert.Equal(training.Groups.Select(row => row.Name).Except(["head.weight", "inner.weight"]).Order(), error.Names.Order());
        Assert.Contains("has no gradient at the first step", error.Message);
        Assert.Contains("freeze it", error.Message);
        training.Backward();
        training.Optimizer.step();
    }

    [Fact]
    public void A_parameter_without_gradient_at_some_later_step_is_refused()
    {
        using var training = new Training();
        training.Step();
        training.Flat.ZeroGrad();
        training.Model.head.bias!.grad = null;
        (training.Model.head.weight!.sum() + training.Model.inner.weight!.sum()).backward();
        ParameterCoverageException error = training.Refused(training.Optimizer.step);
        Assert.Equal(["head.bias"], error.Names);
        Assert.Contains("has no gradient", error.Message);
    }

    [Fact]
    public void A_parameter_that_a_batch_does_not_reach_steps_with_a_gradient_of_zero_as_in_TorchSharp()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => seed % 2 == 0 ? model.Loss(seed) : model.head.weight!.square().sum());
        using AdamW ours = twins.Flat.AdamW(0.02);
        using AdamW stock = twins.TwinGroups.AdamW(0.02);
        twins.Train(ours, stock, steps: 20);
        twins.AssertEqual();
    }

    [Fact]
    public void A_gradient_that_is_assigned_is_refused()
    {
        using var training = new Training();
        training.Step();
        training.Flat.ZeroGrad();
        training.Backward();
        foreach (Parameter p in training.Model.parameters())
        {
            p.grad = p.grad!.clamp(-1e-3, 1e-3);
        }

        Assert.Contains("change gradients in place", training.Refused(training.Optimizer.step).Message);
    }

    [Theory]
    [InlineData("lstm.bias_hh_l0")]
    [InlineData("head.weight")]
    public void One_gradient_that_is_assigned_between_backward_and_step_is_refused_at_the_next_step_at_the_latest(string name)
    {
        using var training = new Training();
        training.Step();
        training.Flat.ZeroGrad();
        training.Backward();
        Parameter parameter = training.Groups.Row(name).Value;
        parameter.grad = parameter.grad!.clone();
        var error = Assert.Throws<ParameterCoverageException>(() =>
        {
            training.Optimizer.step();
            training.Step();
        });
        Assert.Equal([name], error.Names);
    }

    [Fact]
    public void Gradients_replaced_by_backward_with_a_graph_are_refused()
    {
        using var training = new Training();
        training.Step();
        training.Flat.ZeroGrad();
        Tensor loss = training.Model.Loss(1);
        autograd.backward([loss], [ones([])], retain_graph: true, create_graph: true);
        Assert.Contains("create_graph: true", training.Refused(training.Optimizer.step).Message);
    }
}

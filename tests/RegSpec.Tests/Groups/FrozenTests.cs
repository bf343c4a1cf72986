using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

public class FrozenTests
{
    [Fact]
    public void Frozen_parameters_are_listed_and_in_no_group()
    {
        using var model = new QuickModel();
        model.fc1.weight!.requires_grad = false;
        model.head.weight!.requires_grad = false;
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal(6, groups.Count);
        Assert.Equal(["fc1.weight", "head.weight"], groups.Where(r => r.IsFrozen).Select(r => r.Name));
        Assert.Equal(4, groups.Groups.Sum(g => g.Parameters.Count));
        Assert.Contains("0 of 6 tensors, 0 of 9 866 parameters decayed", groups.ToString());
        Assert.Contains("frozen; output layer, tuned", groups.ToString());
        using SGD optimizer = groups.SGD(0.1);
        Assert.Equal(4, optimizer.parameters().Count());
    }

    [Fact]
    public void Unfreezing_needs_Refresh_and_says_so()
    {
        using var model = new QuickModel();
        model.head.weight!.requires_grad = false;
        ParameterGroups groups = model.ParameterGroups();
        model.head.weight!.requires_grad = true;
        var error = Assert.Throws<ParameterCoverageException>(() => groups.AdamW());
        Assert.Equal(["head.weight"], error.Names);
        Assert.Contains("call Refresh()", error.Message);

        Assert.Same(groups, groups.Refresh());
        Assert.Equal([0.0, 0.001], groups.Groups.Select(g => g.WeightDecay));
        Assert.Same(model.head.weight, groups.Groups[1].Parameters[0]);
        groups.AdamW().Dispose();
    }

    [Fact]
    public void Freezing_after_binding_needs_Refresh_too()
    {
        using var model = new QuickModel();
        ParameterGroups groups = model.ParameterGroups();
        model.head.weight!.requires_grad = false;
        Assert.Equal(["head.weight"], Assert.Throws<ParameterCoverageException>(() => groups.AdamW()).Names);
        Assert.True(groups.Refresh().Row("head.weight").IsFrozen);
        Assert.Empty(Assert.Single(groups.Groups, g => g.WeightDecay > 0).Parameters);
        Assert.Equal(0, groups.L2Penalty().item<float>());
    }

    [Fact]
    public void A_frozen_weight_needs_no_coefficient_until_it_is_unfrozen()
    {
        using Linear backbone = Linear(3, 3);
        backbone.weight!.requires_grad = false;
        using var model = new Pair(backbone, new Annotated(0.1));
        ParameterGroups groups = model.ParameterGroups();
        backbone.weight!.requires_grad = true;
        Assert.Equal(["first.weight"], Assert.Throws<ParameterCoverageException>(groups.Refresh).Names);
    }

    [Fact]
    public void F60_A_model_frozen_as_a_whole_makes_no_optimizer()
    {
        using var model = new Annotated(0.1);
        foreach (Parameter p in model.parameters())
        {
            p.requires_grad = false;
        }

        ParameterGroups groups = model.ParameterGroups();
        Assert.All(groups.Groups, group => Assert.Empty(group.Parameters));
        Assert.Equal(["fc.weight", "fc.bias"], Assert.Throws<ParameterCoverageException>(() => groups.SGD(0.1)).Names);
    }
}

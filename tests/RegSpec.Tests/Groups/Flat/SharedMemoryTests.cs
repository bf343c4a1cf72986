using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Memory that a move would part, and memory that only looks as if.</summary>
public class SharedMemoryTests
{
    [Fact]
    public void Neighbours_in_one_storage_are_flattened()
    {
        using Linear layer = Linear(4, 4);
        using Tensor all = ones(20);
        Set(layer.weight!, all.narrow(0, 0, 16).view(4, 4));
        Set(layer.bias!, all.narrow(0, 16, 4));
        using FlatParameterGroups flat = ParameterGroups.Of(layer, 0.1).Flatten();
        Assert.Equal(2, flat.Groups.Count);
    }

    [Fact]
    public void Buffers_and_frozen_parameters_may_share_among_themselves()
    {
        using Linear layer = Linear(4, 3);
        layer.bias!.requires_grad = false;
        layer.register_buffer("shadow", layer.bias!.detach());
        layer.register_buffer("first", ones(8));
        layer.register_buffer("second", layer.get_buffer("first")!.narrow(0, 2, 4));
        using FlatParameterGroups flat = ParameterGroups.Of(layer, 0.1).Flatten();
        Assert.Single(flat.Groups);
    }

    [Fact]
    public void A_parameter_behind_a_small_view_in_a_large_one_is_refused()
    {
        using Linear layer = Linear(4, 3, hasBias: false);
        Tensor all = ones(20);
        layer.register_buffer("all", all);
        layer.register_buffer("part", all.narrow(0, 0, 2));
        Set(layer.weight!, all.narrow(0, 6, 12).view(3, 4));
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(layer, 0.1).Flatten());
        Assert.Equal(["weight"], error.Names);
        Assert.Contains("shares memory with all", error.Message);
    }

    [Fact]
    public void A_view_that_starts_later_than_the_parameter_is_refused()
    {
        using Linear layer = Linear(4, 3, hasBias: false);
        layer.register_buffer("row", layer.weight!.detach().narrow(0, 1, 1));
        Assert.Contains("shares memory with row", Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(layer, 0.1).Flatten()).Message);
    }

    [Fact]
    public void A_disposed_buffer_is_no_obstacle()
    {
        using Linear layer = Linear(4, 3);
        Tensor gone = ones(3);
        layer.register_buffer("gone", gone);
        gone.Dispose();

        // TorchSharp lists none that is.
        Assert.Empty(layer.named_buffers());
        using FlatParameterGroups flat = ParameterGroups.Of(layer, 0.1).Flatten();
        Assert.Equal(2, flat.Groups.Count);
    }

    private static void Set(Parameter parameter, Tensor place)
    {
        using var noGradient = no_grad();
        parameter.set_(place);
    }
}

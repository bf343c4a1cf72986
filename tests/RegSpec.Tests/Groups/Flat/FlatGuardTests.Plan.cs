using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>The plan, the layout or the model changed behind the flat groups.</summary>
public partial class FlatGuardTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_plan_that_was_refreshed_behind_the_buffers_is_refused(bool isFrozen, bool isUnfrozen)
    {
        using var model = new Sequences();
        model.table.weight!.requires_grad = false;
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        model.table.weight!.requires_grad = isUnfrozen;
        model.head.weight!.requires_grad = !isFrozen;
        flat.Source.Refresh();
        model.Loss(0).backward();
        Assert.Contains("Call Refresh(optimizer)", Assert.Throws<InvalidOperationException>(flat.PrepareStep).Message);
        Assert.Throws<InvalidOperationException>(() => flat.ClipGradNorm(1));
        Assert.Throws<InvalidOperationException>(() => flat.ClipGradValue(1));
        flat.Refresh();
        flat.PrepareStep();
    }

    [Fact]
    public void An_optimizer_that_was_disposed_before_the_groups_were_flattened_anew_is_refused()
    {
        using var model = new Sequences();
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        AdamW before = flat.AdamW();
        model.Loss(0).backward();
        before.step();
        before.Dispose();
        model.head.weight!.requires_grad = false;
        flat.Refresh();
        Assert.Contains("flattened the groups anew", Assert.Throws<InvalidOperationException>(() => before.step()).Message);
        Assert.Contains("flattened the groups anew", Assert.Throws<InvalidOperationException>(before.zero_grad).Message);
    }

    [Fact]
    public void Disposed_groups_evaluate_no_closure_and_load_no_state()
    {
        using var model = new Sequences();
        FlatParameterGroups flat = model.ParameterGroups().Flatten();
        using AdamW optimizer = flat.AdamW(0.5);
        using var file = new MemoryStream();
        flat.SaveState(optimizer, file);
        flat.Dispose();
        int calls = 0;
        Assert.Throws<ObjectDisposedException>(() => optimizer.step(() =>
        {
            calls++;
            return ones([]);
        }));
        Assert.Equal(0, calls);
        file.Position = 0;
        optimizer.ParamGroups.First().LearningRate = 0.25;
        Assert.Throws<ObjectDisposedException>(() => flat.LoadState(optimizer, file));
        Assert.Equal(0.25, optimizer.ParamGroups.First().LearningRate);
    }

    [Fact]
    public void A_parameter_replaced_before_the_first_step_is_refused_as_such()
    {
        using var model = new Swapping();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        model.Swap();
        model.call(ones(3)).backward();
        var error = Assert.Throws<ParameterCoverageException>(() => optimizer.step());
        Assert.Equal(["weight"], error.Names);
        Assert.Contains("was replaced after the groups were made", error.Message);
    }

    [Fact]
    public void A_parameter_replaced_after_it_showed_no_gradient_once_is_refused()
    {
        using var model = new Swapping();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        model.call(ones(3)).backward();
        optimizer.step();

        // The same gradient once more, then a new one.
        optimizer.step();
        model.call(ones(3)).backward();
        optimizer.step();
        model.Swap();
        optimizer.zero_grad();
        model.call(ones(3)).backward();
        Assert.Contains("was replaced after the groups were made", Assert.Throws<ParameterCoverageException>(() => optimizer.step()).Message);
    }

    [Fact]
    public void One_gradient_among_many_that_arrives_elsewhere_is_found_also_where_the_module_zeroed_in_place()
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        Backward(model);
        optimizer.step();
        model.zero_grad(set_to_none: false);
        model.parameters().ElementAt(Later).grad = null;
        Backward(model);
        Assert.Equal([$"{Later}.weight"], Assert.Throws<ParameterCoverageException>(() => optimizer.step()).Names);
    }

    [Fact]
    public void A_sparse_parameter_is_refused_before_anything_moves()
    {
        using var model = new Pair(Linear(3, 2), Linear(3, 2, hasBias: false));
        ((Linear)model.Second).weight = new Parameter(ones(2, 3).to_sparse());
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(model, 0.1).Flatten());
        Assert.Equal(["second.weight"], error.Names);
        Assert.Contains("is a sparse tensor", error.Message);
        Assert.Equal(0, ((Linear)model.First).weight!.storage_offset());
    }

    [Fact]
    public void Zeroing_before_the_first_step_zeroes_what_is_there()
    {
        using var training = new Training();
        training.Backward();
        training.Flat.ZeroGrad();
        Assert.All(training.Model.parameters(), static p => Assert.Equal(0, p.grad!.abs().max().item<float>()));
    }

    /// <summary>A convolution in channels-last order is no plain array: its place is told by storage and offset.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_parameter_in_another_order_is_refused_at_another_place_and_in_other_memory(bool isInOtherMemory)
    {
        using Sequential model = Sequential(ChannelsLast(), ChannelsLast());
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        Parameter[] weights = [.. model.parameters()];
        Assert.False(weights[1].is_contiguous());
        for (int step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            (weights[0].exp().sum() + weights[1].exp().sum()).backward();
            optimizer.step();
        }

        using (no_grad())
        {
            Tensor buffer = flat.Groups[0].Value;
            Tensor place = isInOtherMemory
                ? buffer.detach().clone().as_strided(weights[1].shape, weights[1].stride(), weights[1].storage_offset())
                : buffer.as_strided(weights[1].shape, weights[1].stride(), weights[0].storage_offset());
            weights[1].set_(place);
        }

        var error = Assert.Throws<ParameterCoverageException>(() =>
        {
            // All of so few are looked at whole within as many steps.
            for (int step = 0; step < 2; step++)
            {
                optimizer.zero_grad();
                (weights[0].exp().sum() + weights[1].exp().sum()).backward();
                optimizer.step();
            }
        });
        Assert.Equal(["1.weight"], error.Names);
        Assert.Contains("no longer lives in the buffer", error.Message);

        static Conv2d ChannelsLast()
        {
            Conv2d layer = Conv2d(3, 5, 3, bias: false);
            using var noGradient = no_grad();
            layer.weight!.set_(layer.weight!.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
            return layer;
        }
    }

    [Fact]
    public void A_first_element_of_more_memory_than_TorchSharp_shows_is_found()
    {
        using Tensor one = ones(1);
        using Tensor many = one.expand(600_000_000);
        Assert.Equal(TensorMemory.AddressOf(one), TensorMemory.AddressOf(many));
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Memory that is not what it looks like, and what ends with a step.</summary>
public partial class FlatGuardTests
{
    [Fact]
    public void Parameters_that_live_elsewhere_at_the_same_offsets_are_refused()
    {
        using var training = new Training();
        training.Step();
        using (no_grad())
        {
            foreach (FlatParameterGroup group in training.Flat.Groups)
            {
                Tensor other = group.Value.detach().clone();
                foreach (Parameter parameter in group.Parameters)
                {
                    parameter.set_(other.as_strided(parameter.shape, parameter.stride(), parameter.storage_offset()));
                }
            }
        }

        training.Flat.ZeroGrad();
        training.Backward();
        ParameterCoverageException error = training.Refused(training.Optimizer.step);
        Assert.Equal(training.Groups.Count, error.Names.Count);
        Assert.Contains("no longer lives in the buffer", error.Message);
    }

    [Fact]
    public void Only_a_plain_array_in_main_memory_is_worked_on_as_one()
    {
        using Tensor plain = ones(6);
        Assert.True(TensorMemory.TryAddressOf(plain, ScalarType.Float32, 6, out nint address));
        Assert.NotEqual(0, address);
        Assert.False(TensorMemory.TryAddressOf(null, ScalarType.Float32, 6, out address));
        Assert.Equal(0, address);
        Assert.False(TensorMemory.TryAddressOf(plain, ScalarType.Float64, 6, out _));
        Assert.False(TensorMemory.TryAddressOf(plain, ScalarType.Float32, 7, out _));
        using Tensor meta = ones(6, device: META);
        Assert.False(TensorMemory.TryAddressOf(meta, ScalarType.Float32, 6, out _));
        using Tensor turned = ones(2, 3).t();
        Assert.False(TensorMemory.TryAddressOf(turned, ScalarType.Float32, 6, out _));
        using Tensor sparse = ones(2, 3).to_sparse();
        Assert.False(TensorMemory.TryAddressOf(sparse, ScalarType.Float32, 6, out _));
        Tensor gone = ones(6);
        gone.Dispose();
        Assert.False(TensorMemory.TryAddressOf(gone, ScalarType.Float32, 6, out _));
    }

    [Fact]
    public void A_largest_norm_is_for_one_step()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using SGD ours = twins.Flat.SGD(0.1);
        using SGD stock = twins.TwinGroups.SGD(0.1);
        twins.Backward(0);
        double norm = nn.utils.clip_grad_norm_(twins.Twin.parameters(), 0.01);
        Assert.Equal(norm, twins.Flat.Step(ours, 0.01));
        stock.step();
        twins.Train(ours, stock, steps: 2, from: 1);
        twins.AssertEqual();
    }

    [Fact]
    public void A_clipped_step_that_is_refused_leaves_the_next_one_unclipped()
    {
        using var training = new Training();
        training.Step();
        training.Model.zero_grad();
        training.Refused(() => training.Flat.Step(training.Optimizer, 1e-6));
        foreach (FlatParameterGroup group in training.Flat.Groups)
        {
            for (int i = 0; i < group.Parameters.Count; i++)
            {
                group.Parameters[i].grad = group.Buffer.GradientViews[i];
            }

            group.Value.grad!.fill_(1);
        }

        training.Optimizer.step();
        Assert.All(training.Flat.Groups, static group => Assert.Equal(1, group.Value.grad!.max().item<float>()));
    }
}

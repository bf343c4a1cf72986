using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Clipping beside TorchSharp's, to the last bit.</summary>
public class FlatClippingTests
{
    public static TheoryData<double, double, ScalarType> Norms
    {
        get
        {
            var data = new TheoryData<double, double, ScalarType>();
            foreach (double order in (double[])[2, 1, 3, 0.5, 1.1, 0, double.PositiveInfinity])
            {
                data.Add(0.01, order, ScalarType.Float32);
                data.Add(1e9, order, ScalarType.Float32);
                data.Add(0.01, order, ScalarType.Float64);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void A_norm_is_clipped_as_by_TorchSharp(double maxNorm, double order, ScalarType type)
    {
        using var twins = new Twins<Sequences>(() => new Sequences(type), (model, seed) => model.Loss(seed));
        for (int step = 0; step < 4; step++)
        {
            twins.Flat.ZeroGrad();
            twins.Twin.zero_grad();
            twins.Backward(step);
            double stock = nn.utils.clip_grad_norm_(twins.Twin.parameters(), maxNorm, order);
            Assert.Equal(stock, twins.Flat.ClipGradNorm(maxNorm, order));
            Assert.All(twins.Groups.Zip(twins.TwinGroups), pair => Assert.Equal(pair.Second.Value.grad!.RawBytes(), pair.First.Value.grad!.RawBytes()));
        }
    }

    [Fact]
    public void The_norm_of_one_parameter_and_of_many_sizes_is_clipped_as_by_TorchSharp()
    {
        using var one = new Twins<Linear>(() => nn.Linear(33, 5, hasBias: false), (model, seed) => (model.weight! * (seed + 1)).square().sum());
        using var many = new Twins<ManySizes>(() => new ManySizes(), (model, seed) => model.Loss(seed));
        one.BackwardOfOne(0);
        many.BackwardOfOne(0);
        Assert.Equal(nn.utils.clip_grad_norm_(one.Twin.parameters(), 0.1), one.Flat.ClipGradNorm(0.1));
        Assert.Equal(nn.utils.clip_grad_norm_(many.Twin.parameters(), 0.1), many.Flat.ClipGradNorm(0.1));
        Assert.All(one.Groups.Zip(one.TwinGroups), pair => Assert.Equal(pair.Second.Value.grad!.RawBytes(), pair.First.Value.grad!.RawBytes()));
        Assert.All(many.Groups.Zip(many.TwinGroups), pair => Assert.Equal(pair.Second.Value.grad!.RawBytes(), pair.First.Value.grad!.RawBytes()));
    }

    /// <summary>Norms of different sizes, so that the order in which their squares are added shows.</summary>
    [Fact]
    public void The_norms_are_added_in_the_order_of_TorchSharp_across_groups()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        twins.Backward(0);
        var random = new Random(41);
        for (int draw = 0; draw < 50; draw++)
        {
            using DisposeScope scope = NewDisposeScope();
            using var noGradient = no_grad();
            foreach ((PlannedParameter row, PlannedParameter twin) in twins.Groups.Zip(twins.TwinGroups))
            {
                double size = Math.Exp(3 * random.NextDouble());
                row.Value.grad!.fill_(size);
                twin.Value.grad!.fill_(size);
            }

            Assert.Equal(nn.utils.clip_grad_norm_(twins.Twin.parameters(), 1e9), twins.Flat.ClipGradNorm(1e9));
        }
    }

    [Fact]
    public void Values_are_clamped_as_by_TorchSharp()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        twins.Backward(0);
        nn.utils.clip_grad_value_(twins.Twin.parameters(), 1e-3);
        twins.Flat.ClipGradValue(1e-3);
        Assert.All(twins.Groups.Zip(twins.TwinGroups), pair => Assert.Equal(pair.Second.Value.grad!.RawBytes(), pair.First.Value.grad!.RawBytes()));
        Assert.Equal(1e-3f, twins.Groups.Max(row => row.Value.grad!.abs().max().item<float>()));
    }

    [Fact]
    public void Clipped_training_equals_clipped_stock_training()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using AdamW ours = twins.Flat.AdamW(0.02);
        using AdamW stock = twins.TwinGroups.AdamW(0.02);
        twins.Train(ours, stock, 20, clipOurs: () => twins.Flat.ClipGradNorm(0.05), clipStock: parameters => nn.utils.clip_grad_norm_(parameters, 0.05));
        twins.AssertEqual();
    }

    [Fact]
    public void A_gradient_that_is_not_a_number_spoils_only_what_it_spoils_in_TorchSharp()
    {
        using var twins = new Twins<Annotated>(() => new Annotated(0.1), (model, _) => (model.fc.weight!.sum() * double.NaN) + model.fc.bias!.sum());
        using SGD ours = twins.Flat.SGD(0.1);
        using SGD stock = twins.TwinGroups.SGD(0.1);
        twins.Train(ours, stock, 2, clipOurs: () => twins.Flat.ClipGradNorm(1), clipStock: parameters => nn.utils.clip_grad_norm_(parameters, 1));
        twins.AssertEqual();
        Assert.True(twins.Model.fc.bias!.isnan().all().item<bool>());
    }

    [Fact]
    public void Frozen_parameters_are_not_clipped()
    {
        using var model = new Sequences();
        model.table.weight!.requires_grad = false;
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        model.Loss(0).backward();
        double expected = Math.Sqrt(model.parameters().Where(p => p.requires_grad).Sum(p => p.grad!.square().sum().to(ScalarType.Float64).item<double>()));
        Assert.Equal(expected, flat.ClipGradNorm(1), 5);
        Assert.Null(model.table.weight!.grad);
    }
}

using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Maker = (System.Func<RegSpec.FlatParameterGroups, TorchSharp.torch.optim.Optimizer> Flat, System.Func<RegSpec.ParameterGroups, TorchSharp.torch.optim.Optimizer> Stock);

namespace RegSpec.Tests;

/// <summary>A flat step beside the stock step, to the last bit.</summary>
[Collection(StockSteps.Name)]
public class FlatStepTests
{
    private const double Rate = 0.02;

    internal static readonly Dictionary<string, Maker> Optimizers = new()
    {
        ["SGD"] = (g => g.SGD(Rate), g => g.SGD(Rate)),
        ["SGD momentum"] = (g => g.SGD(Rate, momentum: 0.8, dampening: 0.1), g => g.SGD(Rate, momentum: 0.8, dampening: 0.1)),
        ["SGD nesterov"] = (g => g.SGD(Rate, momentum: 0.8, nesterov: true), g => g.SGD(Rate, momentum: 0.8, nesterov: true)),
        ["Adam"] = (g => g.Adam(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6), g => g.Adam(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6)),
        ["Adam amsgrad"] = (g => g.Adam(Rate, amsgrad: true), g => g.Adam(Rate, amsgrad: true)),
        ["AdamW"] = (g => g.AdamW(Rate), g => g.AdamW(Rate)),
        ["AdamW amsgrad"] = (g => g.AdamW(Rate, amsgrad: true), g => g.AdamW(Rate, amsgrad: true)),
        ["AdamW maximize"] = (g => g.AdamW(Rate, maximize: true), g => g.AdamW(Rate, maximize: true)),
        ["Adagrad"] = (g => g.Adagrad(Rate, lr_decay: 0.1, initial_accumulator_value: 0.2), g => g.Adagrad(Rate, lr_decay: 0.1, initial_accumulator_value: 0.2)),
        ["Adadelta"] = (g => g.Adadelta(rho: 0.8, eps: 1e-4), g => g.Adadelta(rho: 0.8, eps: 1e-4)),
        ["Adamax"] = (g => g.Adamax(Rate, beta1: 0.8, beta2: 0.95), g => g.Adamax(Rate, beta1: 0.8, beta2: 0.95)),
        ["ASGD"] = (g => g.ASGD(Rate, lambd: 1e-3, alpha: 0.6, t0: 10), g => g.ASGD(Rate, lambd: 1e-3, alpha: 0.6, t0: 10)),
        ["NAdam"] = (g => g.NAdam(Rate, momentum_decay: 1e-2), g => g.NAdam(Rate, momentum_decay: 1e-2)),
        ["RAdam"] = (g => g.RAdam(Rate, beta2: 0.95), g => g.RAdam(Rate, beta2: 0.95)),
        ["RMSProp"] = (g => g.RMSProp(Rate), g => g.RMSProp(Rate)),
        ["RMSProp centered"] = (g => g.RMSProp(Rate, momentum: 0.3, centered: true), g => g.RMSProp(Rate, momentum: 0.3, centered: true)),
        ["Rprop"] = (g => g.Rprop(Rate, penaltyInLoss: true), g => g.Rprop(Rate, penaltyInLoss: true)),
    };

    public static TheoryData<string, ScalarType> Cases
    {
        get
        {
            var data = new TheoryData<string, ScalarType>();
            foreach (string name in Optimizers.Keys)
            {
                data.Add(name, ScalarType.Float32);
                data.Add(name, ScalarType.Float64);
            }

            return data;
        }
    }

    public static TheoryData<string, ScalarType, int> Sizes
    {
        get
        {
            var data = new TheoryData<string, ScalarType, int>();
            foreach (string name in Optimizers.Keys)
            {
                data.Add(name, ScalarType.Float32, 21);
                data.Add(name, ScalarType.BFloat16, 4);
                data.Add(name, ScalarType.Float16, 4);
            }

            return data;
        }
    }

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    public static TheoryData<string> Factories => [.. Optimizers.Keys.Select(name => name.Split(' ')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Native_and_managed_layers_in_several_groups_train_as_with_the_stock_optimizer(string name, ScalarType type)
    {
        using var twins = new Twins<Sequences>(() => new Sequences(type), (model, seed) => model.Loss(seed));
        Assert.Equal([(0.1, 1.0), (0.0, 1.0), (0.1, 0.25), (0.0, 0.25), (0.003, 1.0)], twins.Flat.Groups.Select(g => (g.WeightDecay, g.LearningRateScale)));
        using optim.Optimizer ours = Optimizers[name].Flat(twins.Flat);
        using optim.Optimizer stock = Optimizers[name].Stock(twins.TwinGroups);
        byte[][] before = [.. twins.Groups.Select(row => row.Value.RawBytes())];
        twins.Train(ours, stock, steps: 25);
        twins.AssertEqual();
        Assert.All(twins.Groups.Zip(before), pair => Assert.NotEqual(pair.Second, pair.First.Value.RawBytes()));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sizes_off_every_vector_train_as_with_the_stock_optimizer(string name, ScalarType type, int steps)
    {
        // λ large enough for 16 bits.
        using var twins = new Twins<ManySizes>(() => new ManySizes(type), (model, seed) => model.Loss(seed), type == ScalarType.Float32 ? 0.1 : 1);
        using optim.Optimizer ours = Optimizers[name].Flat(twins.Flat);
        using optim.Optimizer stock = Optimizers[name].Stock(twins.TwinGroups);
        for (int step = 0; step < steps; step++)
        {
            ours.zero_grad();
            twins.BackwardOfOne(step);
            ours.step();
            stock.step();
            twins.AssertEqual();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_leaves_the_gradients_and_the_padding_as_they_are(string name)
    {
        using var model = new Sequences();
        using FlatParameterGroups flat = ParameterGroups.Of(model).Flatten();
        using optim.Optimizer optimizer = Optimizers[name].Flat(flat);
        for (int step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            model.Loss(step).backward();
            flat.PrepareStep();
            byte[][] before = [.. flat.Groups.Select(g => g.Value.grad!.RawBytes())];
            optimizer.step();
            Assert.Equal(before, flat.Groups.Select(g => g.Value.grad!.RawBytes()));
        }

        Assert.All(flat.Groups, group =>
        {
            Assert.Equal(group.Parameters.Sum(p => p.count_nonzero().item<long>()), group.Value.count_nonzero().item<long>());
            Assert.Equal(group.Parameters.Sum(p => p.grad!.count_nonzero().item<long>()), group.Value.grad!.count_nonzero().item<long>());
        });
    }

    [Fact]
    public void Views_start_at_64_bytes_and_keep_their_strides()
    {
        using Conv2d last = nn.Conv2d(3, 5, 3);
        using (no_grad())
        {
            last.weight!.set_(last.weight!.contiguous().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        }

        long[] strides = last.weight!.stride();
        Assert.Equal(1, strides[1]);
        float[] values = last.weight!.Floats();
        using var model = new Pair(nn.Linear(3, 5, dtype: ScalarType.Float32), last);
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        Assert.All(flat.Groups.SelectMany(g => g.Parameters), p => Assert.Equal(0, p.storage_offset() * p.element_size() % 64));

        // Where a tensor of its own starts, no view does.
        Assert.All(flat.Groups.SelectMany(g => g.Parameters), p => Assert.NotEqual(0, p.storage_offset()));
        Assert.Equal(strides, last.weight!.stride());
        Assert.Equal(values, last.weight!.Floats());
        Assert.Equal(2, flat.Groups.Count);
        Assert.All(flat.Groups, group => Assert.All(group.Parameters, p => Assert.Equal(
            TensorIdentity.Of(group.Value).Address,
            TensorIdentity.Of(p).Address)));
    }

    [Fact]
    public void A_closure_is_evaluated_once_with_gradients_before_the_guard()
    {
        using var model = new Sequences();
        using FlatParameterGroups flat = ParameterGroups.Of(model).Flatten();
        using AdamW optimizer = flat.AdamW();
        int calls = 0;
        using var noGradient = no_grad();
        Tensor loss = optimizer.step(() =>
        {
            calls++;
            optimizer.zero_grad();
            Tensor value = model.Loss(calls);
            value.backward();
            return value;
        });
        Assert.Equal(1, calls);
        Assert.True(loss.item<float>() > 0);
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void A_factory_has_the_signature_of_ParameterGroups_and_makes_the_class_of_TorchSharp(string name)
    {
        MethodInfo ours = typeof(FlatParameterGroups).GetMethods().Single(m => m.Name == name);
        MethodInfo stock = typeof(ParameterGroups).GetMethods().Single(m => m.Name == name);
        Assert.Equal(stock.ReturnType, ours.ReturnType);
        Assert.Equal(stock.GetParameters().Select(Describe), ours.GetParameters().Select(Describe));

        static string Describe(ParameterInfo p) => $"{p.ParameterType} {p.Name} = {(p.HasDefaultValue ? p.DefaultValue ?? "null" : "required")}";
    }

    [Fact]
    public void Every_elementwise_factory_is_there() => Assert.Equal(
        typeof(ParameterGroups).GetMethods().Where(m => typeof(optim.Optimizer).IsAssignableFrom(m.ReturnType)).Select(m => m.Name).Except(["LBFGS"]).Order(),
        typeof(FlatParameterGroups).GetMethods().Where(m => typeof(optim.Optimizer).IsAssignableFrom(m.ReturnType)).Select(m => m.Name).Order());

    [Fact]
    public void LBFGS_of_the_groups_goes_on_working_on_flattened_parameters()
    {
        using var twins = new Twins<Annotated>(() => new Annotated(0), (model, _) => (model.fc.weight!.square().sum() - model.fc.bias!.sum()).square());
        using LBFGS ours = twins.Groups.LBFGS(0.1, max_iter: 4, penaltyInLoss: true);
        using LBFGS stock = twins.TwinGroups.LBFGS(0.1, max_iter: 4, penaltyInLoss: true);
        for (int step = 0; step < 3; step++)
        {
            ours.step(() => Closure(twins.Model));
            stock.step(() => Closure(twins.Twin));
        }

        twins.AssertEqual();

        static Tensor Closure(Annotated model)
        {
            model.zero_grad();
            Tensor loss = (model.fc.weight!.square().sum() - model.fc.bias!.sum()).square();
            loss.backward();
            return loss;
        }
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Maker = (System.Func<RegSpec.FlatParameterGroups, TorchSharp.torch.optim.Optimizer> Flat, System.Func<RegSpec.ParameterGroups, TorchSharp.torch.optim.Optimizer> Stock);

namespace RegSpec.Tests;

/// <summary>The one pass of flat SGD, Adam and AdamW beside TorchSharp's chain of operations.</summary>
[Collection(StockSteps.Name)]
public class FusedStepTests
{
    private const double Rate = 0.01;

    private static readonly Dictionary<string, Maker> Optimizers = new()
    {
        ["SGD"] = (g => g.SGD(Rate), g => g.SGD(Rate)),
        ["SGD momentum"] = (g => g.SGD(Rate, momentum: 0.9), g => g.SGD(Rate, momentum: 0.9)),
        ["SGD dampening"] = (g => g.SGD(Rate, momentum: 0.8, dampening: 0.3), g => g.SGD(Rate, momentum: 0.8, dampening: 0.3)),
        ["SGD nesterov"] = (g => g.SGD(Rate, momentum: 0.8, nesterov: true), g => g.SGD(Rate, momentum: 0.8, nesterov: true)),
        ["Adam"] = (g => g.Adam(Rate), g => g.Adam(Rate)),
        ["Adam amsgrad"] = (g => g.Adam(Rate, beta1: 0.7, beta2: 0.95, eps: 1e-4, amsgrad: true), g => g.Adam(Rate, beta1: 0.7, beta2: 0.95, eps: 1e-4, amsgrad: true)),
        ["Adam maximize"] = (g => g.Adam(Rate, maximize: true), g => g.Adam(Rate, maximize: true)),
        ["AdamW"] = (g => g.AdamW(Rate), g => g.AdamW(Rate)),
        ["AdamW amsgrad"] = (g => g.AdamW(Rate, amsgrad: true), g => g.AdamW(Rate, amsgrad: true)),
        ["AdamW maximize"] = (g => g.AdamW(Rate, beta1: 0, eps: 1e-3, maximize: true), g => g.AdamW(Rate, beta1: 0, eps: 1e-3, maximize: true)),
    };

    public static TheoryData<string, ScalarType, FlatArithmetic, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, ScalarType, FlatArithmetic, bool>();
            foreach (string name in Optimizers.Keys)
            {
                foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
                {
                    data.Add(name, type, FlatArithmetic.BitIdentical, false);
                    data.Add(name, type, FlatArithmetic.BitIdentical, true);
                }

                data.Add(name, ScalarType.Float32, FlatArithmetic.Stock, true);
                foreach (ScalarType type in (ScalarType[])[ScalarType.BFloat16, ScalarType.Float16])
                {
                    data.Add(name, type, FlatArithmetic.BitIdentical, false);
                    data.Add(name, type, FlatArithmetic.BitIdentical, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_hundred_steps_on_odd_sizes_give_the_bits_of_the_stock_optimizer(string name, ScalarType type, FlatArithmetic arithmetic, bool isClipped)
    {
        // TorchSharp measures norms of single and double precision alike; what is not clipped accumulates.
        using var twins = new GivenGradients(type);
        twins.Flat.Arithmetic = arithmetic;
        using optim.Optimizer ours = Optimizers[name].Flat(twins.Flat);
        using optim.Optimizer stock = Optimizers[name].Stock(twins.TwinGroups);
        if (type == ScalarType.Float16)
        {
            // Where 1e-8 is 0.
            SetEpsilon(ours);
            SetEpsilon(stock);
        }

        for (int step = 0; step < 200; step++)
        {
            if (isClipped || step % 4 == 0)
            {
                ours.zero_grad();
                stock.zero_grad();
            }

            twins.Backward();
            if (isClipped)
            {
                double maxNorm = step % 3 == 0 ? 1e9 : 0.5;
                double norm = nn.utils.clip_grad_norm_(twins.Twin.parameters(), maxNorm);
                Assert.Equal(norm, twins.Flat.Step(ours, maxNorm));
            }
            else
            {
                ours.step();
            }

            stock.step();
        }

        twins.AssertEqual();
        Assert.All(twins.Twin.parameters(), static parameter => Assert.True(parameter.isfinite().all().item<bool>()));

        static void SetEpsilon(optim.Optimizer optimizer)
        {
            foreach (OptimizerOptions options in optimizer.ParamGroups.Select(static group => ((ParamGroup)group).Options))
            {
                if (options is Adam.Options adam)
                {
                    adam.eps = 1e-3;
                }
                else if (options is AdamW.Options adamW)
                {
                    adamW.eps = 1e-3;
                }
            }
        }
    }

    [Fact]
    public void On_this_machine_the_pass_is_taken()
    {
        // Or the comparisons here would compare TorchSharp with itself.
        Assert.NotNull(StockRounding.KernelsFor(FlatArithmetic.BitIdentical, ScalarType.Float32));
        Assert.NotNull(StockRounding.KernelsFor(FlatArithmetic.BitIdentical, ScalarType.Float64));
        Assert.NotNull(StockNorm.Known);
        Assert.Null(StockRounding.KernelsFor(FlatArithmetic.Fast, ScalarType.Float16));
        Assert.Null(StockRounding.KernelsFor(FlatArithmetic.Stock, ScalarType.Float32));
    }

    [Theory]
    [InlineData(FlatArithmetic.BitIdentical, true)]
    [InlineData(FlatArithmetic.Fast, true)]
    [InlineData(FlatArithmetic.Stock, false)]
    public void The_switch_decides_who_steps(FlatArithmetic arithmetic, bool isFused)
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        twins.Flat.Arithmetic = arithmetic;
        using AdamW ours = twins.Flat.AdamW(amsgrad: true);
        twins.Backward();

        // TorchSharp's step replaces the tensor.
        Tensor before = ((AdamW.State)ours.state_dict().State[0]).max_exp_avg_sq;
        ours.step();
        Assert.Equal(isFused, ReferenceEquals(before, ((AdamW.State)ours.state_dict().State[0]).max_exp_avg_sq));
        Assert.Equal(1, ((AdamW.State)ours.state_dict().State[0]).step);
    }

    [Fact]
    public void Half_precision_steps_with_the_operations_of_TorchSharp()
    {
        using var twins = new Twins<ManySizes>(() => new ManySizes(ScalarType.BFloat16, hasLarge: false), static (model, seed) => model.Loss(seed));
        using FlatParameterGroups second = twins.TwinGroups.Flatten();
        second.Arithmetic = FlatArithmetic.Stock;
        twins.Flat.Arithmetic = FlatArithmetic.Fast;
        using AdamW ours = twins.Flat.AdamW(Rate);
        using AdamW stock = second.AdamW(Rate);
        foreach ((PlannedParameter row, PlannedParameter twin) in twins.Groups.Zip(twins.TwinGroups))
        {
            row.Value.grad = randn_like(row.Value).detach();
            twin.Value.grad = row.Value.grad!.clone();
        }

        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(second.Step(stock, 0.5), twins.Flat.Step(ours, 0.5));
        }

        twins.AssertEqual();
    }

    [Fact]
    public void In_half_precision_buffers_that_do_not_step_together_stay_those_of_the_optimizer()
    {
        using var twins = new GivenGradients(ScalarType.BFloat16);
        using AdamW ours = twins.Flat.AdamW(Rate, amsgrad: true);
        using AdamW stock = twins.TwinGroups.AdamW(Rate, amsgrad: true);
        IEnumerable<Parameter>[] before = [.. ours.ParamGroups.Select(static group => ((ParamGroup)group).Parameters)];
        for (int step = 0; step < 3; step++)
        {
            twins.Backward();
            ours.step();
            stock.step();
            Assert.Equal(before, ours.ParamGroups.Select(static group => ((ParamGroup)group).Parameters));
            Assert.Equal(step + 1, ((AdamW.State)ours.state_dict().State[0]).step);
            Assert.Equal(before.Length, ours.StateCount());
        }

        // A step that fails puts them back too.
        var options = (AdamW.Options)((ParamGroup)ours.ParamGroups.First()).Options;
        options.beta1 = null;
        Assert.ThrowsAny<Exception>(() => ours.step());
        options.beta1 = 0.9;
        Assert.Equal(before, ours.ParamGroups.Select(static group => ((ParamGroup)group).Parameters));
        Assert.Equal(before.Length, ours.state_dict().State.Count);
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("SGD")]
    public void Two_buffers_of_one_group_are_clipped_as_one(string name)
    {
        // What trained later has taken fewer steps, and so a buffer of its own in the group.
        using var twins = new Twins<ManySizes>(static () => new ManySizes(hasLarge: false), static (model, seed) => model.Loss(seed));
        foreach (ManySizes model in (ManySizes[])[twins.Model, twins.Twin])
        {
            model.layers[2].weight!.requires_grad = false;
        }

        twins.Groups.Refresh();
        twins.Flat.Refresh();
        twins.TwinGroups.Refresh();
        using OptimizerHelper ours = HandMade.Planned(name, twins.Flat, Rate);
        using OptimizerHelper stock = HandMade.Planned(name, twins.TwinGroups, Rate);
        Step(1e9);
        foreach (ManySizes model in (ManySizes[])[twins.Model, twins.Twin])
        {
            model.layers[2].weight!.requires_grad = true;
        }

        twins.Flat.Refresh(ours);
        twins.TwinGroups.Refresh(stock);
        Assert.Contains(ours.ParamGroups, static group => ((ParamGroup)group).Parameters.Count() == 2);
        for (int step = 0; step < 5; step++)
        {
            Step(0.01);
        }

        twins.AssertEqual();

        void Step(double maxNorm)
        {
            ours.zero_grad();
            stock.zero_grad();
            using Tensor ourLoss = twins.Model.Loss(3);
            using Tensor stockLoss = twins.Twin.Loss(3);
            ourLoss.backward();
            stockLoss.backward();
            double norm = nn.utils.clip_grad_norm_(twins.Twin.parameters().Where(static p => p.requires_grad), maxNorm);
            Assert.Equal(norm, twins.Flat.Step(ours, maxNorm));
            stock.step();
        }
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, FlatArithmetic.BitIdentical, true)]
    [InlineData(ScalarType.Float16, FlatArithmetic.BitIdentical, true)]
    [InlineData(ScalarType.BFloat16, FlatArithmetic.Fast, false)]
    [InlineData(ScalarType.BFloat16, FlatArithmetic.Stock, false)]
    [InlineData(ScalarType.Float32, FlatArithmetic.BitIdentical, false)]
    [InlineData(ScalarType.Float64, FlatArithmetic.BitIdentical, false)]
    public void Buffers_are_parted_only_below_single_precision_and_for_equal_bits(ScalarType type, FlatArithmetic arithmetic, bool isParted)
    {
        using var twins = new GivenGradients(type);
        using AdamW ours = twins.Flat.AdamW(Rate);
        twins.Backward();
        ours.step();
        using PartedBuffers? parted = PartedBuffers.Of((IPlannedOptimizer)ours, twins.Flat.Groups, arithmetic);
        Assert.Equal(isParted, parted is not null);
        Assert.False(PartedBuffers.DependsOnLength(type, DeviceType.CUDA));
    }

    /// <summary>Two buffers of one length in one group, of parameters that have taken different numbers of steps.</summary>
    [Fact]
    public void Buffers_of_one_length_in_one_group_step_with_their_own_states()
    {
        using var twins = new Twins<Pair>(
            static () => new Pair(nn.Linear(8, 8, hasBias: false), nn.Linear(8, 8, hasBias: false)),
            static (model, seed) => (((Linear)model.First).weight! * ((Linear)model.Second).weight!).sin().sum() * (seed + 1));
        SetTrainable(false);
        using AdamW ours = twins.Flat.AdamW(Rate);
        using AdamW stock = twins.TwinGroups.AdamW(Rate);
        Train(3);
        SetTrainable(true);
        twins.Flat.Refresh(ours);
        twins.TwinGroups.Refresh(stock);
        Assert.Equal(2, ((ParamGroup)Assert.Single(ours.ParamGroups, static group => ((ParamGroup)group).Parameters.Any())).Parameters.Count());
        Train(3);
        twins.AssertEqual();

        void SetTrainable(bool isTrainable)
        {
            foreach (Pair model in (Pair[])[twins.Model, twins.Twin])
            {
                ((Linear)model.Second).weight!.requires_grad = isTrainable;
            }

            if (!isTrainable)
            {
                twins.Flat.Refresh();
                twins.TwinGroups.Refresh();
            }
        }

        void Train(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                ours.zero_grad();
                stock.zero_grad();
                using Tensor ourLoss = (((Linear)twins.Model.First).weight! * ((Linear)twins.Model.Second).weight!).sin().sum();
                using Tensor stockLoss = (((Linear)twins.Twin.First).weight! * ((Linear)twins.Twin.Second).weight!).sin().sum();
                ourLoss.backward();
                stockLoss.backward();
                ours.step();
                stock.step();
            }
        }
    }

    [Fact]
    public void A_step_that_fails_for_others_leaves_the_groups_of_the_optimizer_as_they_were()
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        using AdamW ours = twins.Flat.AdamW(Rate);
        using var inGroup = new Parameter(ones(5));
        using var alone = new Parameter(ones(5));
        inGroup.grad = ones(5);
        alone.grad = ones(5);
        var first = (ParamGroup)ours.ParamGroups.First();
        OptimizerAccess.CreateState(ours, inGroup, first);
        first.Parameters = first.Parameters.Append(inGroup).ToArray();
        ours.add_param_group(new AdamW.ParamGroup([alone], new AdamW.Options()));
        ParamGroup[] groups = [.. ours.ParamGroups.Cast<ParamGroup>()];
        Parameter[][] members = Array.ConvertAll(groups, static group => group.Parameters.ToArray());
        twins.Backward();
        ((AdamW.Options)groups[^1].Options).beta1 = null;
        Assert.ThrowsAny<Exception>(() => ours.step());
        Assert.Equal(groups, ours.ParamGroups);
        Assert.Equal(members, groups.Select(static group => group.Parameters.ToArray()));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_parameter_put_into_the_group_of_a_buffer_steps_beside_it_unclipped(ScalarType type)
    {
        using var twins = new GivenGradients(type);
        using AdamW ours = twins.Flat.AdamW(Rate);
        using AdamW stock = twins.TwinGroups.AdamW(Rate);
        using var ourExtra = new Parameter(ones(5));
        using var stockExtra = new Parameter(ones(5));
        Put(ours, ourExtra);
        Put(stock, stockExtra);
        for (int step = 0; step < 3; step++)
        {
            ours.zero_grad();
            stock.zero_grad();
            twins.Backward();
            ourExtra.grad = full([5], 3f + step);
            stockExtra.grad = full([5], 3f + step);
            nn.utils.clip_grad_norm_(twins.Twin.parameters(), 0.1);
            twins.Flat.Step(ours, 0.1);
            stock.step();
        }

        twins.AssertEqual();
        Assert.Equal(stockExtra.RawBytes(), ourExtra.RawBytes());
        Assert.Equal(3 + 2, ourExtra.grad!.max().item<float>());
        ours.zero_grad();
        Assert.Equal(0, ourExtra.grad!.max().item<float>());

        static void Put(AdamW optimizer, Parameter extra)
        {
            var group = (ParamGroup)optimizer.ParamGroups.First();
            OptimizerAccess.CreateState(optimizer, extra, group);
            group.Parameters = group.Parameters.Append(extra).ToArray();
        }
    }

    /// <summary>What is no plain array of the dtype is TorchSharp's to compute with.</summary>
    [Theory]
    [InlineData("exp_avg")]
    [InlineData("exp_avg_sq")]
    [InlineData("max_exp_avg_sq")]
    [InlineData("gradient")]
    public void Tensors_of_another_kind_step_with_the_operations_of_TorchSharp(string which)
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        using FlatParameterGroups second = twins.TwinGroups.Flatten();
        second.Arithmetic = FlatArithmetic.Stock;
        using AdamW ours = twins.Flat.AdamW(Rate, amsgrad: true);
        using AdamW stock = second.AdamW(Rate, amsgrad: true);
        twins.Backward();
        ours.step();
        stock.step();
        Change(ours, twins.Flat);
        Change(stock, second);
        twins.Backward();
        ours.step();
        stock.step();
        twins.AssertEqual();
        Assert.All(twins.Twin.parameters(), static parameter => Assert.True(parameter.isfinite().all().item<bool>()));

        void Change(AdamW optimizer, FlatParameterGroups flat)
        {
            var state = (AdamW.State)optimizer.state_dict().State[0];
            switch (which)
            {
                case "exp_avg":
                    state.exp_avg = state.exp_avg.to(ScalarType.Float64);
                    break;
                case "exp_avg_sq":
                    state.exp_avg_sq = state.exp_avg_sq.to(ScalarType.Float64);
                    break;
                case "max_exp_avg_sq":
                    state.max_exp_avg_sq = state.max_exp_avg_sq.to(ScalarType.Float64);
                    break;
                default:
                    flat.Groups[0].Value.grad = ones(1).expand(flat.Groups[0].Value.numel());
                    break;
            }
        }
    }

    [Fact]
    public void A_way_to_compute_that_does_not_exist_is_refused()
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        Assert.Contains("BitIdentical", Assert.Throws<ArgumentOutOfRangeException>(() => twins.Flat.Arithmetic = (FlatArithmetic)7).Message);
        Assert.Equal(FlatArithmetic.BitIdentical, twins.Flat.Arithmetic);
    }

    [Fact]
    public void A_schedule_and_options_changed_between_steps_count_from_the_next_step_on()
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        using AdamW ours = twins.Flat.AdamW(Rate);
        using AdamW stock = twins.TwinGroups.AdamW(Rate);
        optim.lr_scheduler.LRScheduler ourSchedule = optim.lr_scheduler.CosineAnnealingLR(ours, 30);
        optim.lr_scheduler.LRScheduler stockSchedule = optim.lr_scheduler.CosineAnnealingLR(stock, 30);
        for (int step = 0; step < 20; step++)
        {
            twins.Backward();
            ours.step();
            stock.step();
            ourSchedule.step();
            stockSchedule.step();
            foreach (AdamW optimizer in (AdamW[])[ours, stock])
            {
                ((AdamW.ParamGroup)optimizer.ParamGroups.First()).Options.weight_decay = 0.01 * step;
            }
        }

        twins.AssertEqual();
    }

    [Fact]
    public void Moments_put_in_place_of_others_are_used()
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        using Adam ours = twins.Flat.Adam(Rate);
        using Adam stock = twins.TwinGroups.Adam(Rate);
        using Adam other = twins.Flat.Adam(Rate);
        using Adam otherStock = twins.TwinGroups.Adam(Rate);
        for (int step = 0; step < 6; step++)
        {
            twins.Backward();
            (step == 3 ? other : ours).step();
            (step == 3 ? otherStock : stock).step();
        }

        ours.load_state_dict(other.state_dict());
        stock.load_state_dict(otherStock.state_dict());
        twins.Backward();
        ours.step();
        stock.step();
        twins.AssertEqual();
    }

    [Fact]
    public void Groups_added_to_the_optimizer_and_buffers_of_two_dtypes_step_together()
    {
        using var twins = new Twins<Pair>(
            () => new Pair(new Annotated(0.1), nn.Linear(3, 3, dtype: ScalarType.Float64, hasBias: false)),
            (model, _) => ((Annotated)model.First).fc.weight!.square().sum() + ((Annotated)model.First).fc.bias!.square().sum() + ((Linear)model.Second).weight!.square().sum(),
            weightDecay: 0.2);
        using Adam ours = twins.Flat.Adam(0.02);
        using Adam stock = twins.TwinGroups.Adam(0.02);
        using var ourExtra = new Parameter(ones(5));
        using var stockExtra = new Parameter(ones(5));
        ours.add_param_group(new Adam.ParamGroup([ourExtra], new Adam.Options()));
        stock.add_param_group(new Adam.ParamGroup([stockExtra], new Adam.Options()));
        ourExtra.grad = ones(5);
        stockExtra.grad = ones(5);
        optim.ILearningRateController[] groups = [.. ours.ParamGroups];
        twins.Train(ours, stock, steps: 10);
        ourExtra.grad!.fill_(2);
        stockExtra.grad!.fill_(2);
        twins.Train(ours, stock, steps: 1, from: 10, clipOurs: () => ourExtra.grad!.fill_(2), clipStock: _ => stockExtra.grad!.fill_(2));
        twins.AssertEqual();
        Assert.Equal(stockExtra.RawBytes(), ourExtra.RawBytes());
        Assert.Equal(groups, ours.ParamGroups);
    }

    [Fact]
    public void A_buffer_that_all_cores_share_gives_the_same_bits()
    {
        using var twins = new Twins<Linear>(() => nn.Linear(1031, 517), (model, seed) => (model.weight! * model.weight!).sum() * (seed + 1) + model.bias!.sum());
        using AdamW ours = twins.Flat.AdamW(Rate);
        using AdamW stock = twins.TwinGroups.AdamW(Rate);
        for (int step = 0; step < 8; step++)
        {
            ours.zero_grad();
            twins.BackwardOfOne(step);
            double norm = nn.utils.clip_grad_norm_(twins.Twin.parameters(), 1);
            Assert.Equal(norm, twins.Flat.Step(ours, 1));
            stock.step();
            twins.AssertEqual();
        }
    }

    [Fact]
    public void A_fused_step_allocates_little_and_no_tensor()
    {
        using var twins = new GivenGradients(ScalarType.Float32);
        using AdamW ours = twins.Flat.AdamW(Rate);
        twins.Backward();
        ours.step();
        long tensors = LiveTensors;
        ours.step();
        Assert.Equal(tensors, LiveTensors);
    }

    /// <summary>Created less disposed by this thread: the finalizers of other tests' tensors run on another.</summary>
    private static long LiveTensors => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>Two models of odd sizes that get the same random gradients.</summary>
    private sealed class GivenGradients : IDisposable
    {
        private readonly Twins<ManySizes> twins;
        private readonly Tensor[] source;
        private int batch;

        public GivenGradients(ScalarType type)
        {
            // In 16 bits a decay of 0.1 at this rate would be lost.
            double weightDecay = type is ScalarType.BFloat16 or ScalarType.Float16 ? 1 : 0.1;
            twins = new Twins<ManySizes>(() => new ManySizes(type, hasLarge: false), static (model, seed) => model.Loss(seed), weightDecay);
            using var generator = new Generator(5);
            source = [.. twins.Groups.Select(row => (randn([2048 + 7], dtype: ScalarType.Float32, generator: generator) * exp(randn([2048 + 7], generator: generator))).to(type))];
            foreach (Parameter parameter in twins.Groups.Concat(twins.TwinGroups).Select(static row => row.Value))
            {
                parameter.grad = zeros_like(parameter);
            }
        }

        public FlatParameterGroups Flat => twins.Flat;

        public ManySizes Twin => twins.Twin;

        public ParameterGroups TwinGroups => twins.TwinGroups;

        public void Backward()
        {
            batch++;
            foreach ((PlannedParameter row, PlannedParameter twin, Tensor numbers) in twins.Groups.Zip(twins.TwinGroups, source))
            {
                using DisposeScope scope = NewDisposeScope();
                using var noGradient = no_grad();
                Tensor gradient = numbers.roll(batch).repeat([(row.Value.numel() / numbers.numel()) + 1]).narrow(0, 0, row.Value.numel()).view(row.Value.shape);
                row.Value.grad!.add_(gradient);
                twin.Value.grad!.add_(gradient);
            }
        }

        public void AssertEqual() => twins.AssertEqual();

        public void Dispose()
        {
            Array.ForEach(source, static numbers => numbers.Dispose());
            twins.Dispose();
        }
    }
}

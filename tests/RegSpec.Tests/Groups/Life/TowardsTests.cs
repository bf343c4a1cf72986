using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Decay towards the initial value (L2-SP).</summary>
public class TowardsTests
{
    public static TheoryData<string, bool> Optimizers => RefreshTests.Optimizers();

    /// <summary>The optimizer's steps equal those of a stock optimizer whose gradients (AdamW: whose weights) were given the pull λ(w − w₀) by hand.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Steps_equal_those_with_the_pull_added_by_hand(string name, bool isFlat)
    {
        using var model = new Tuned();
        using var twin = new Tuned();
        twin.load_state_dict(model.state_dict());
        Parameter weight = twin.fc.weight!;
        Tensor first = weight.detach().clone();
        ParameterGroups groups = model.ParameterGroups();
        using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
        using OptimizerHelper ours = flat is null ? HandMade.Planned(name, groups, 0.02) : HandMade.Planned(name, flat, 0.02);
        using OptimizerHelper byHand = HandMade.Of(name, [([weight], 0, 0.02), ([twin.fc.bias!], 0, 0.02)]);
        for (int step = 0; step < 5; step++)
        {
            foreach ((Parameter parameter, Parameter other) in model.parameters().Zip(twin.parameters()))
            {
                using var noGradient = no_grad();
                Tensor gradient = (parameter * 3).sin();
                Set(parameter, gradient);
                Set(other, gradient);
            }

            using (no_grad())
            {
                if (name == "AdamW")
                {
                    weight.add_(weight - first, alpha: -0.02 * Tuned.Lambda);
                }
                else if (name != "Rprop")
                {
                    weight.grad!.add_(weight - first, alpha: Tuned.Lambda);
                }
            }

            ours.step();
            byHand.step();
        }

        Assert.All(model.parameters().Zip(twin.parameters()), pair => Assert.Equal(pair.First.Bits(), pair.Second.Bits()));
        Assert.Equal(name == "Rprop" ? null : Tuned.Lambda, DecayOption.Get(((ParamGroup)ours.ParamGroups.First()).Options));
    }

    /// <summary>The pull is added to gradients that are clipped already. In 16 bits the step takes the parameters one by one: each is pulled to its own w₀.</summary>
    [Theory]
    [InlineData("SGD", ScalarType.Float32)]
    [InlineData("AdamW", ScalarType.Float32)]
    [InlineData("SGD", ScalarType.BFloat16)]
    [InlineData("AdamW", ScalarType.BFloat16)]
    public void A_clipped_flat_step_pulls_as_one_of_the_groups(string name, ScalarType type)
    {
        using var model = new Tuned();
        using var twin = new Tuned();
        twin.load_state_dict(model.state_dict());
        model.to(type);
        twin.to(type);
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        using OptimizerHelper ours = HandMade.Planned(name, flat, 0.1);
        using OptimizerHelper stock = HandMade.Planned(name, twin.ParameterGroups(), 0.1);
        for (int step = 0; step < 6; step++)
        {
            foreach ((Parameter parameter, Parameter other) in model.parameters().Zip(twin.parameters()))
            {
                using var noGradient = no_grad();
                Set(parameter, (parameter * 3).sin());
                Set(other, parameter.grad!);
            }

            Assert.Equal(nn.utils.clip_grad_norm_(twin.parameters(), 0.5), flat.Step(ours, 0.5));
            stock.step();
        }

        Assert.All(model.parameters().Zip(twin.parameters()), static pair => Assert.Equal(pair.Second.RawBytes(), pair.First.RawBytes()));
    }

    /// <summary>What pulls lives as long as the buffers, wherever they were made, and no longer.</summary>
    [Fact]
    public void The_points_of_flat_groups_outlive_a_scope_and_are_freed_with_them()
    {
        using var model = new Tuned();
        ParameterGroups groups = model.ParameterGroups();
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = zeros_like(parameter);
        }

        var file = new MemoryStream();
        long before = LiveTensors;
        FlatParameterGroups flat;
        SGD optimizer;
        using (NewDisposeScope())
        {
            flat = groups.Flatten();
            optimizer = flat.SGD(0.1);
            flat.SaveState(optimizer, file);
            file.Position = 0;
        }

        using (NewDisposeScope())
        {
            optimizer.step();
            using (no_grad())
            {
                model.fc.weight!.add_(1);
            }

            Tensor start = model.fc.weight!.detach().clone();
            optimizer.step();
            Assert.True((start - model.fc.weight!).allclose(full_like(start, 0.1 * Tuned.Lambda), 1e-5, 1e-6));

            // The points are read again.
            flat.LoadState(optimizer, file);
            optimizer.step();
            optimizer.Dispose();
            flat.Dispose();
        }

        Assert.Equal(before, LiveTensors);
    }

    /// <summary>Where the weights are, nothing pulls: with λw − λw₀ Adam would scale a rounding error up to a whole step.</summary>
    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("RMSProp")]
    [InlineData("NAdam")]
    public void At_the_initial_value_nothing_moves(string name)
    {
        using var model = new Tuned();
        byte[] before = model.fc.weight!.RawBytes();
        using OptimizerHelper optimizer = HandMade.Planned(name, model.ParameterGroups(), 0.1);
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = zeros_like(parameter);
        }

        for (int step = 0; step < 10; step++)
        {
            optimizer.step();
        }

        Assert.Equal(before, model.fc.weight!.RawBytes());
    }

    /// <summary>Parameters that were saved with rates of their own get groups of their own, which pull as their home does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Groups_that_a_saved_state_adds_pull_too(bool isFlat)
    {
        using var model = new TunedTwice();
        ParameterGroups groups = model.ParameterGroups();
        using SGD byHand = optim.SGD([.. groups.Select((row, i) => new SGD.ParamGroup([row.Value], new SGD.Options { weight_decay = row.WeightDecay, LearningRate = 0.1 * (i + 1) }))], 0.1);
        using var file = new MemoryStream();
        groups.SaveState(byHand, file);
        file.Position = 0;
        using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
        using SGD optimizer = flat?.SGD(0.1) ?? groups.SGD(0.1);
        groups.LoadState(optimizer, file);
        Assert.Equal(4, optimizer.ParamGroups.Count());
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = zeros_like(parameter);
        }

        byte[][] before = [.. groups.Select(static row => row.Value.RawBytes())];
        using var stranger = new Parameter(ones(2));
        stranger.grad = zeros(2);
        var last = (ParamGroup)optimizer.ParamGroups.Last(static group => DecayOption.Get(((ParamGroup)group).Options) == Tuned.Lambda);
        OptimizerAccess.CreateState(optimizer, stranger, last);
        last.Parameters = last.Parameters.Append(stranger).ToArray();
        optimizer.step();
        Assert.Equal(before, groups.Select(static row => row.Value.RawBytes()));

        // One that is not of the plan has no such point.
        Assert.Equal(1 - (0.3f * (float)Tuned.Lambda), stranger.Floats()[0], 1e-6f);
        Assert.Equal([Tuned.Lambda, 0, Tuned.Lambda, 0], groups.Select(static row => row.WeightDecay));
    }

    [Fact]
    public void The_penalty_and_its_gradient_are_about_the_distance()
    {
        using var model = new Tuned();
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal(0, groups.L2Penalty().item<float>());
        using (no_grad())
        {
            model.fc.weight!.add_(0.5);
        }

        Tensor penalty = groups.L2Penalty();
        Assert.Equal(Tuned.Lambda / 2 * 0.25 * 12, penalty.item<float>(), 1e-5);
        penalty.backward();
        Assert.True(model.fc.weight!.grad!.allclose(full_like(model.fc.weight, Tuned.Lambda * 0.5), 1e-5, 1e-6));
        Assert.Contains("default of Tuned, towards the initial value", groups.ToString());
        Assert.Equal(Reference.Initial, groups.Row("fc.weight").Towards);
        Assert.Equal(Reference.Zero, groups.Row("fc.bias").Towards);
    }

    /// <summary>The point is saved with the state: a process that resumes from trained weights pulls towards the first ones.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_point_is_saved_with_the_state(bool isFlat)
    {
        using var model = new Tuned();
        byte[] first = model.fc.weight!.RawBytes();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW optimizer = groups.AdamW(0.1);
        var file = new MemoryStream();
        groups.SaveState(optimizer, file);
        file.Position = 0;

        using var resumedModel = new Tuned();
        using (no_grad())
        {
            resumedModel.fc.weight!.copy_(model.fc.weight! + 1);
        }

        ParameterGroups resumedGroups = resumedModel.ParameterGroups();
        using FlatParameterGroups? flat = isFlat ? resumedGroups.Flatten() : null;
        using AdamW resumed = flat?.AdamW(0.1) ?? resumedGroups.AdamW(0.1);
        resumedGroups.LoadState(resumed, file);
        Assert.Equal(first, resumedGroups.Row("fc.weight").Anchor!.RawBytes());
        foreach (Parameter parameter in resumedModel.parameters())
        {
            parameter.grad = zeros_like(parameter);
        }

        resumed.step();
        Assert.True((resumedModel.fc.weight! - model.fc.weight!).allclose(full_like(model.fc.weight!, 1 - (0.1 * Tuned.Lambda)), 1e-5, 1e-6));
    }

    [Fact]
    public void A_scale_invariant_weight_is_pulled_too()
    {
        using var model = new TunedNorm();
        PlannedParameter row = model.ParameterGroups().Row("fc.weight");
        Assert.True(row.IsScaleInvariant);
        Assert.Equal(0.1, row.WeightDecay);
    }

    [Fact]
    public void An_optimizer_of_ones_own_would_pull_to_zero_and_is_refused()
    {
        using var model = new Tuned();
        ParameterGroups groups = model.ParameterGroups();
        using SGD own = optim.SGD(groups.Select(row => row.Value).ToArray(), 0.1);
        Assert.Contains("fc.weight decays towards its initial value", Assert.Throws<NotSupportedException>(() => groups.Refresh(own)).Message);
    }

    /// <summary>Created less disposed by this thread: the finalizers of other tests' tensors run on another.</summary>
    private static long LiveTensors => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static void Set(Parameter parameter, Tensor gradient)
    {
        if (parameter.grad is { } place)
        {
            place.copy_(gradient);
        }
        else
        {
            parameter.grad = gradient.clone();
        }
    }

    private sealed class Tuned : Silent
    {
        public const double Lambda = 0.3;
        public readonly Linear fc = Linear(4, 3);

        static Tuned() => ModulePlans.Register(typeof(Tuned), static (module, plan) =>
        {
            plan.Class("Tuned", new WeightDecayAttribute(Lambda) { Towards = Reference.Initial });
            plan.Layer("fc", ((Tuned)module).fc).Weight("weight").Bias("bias");
        });

        public Tuned()
            : base(nameof(Tuned)) => RegisterComponents();
    }

    private sealed class TunedTwice : Silent
    {
        public readonly Linear fc = Linear(4, 3);
        public readonly Linear head = Linear(3, 2);

        static TunedTwice() => ModulePlans.Register(typeof(TunedTwice), static (module, plan) =>
        {
            var model = (TunedTwice)module;
            plan.Class("TunedTwice", new WeightDecayAttribute(Tuned.Lambda) { Towards = Reference.Initial });
            plan.Layer("fc", model.fc).Weight("weight").Bias("bias");
            plan.Layer("head", model.head).Weight("weight").Bias("bias");
        });

        public TunedTwice()
            : base(nameof(TunedTwice)) => RegisterComponents();
    }

    private sealed class TunedNorm : Silent
    {
        public readonly Linear fc = Linear(4, 3);

        static TunedNorm() => ModulePlans.Register(typeof(TunedNorm), static (module, plan) =>
        {
            plan.Class("TunedNorm", new WeightDecayAttribute(0.1) { Towards = Reference.Initial });
            plan.Layer("fc", ((TunedNorm)module).fc).Weight("weight", scaleInvariant: "fc → bn").Bias("bias");
        });

        public TunedNorm()
            : base(nameof(TunedNorm)) => RegisterComponents();
    }
}

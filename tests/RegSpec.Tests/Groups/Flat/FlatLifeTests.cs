using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>A flattened model from its first to its last day: values, files, schedules, freezing, disposal.</summary>
public class FlatLifeTests
{
    [Fact]
    public void Flattening_changes_no_value_no_wrapper_and_no_gradient()
    {
        using var model = new Sequences();
        model.Loss(0).backward();
        ParameterGroups groups = model.ParameterGroups();
        byte[][] values = [.. groups.Select(row => row.Value.RawBytes())];
        byte[][] gradients = [.. groups.Select(row => row.Value.grad!.RawBytes())];
        Parameter[] before = [.. model.parameters()];
        using FlatParameterGroups flat = groups.Flatten();
        Assert.All(before.Zip(model.parameters()), pair => Assert.Same(pair.First, pair.Second));
        Assert.Equal(values, groups.Select(row => row.Value.RawBytes()));
        Assert.Equal(gradients, groups.Select(row => row.Value.grad!.RawBytes()));
        Assert.All(before, p => Assert.True(p.requires_grad && p.is_leaf));
        flat.PrepareStep();
        Assert.Equal(gradients, groups.Select(row => row.Value.grad!.RawBytes()));
    }

    [Fact]
    public void A_write_to_the_buffer_is_a_write_to_the_parameter_and_back_also_after_loading()
    {
        using var model = new Sequences();
        using var other = new Sequences();
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            other.save(path);
            model.load(path);
        }
        finally
        {
            File.Delete(path);
        }

        AssertEqual(other, model);
        other.table.weight!.Fill(3);
        model.load_state_dict(other.state_dict());
        AssertEqual(other, model);
        using (no_grad())
        {
            foreach (FlatParameterGroup group in flat.Groups)
            {
                group.Value.fill_(7);
            }
        }

        Assert.All(model.parameters(), p => Assert.All(p.Floats(), value => Assert.Equal(7, value)));
        model.head.weight!.Fill(5);
        Assert.Equal(model.head.weight!.numel(), flat.Groups.Sum(g => g.Value.eq(5).sum().item<long>()));
        Assert.Equal(7, model.state_dict()["lstm.bias_hh_l0"].Floats()[0]);
    }

    [Fact]
    public void Saving_a_flattened_model_writes_the_file_of_an_unflattened_one()
    {
        using var model = new Sequences();
        using var before = new MemoryStream();
        model.save(before);
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        using var after = new MemoryStream();
        model.save(after);
        Assert.Equal(before.ToArray(), after.ToArray());
    }

    [Fact]
    public void A_schedule_moves_the_groups_in_proportion_as_with_the_stock_optimizer()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using AdamW ours = twins.Flat.AdamW(0.02);
        using AdamW stock = twins.TwinGroups.AdamW(0.02);
        var ourSchedule = optim.lr_scheduler.CosineAnnealingLR(ours, 20, 1e-4);
        var stockSchedule = optim.lr_scheduler.CosineAnnealingLR(stock, 20, 1e-4);
        for (int step = 0; step < 20; step++)
        {
            twins.Train(ours, stock, steps: 1, from: step);
            ourSchedule.step();
            stockSchedule.step();
            Assert.Equal(stock.ParamGroups.Select(g => g.LearningRate), ours.ParamGroups.Select(g => g.LearningRate));
        }

        twins.AssertEqual();
        Assert.Equal(5, ours.ParamGroups.Select(g => ((ParamGroup)g).Options).Distinct().Count());
    }

    [Fact]
    public void The_penalty_of_flat_groups_trains_as_that_of_the_groups()
    {
        using var model = new Sequences();
        using var twin = new Sequences();
        twin.load_state_dict(model.state_dict());
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        ParameterGroups groups = twin.ParameterGroups();
        using Rprop ours = flat.Rprop(penaltyInLoss: true);
        using Rprop stock = groups.Rprop(penaltyInLoss: true);
        for (int step = 0; step < 20; step++)
        {
            ours.zero_grad();
            stock.zero_grad();
            (model.Loss(step) + flat.L2Penalty()).backward();
            (twin.Loss(step) + groups.L2Penalty()).backward();
            ours.step();
            stock.step();
        }

        AssertEqual(twin, model);
    }

    [Fact]
    public void Training_inside_dispose_scopes_keeps_the_buffers()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        FlatParameterGroups flat;
        optim.Optimizer ours;
        using (NewDisposeScope())
        {
            flat = twins.Groups.Flatten();
            ours = flat.RMSProp(momentum: 0.5, centered: true);
        }

        using optim.Optimizer stock = twins.TwinGroups.RMSProp(momentum: 0.5, centered: true);
        for (int step = 0; step < 20; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            twins.Train(ours, stock, steps: 1, from: step);
        }

        twins.AssertEqual();
        ours.Dispose();
        flat.Dispose();
    }

    [Fact]
    public void Refresh_after_unfreezing_flattens_anew_and_mends_the_optimizer()
    {
        using var model = new Sequences();
        model.table.weight!.requires_grad = false;
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        using AdamW before = flat.AdamW();
        model.Loss(0).backward();
        before.step();
        Assert.Same(flat, flat.Refresh());
        before.step();

        model.table.weight!.requires_grad = true;
        byte[] values = model.head.weight!.RawBytes();
        IReadOnlyList<FlatParameterGroup> groups = flat.Groups;
        Assert.Equal(["table.weight"], Assert.Throws<ParameterCoverageException>(() => flat.Refresh()).Names);
        Assert.Same(groups, flat.Groups);
        Assert.Same(flat, flat.Refresh(before));
        Assert.NotSame(groups, flat.Groups);
        Assert.Equal(values, model.head.weight!.RawBytes());

        byte[] table = model.table.weight!.RawBytes();
        before.zero_grad();
        model.Loss(1).backward();
        before.step();
        Assert.NotEqual(table, model.table.weight!.RawBytes());
    }

    [Fact]
    public void Refresh_after_freezing_leaves_the_frozen_one_alone()
    {
        using var model = new Sequences();
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        using (AdamW before = flat.AdamW())
        {
            model.Loss(0).backward();
            before.step();
        }

        model.head.weight!.requires_grad = false;
        byte[] head = model.head.weight!.RawBytes();
        flat.Refresh();
        using AdamW after = flat.AdamW();
        after.zero_grad();
        model.Loss(1).backward();
        after.step();
        Assert.Equal(head, model.head.weight!.RawBytes());
        Assert.DoesNotContain(flat.Groups.SelectMany(g => g.Parameters), p => ReferenceEquals(p, model.head.weight));
    }

    [Fact]
    public void Refreshing_the_source_alone_is_refused_where_it_changed_a_group_and_only_there()
    {
        using var model = new Sequences();
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        using AdamW optimizer = flat.AdamW();
        model.Loss(0).backward();
        flat.Source.Refresh();
        optimizer.step();
        model.head.weight!.requires_grad = false;
        Assert.Equal(["head.weight"], Assert.Throws<ParameterCoverageException>(() => flat.Source.Refresh()).Names);
        Assert.Contains("was frozen after Flatten()", Assert.Throws<ParameterCoverageException>(() => optimizer.step()).Message);
        flat.Source.Refresh(optimizer);
        model.Loss(1).backward();
        optimizer.step();
    }

    [Fact]
    public void Disposed_the_parameters_stay_usable_and_the_optimizers_do_not()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        AdamW ours = twins.Flat.AdamW();
        using AdamW stock = twins.TwinGroups.AdamW();
        twins.Train(ours, stock, steps: 2);
        twins.Flat.Dispose();
        twins.Flat.Dispose();
        twins.AssertEqual();
        Assert.Throws<ObjectDisposedException>(() => ours.step());
        Assert.Throws<ObjectDisposedException>(ours.zero_grad);
        Assert.Throws<ObjectDisposedException>(twins.Flat.ZeroGrad);
        Assert.Throws<ObjectDisposedException>(twins.Flat.PrepareStep);
        Assert.Throws<ObjectDisposedException>(() => twins.Flat.ClipGradNorm(1));
        Assert.Throws<ObjectDisposedException>(() => twins.Flat.ClipGradValue(1));
        Assert.Throws<ObjectDisposedException>(() => twins.Flat.AdamW());
        Assert.Throws<ObjectDisposedException>(twins.Flat.Refresh);
        ours.Dispose();

        using AdamW stockOnViews = twins.Groups.AdamW();
        using AdamW stockAgain = twins.TwinGroups.AdamW();
        twins.Train(stockOnViews, stockAgain, steps: 3, from: 2);
        twins.AssertEqual();
        using FlatParameterGroups again = twins.Groups.Flatten();
        using AdamW flatAgain = again.AdamW();
        using AdamW stockThird = twins.TwinGroups.AdamW();
        twins.Train(flatAgain, stockThird, steps: 3, from: 5);
        twins.AssertEqual();
    }

    /// <summary>Buffers, gradients, views and states: all that a life of flat groups made is freed with it.</summary>
    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("NAdam")]
    public void A_life_leaves_no_tensor_behind(string name)
    {
        using var model = new Sequences();
        ParameterGroups groups = model.ParameterGroups();
        model.Loss(0).backward();
        using var file = new MemoryStream();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            FlatParameterGroups flat = groups.Flatten();
            using OptimizerHelper optimizer = HandMade.Planned(name, flat, 0.01);
            optimizer.step();
            flat.SaveState(optimizer, file);

            // Flattened anew twice, the states with it.
            model.head.weight!.requires_grad = false;
            flat.Refresh(optimizer);
            optimizer.step();
            model.head.weight!.requires_grad = true;
            flat.Refresh(optimizer);
            optimizer.step();
            flat.Step(optimizer, 0.1);
            file.Position = 0;
            flat.LoadState(optimizer, file);
            optimizer.step();
            flat.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void States_of_buffers_made_anew_in_a_scope_outlive_it()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using AdamW ours = twins.Flat.AdamW(0.02);
        using AdamW stock = twins.TwinGroups.AdamW(0.02);
        twins.Train(ours, stock, steps: 2);
        using (NewDisposeScope())
        {
            foreach (bool isTrainable in (bool[])[false, true])
            {
                twins.Model.head.weight!.requires_grad = isTrainable;
                twins.Twin.head.weight!.requires_grad = isTrainable;
                twins.Flat.Refresh(ours);
                twins.TwinGroups.Refresh(stock);
            }
        }

        twins.Train(ours, stock, steps: 3, from: 2);
        twins.AssertEqual();
    }

    /// <summary>Groups of one's own stay when the buffers are made anew, and states of buffers that are gone do not. A parameter of others is refused.</summary>
    [Fact]
    public void An_optimizer_that_is_mended_keeps_groups_of_ones_own_and_no_state_of_what_is_gone()
    {
        using var model = new Annotated(0);
        using var other = new Annotated(0);
        ParameterGroups groups = ParameterGroups.Of(model, 0);
        using AdamW byHand = optim.AdamW([new AdamW.ParamGroup([other.fc.weight!], new AdamW.Options { LearningRate = 0.1, weight_decay = 0 }), new AdamW.ParamGroup([other.fc.bias!], new AdamW.Options { LearningRate = 0.2, weight_decay = 0 })], 0.1);
        using var file = new MemoryStream();
        ParameterGroups.Of(other, 0).SaveState(byHand, file);
        using FlatParameterGroups flat = groups.Flatten();
        using AdamW optimizer = flat.AdamW(0.1);
        file.Position = 0;
        using var extra = new Parameter(ones(3));
        var first = (ParamGroup)optimizer.ParamGroups.First();
        OptimizerAccess.CreateState(optimizer, extra, first);
        first.Parameters = first.Parameters.Append(extra).ToArray();
        Assert.All<Action>([() => flat.LoadState(optimizer, file), () => flat.Refresh(optimizer)], static mending =>
            Assert.Contains("is not of these groups", Assert.Throws<InvalidOperationException>(mending).Message));
        Assert.Equal([flat.Groups[0].Value, extra], first.Parameters);

        // Without it both go on; its state stays behind.
        first.Parameters = [flat.Groups[0].Value];
        file.Position = 0;
        flat.LoadState(optimizer, file);
        foreach (bool isTrainable in (bool[])[false, true])
        {
            model.fc.weight!.requires_grad = isTrainable;
            flat.Refresh(optimizer);
            Assert.Equal([0.1, 0.2], optimizer.ParamGroups.Select(static group => group.LearningRate));
            Parameter bias = Assert.Single(((ParamGroup)optimizer.ParamGroups.Last()).Parameters);
            Assert.Equal([model.fc.bias!], flat.Groups.Single(group => ReferenceEquals(group.Value, bias)).Parameters);
            Assert.Equal(isTrainable ? 3 : 2, optimizer.StateCount());
            Assert.Equal(isTrainable ? 0 : 1, groups.LinkOf(optimizer).Retired.Count);
        }
    }

    [Fact]
    public void Disposing_after_the_model_is_harmless()
    {
        var model = new Sequences();
        FlatParameterGroups flat = model.ParameterGroups().Flatten();
        AdamW optimizer = flat.AdamW();
        model.Dispose();
        Assert.Throws<ParameterCoverageException>(() => optimizer.step());
        optimizer.Dispose();
        flat.Dispose();
    }

    [Fact]
    public void A_group_added_to_a_flat_optimizer_steps_beside_the_buffers()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using AdamW ours = twins.Flat.AdamW();
        using AdamW stock = twins.TwinGroups.AdamW();
        using var extra = new Parameter(ones(3));
        ours.add_param_group(new AdamW.ParamGroup([extra], new AdamW.Options { weight_decay = 0 }));
        twins.Train(ours, stock, steps: 2);
        extra.GiveZeroGradient();
        ((Tensor)extra.grad!).fill_(1);
        ours.step();
        Assert.All(extra.Floats(), value => Assert.True(value < 1));
        ours.zero_grad();
        Assert.All(extra.grad!.Floats(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_optimizer_of_ones_own_steps_the_buffers()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using SGD stock = twins.TwinGroups.SGD(0.1);
        using var ours = new SGD(twins.Flat.Groups.Select(g => new SGD.ParamGroup([g.Value], new SGD.Options { weight_decay = g.WeightDecay, LearningRate = 0.1 * g.LearningRateScale })), 0.1);
        for (int step = 0; step < 20; step++)
        {
            twins.Flat.ZeroGrad();
            stock.zero_grad();
            twins.Backward(step);
            twins.Flat.PrepareStep();
            ours.step();
            stock.step();
        }

        twins.AssertEqual();
        twins.Model.zero_grad();
        Assert.Throws<ParameterCoverageException>(twins.Flat.PrepareStep);
    }

    [Fact]
    public void Joined_roots_and_empty_and_scalar_parameters_are_flattened()
    {
        using var first = new Annotated(0.1);
        using var second = new Odd();
        using FlatParameterGroups flat = ParameterGroups.Of(first, second).Flatten();
        using Adam optimizer = flat.Adam(0.1);
        for (int step = 0; step < 20; step++)
        {
            optimizer.zero_grad();
            (first.call(ones(3)).sum() + first.fc.weight!.square().sum() + first.fc.bias!.square().sum() + second.scalar.square() + second.empty.sum()).sum().backward();
            optimizer.step();
        }

        Assert.True(second.scalar.item<float>() < 1);
        Assert.Equal([0L], second.empty.shape);

        // Where there is no element, none can be looked at.
        optimizer.zero_grad();
        Assert.All(flat.Groups, static group => Assert.Equal(
            group.Parameters.Select((p, i) => (p, i)).Where(static p => p.p.numel() > 0).Select(static p => p.i),
            group.Buffer.FindQuiet()));
    }

    private static void AssertEqual(nn.Module expected, nn.Module actual) =>
        Assert.All(expected.parameters().Zip(actual.parameters()), pair => Assert.Equal(pair.First.RawBytes(), pair.Second.RawBytes()));

    /// <summary>Nothing and a number, which share their place.</summary>
    private sealed class Odd : Silent
    {
        public readonly Parameter empty = new(zeros(0));
        public readonly Parameter scalar = new(ones([]));

        static Odd() => ModulePlans.Register(typeof(Odd), static (module, plan) =>
        {
            plan.Class("Odd", new WeightDecayAttribute(0.1));
            plan.Parameter("empty", ((Odd)module).empty, ParameterRole.Gain);
            plan.Parameter("scalar", ((Odd)module).scalar, ParameterRole.Gain);
        });

        public Odd()
            : base(nameof(Odd)) => RegisterComponents();
    }
}

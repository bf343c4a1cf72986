using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Freezing and unfreezing under a living optimizer.</summary>
[Collection(StockSteps.Name)]
public class RefreshTests
{
    public static TheoryData<string, bool> Optimizers()
    {
        var data = new TheoryData<string, bool>();
        foreach (string name in HandMade.Names)
        {
            data.Add(name, false);
            data.Add(name, true);
        }

        return data;
    }

    /// <summary>Freeze, train, unfreeze, Refresh(optimizer), train, freeze others, train, unfreeze, train: at each stage an optimizer made by hand, with the moments of the one before, goes the same way bit for bit.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_story_equals_optimizers_made_by_hand(string name, bool isFlat)
    {
        using var ours = new FreezingStory(name, isFlat);
        ours.Schedule();
        using var twin = new SeveralRates();
        twin.load_state_dict(ours.Model.state_dict());
        var moments = new Dictionary<string, byte[]>();
        string[][] frozen = [["slow", "slowAndStrong", "norm"], [], ["strong", "slow"], []];
        foreach (string[] layers in frozen)
        {
            ours.Freeze(layers);
            ours.Refresh();
            foreach ((string parameter, Parameter value) in twin.named_parameters())
            {
                value.requires_grad = !layers.Contains(parameter.Split('.')[0]);
            }

            double[] rates = [.. ours.Optimizer.ParamGroups.Select(group => group.LearningRate)];
            using OptimizerHelper byHand = ByHand(name, twin, ours.Groups, rates, moments);
            for (int step = 0; step < 3; step++)
            {
                foreach ((ParamGroup group, optim.ILearningRateController now) in byHand.ParamGroups.Cast<ParamGroup>().Zip(ours.Optimizer.ParamGroups))
                {
                    group.LearningRate = now.LearningRate;
                }

                FreezingStory.GiveGradients(twin);
                byHand.step();
                ours.Train(1);
            }

            Assert.All(ours.Model.named_parameters().Zip(twin.named_parameters()), pair => Assert.Equal(pair.First.parameter.Bits(), pair.Second.parameter.Bits()));
            Keep(byHand, twin, moments);
        }
    }

    /// <summary>Two schedulers step every group, those too that were empty when the schedulers were made.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rates_of_frozen_groups_are_scheduled_with_the_others(bool isFlat)
    {
        using var ours = new FreezingStory("AdamW", isFlat);
        ours.Schedule();
        using AdamW whole = optim.AdamW(
            ours.Groups.Groups.Select(g => new AdamW.ParamGroup([new Parameter(zeros(1))], new AdamW.Options { weight_decay = g.WeightDecay, LearningRate = 0.02 * g.LearningRateScale })), 0.02);
        optim.lr_scheduler.LRScheduler[] schedulers = [optim.lr_scheduler.StepLR(whole, 2, 0.7), optim.lr_scheduler.ExponentialLR(whole, 0.97)];
        for (int step = 0; step < 8; step++)
        {
            if (step == 4)
            {
                ours.Freeze();
                ours.Refresh();
            }

            ours.Train(1);
            Array.ForEach(schedulers, scheduler => scheduler.step());
            Assert.Equal(whole.ParamGroups.Select(g => g.LearningRate), ours.Optimizer.ParamGroups.Select(g => g.LearningRate));
        }
    }

    /// <summary>A run under two schedulers that is saved and loaded into a fresh process at any point has its rates, and goes on, flat or not, the same way.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_story_can_be_saved_and_loaded_at_every_point(string name, bool isFlat)
    {
        using var ours = new FreezingStory(name, isFlat);
        ours.Schedule();
        string[][] frozen = [["slow", "slowAndStrong", "norm"], [], ["strong", "slow"], []];
        foreach (string[] layers in frozen)
        {
            ours.Freeze(layers);
            ours.Refresh();
            Resume(ours, layers);
            ours.Train(2);
            Resume(ours, layers);
        }

        void Resume(FreezingStory going, string[] layers)
        {
            byte[] state = going.Save();
            using var loaded = new FreezingStory(name, isFlat, going.Weights(), layers);
            loaded.Load(state);
            using var control = new FreezingStory(name, isFlat: false, going.Weights(), layers);
            control.Load(state);
            foreach (FreezingStory story in (FreezingStory[])[loaded, control])
            {
                Assert.Equal(going.Optimizer.ParamGroups.Select(group => group.LearningRate), story.Optimizer.ParamGroups.Select(group => group.LearningRate));
                story.Schedule();
                story.Train(2);

                // What was frozen comes back with the moments it had.
                story.Freeze();
                story.Refresh();
                story.Train(2);
            }

            Assert.All(loaded.Model.named_parameters().Zip(control.Model.named_parameters()), pair => Assert.Equal(pair.First.parameter.Bits(), pair.Second.parameter.Bits()));
        }
    }

    /// <summary>A frozen-stage file, after unfreezing: refused with names and the remedy, or loaded with fresh moments for the rest.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_frozen_stage_is_resumed_with_everything_trainable(string name, bool isFlat)
    {
        using var stage = new FreezingStory(name, isFlat);
        stage.Train(3);
        byte[] state = stage.Save();
        using var next = new FreezingStory(name, isFlat, stage.Weights(), []);
        string message = Assert.Throws<InvalidOperationException>(() => next.Load(state)).Message;
        Assert.Contains("slow.weight, slow.bias, slowAndStrong.weight, slowAndStrong.bias, norm.weight, norm.bias: not saved (frozen then?)", message);
        Assert.Contains("pass missing: MissingState.StartFresh", message);
        next.Load(state, MissingState.StartFresh);

        stage.Freeze();
        stage.Refresh();
        stage.Train(3);
        next.Train(3);
        Assert.All(stage.Model.named_parameters().Zip(next.Model.named_parameters()), pair => Assert.Equal(pair.First.parameter.Bits(), pair.Second.parameter.Bits()));
    }

    /// <summary>The failure of issue 12: unfreeze, Refresh(), step(), and the weight moves 0.</summary>
    [Fact]
    public void Refresh_without_the_living_optimizer_throws_and_changes_nothing()
    {
        using var ours = new FreezingStory("SGD", isFlat: false);
        ours.Freeze("strong");
        var error = Assert.Throws<ParameterCoverageException>(() => ours.Groups.Refresh());
        Assert.Equal(["slow.weight", "slow.bias", "slowAndStrong.weight", "slowAndStrong.bias", "norm.weight", "norm.bias", "strong.weight", "strong.bias"], error.Names.OrderBy(n => n.StartsWith("strong", StringComparison.Ordinal)));
        Assert.Contains("is trainable now, and SGD would not step it: give that optimizer to Refresh(optimizer)", error.Message);
        Assert.Contains("is frozen now, and SGD would go on with it", error.Message);
        Assert.True(ours.Groups.Row("slow.weight").IsFrozen);
        ours.Optimizer.Dispose();
        ours.Groups.Refresh();
        Assert.False(ours.Groups.Row("slow.weight").IsFrozen);
    }

    [Fact]
    public void An_optimizer_that_nobody_holds_is_no_obstacle()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        MakeAndForget(groups);
        model.slow.weight!.requires_grad = false;
        groups.Refresh();

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void MakeAndForget(ParameterGroups groups) => groups.AdamW();
    }

    [Fact]
    public void LBFGS_cannot_be_mended_and_says_so()
    {
        using var model = new Annotated(0.1);
        ParameterGroups groups = model.ParameterGroups();
        LBFGS optimizer = groups.LBFGS(penaltyInLoss: true);
        Assert.Contains("make it again", Assert.Throws<NotSupportedException>(() => groups.Refresh(optimizer)).Message);
        model.fc.bias!.requires_grad = false;
        Assert.Contains("dispose it before Refresh()", Assert.Throws<ParameterCoverageException>(() => groups.Refresh()).Message);
        optimizer.Dispose();
        groups.Refresh();
        GC.KeepAlive(optimizer);
    }

    /// <summary>An optimizer of one's own, with a rate of one's own for what was unfrozen: resumed exactly.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rates_of_ones_own_come_back(bool isFlat)
    {
        using var model = new Pair(nn.Linear(3, 3), nn.Linear(3, 3));
        ParameterGroups groups = ParameterGroups.Of(model, 0.01);
        using AdamW saved = optim.AdamW(
        [
            .. groups.GroupBy(row => (row.WeightDecay, row.Name[..5])).Select(g => new AdamW.ParamGroup(
                g.Select(row => row.Value).ToArray(),
                new AdamW.Options { weight_decay = g.Key.WeightDecay, LearningRate = g.Key.Item2 == "first" ? 1e-2 : 1e-3 })),
        ], 1e-2);
        var file = new MemoryStream();
        groups.SaveState(saved, file);
        file.Position = 0;
        using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
        using AdamW resumed = flat?.AdamW(1e-2) ?? groups.AdamW(1e-2);
        groups.LoadState(resumed, file);
        Assert.Equal([1e-2, 1e-2, 1e-3, 1e-3], resumed.ParamGroups.Select(g => g.LearningRate));
        var again = new MemoryStream();
        groups.SaveState(resumed, again);
        Dictionary<string, ParameterState> before = StateFile.Read(new MemoryStream(file.ToArray())).ByName();
        Assert.All(StateFile.Read(new MemoryStream(again.ToArray())).Parameters, state => Assert.Equal(before[state.Name].Options, state.Options));
    }

    /// <summary>Groups of one's own that contradict the plan: biases had λ = .5.</summary>
    [Fact]
    public void Decayed_biases_of_groups_of_ones_own_are_refused_by_name()
    {
        using var model = new Annotated(0.01);
        ParameterGroups groups = model.ParameterGroups();
        using AdamW saved = optim.AdamW([new AdamW.ParamGroup(groups.Select(row => row.Value).ToArray(), new AdamW.Options { weight_decay = 0.5 })], 1e-2);
        var file = new MemoryStream();
        groups.SaveState(saved, file);
        file.Position = 0;
        using AdamW resumed = groups.AdamW(1e-2);
        Assert.Contains("fc.bias: the saved optimizer decayed it with λ = 0.5, the plan says 0", Assert.Throws<InvalidOperationException>(() => groups.LoadState(resumed, file)).Message);
    }

    private static OptimizerHelper ByHand(string name, SeveralRates twin, ParameterGroups plan, double[] rates, Dictionary<string, byte[]> moments)
    {
        Dictionary<string, Parameter> twins = twin.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        OptimizerHelper optimizer = HandMade.Of(
            name,
            [.. plan.Groups.Select((group, i) => (
                plan.Where(row => !row.IsFrozen && row.WeightDecay == group.WeightDecay && row.LearningRateScale == group.LearningRateScale).Select(row => twins[row.Name]).ToArray(),
                group.WeightDecay,
                rates[i]))]);
        Dictionary<nint, string> names = twins.ToDictionary(p => p.Value.Handle, p => p.Key);
        foreach ((Parameter parameter, OptimizerState state) in optimizer.parameters().Zip(optimizer.state_dict().State))
        {
            if (moments.TryGetValue(names[parameter.Handle], out byte[]? bytes))
            {
                StateKind.Load(bytes, state.LoadStateDict);
            }
        }

        return optimizer;
    }

    private static void Keep(OptimizerHelper optimizer, SeveralRates twin, Dictionary<string, byte[]> moments)
    {
        Dictionary<nint, string> names = twin.named_parameters().ToDictionary(p => p.parameter.Handle, p => p.name);
        foreach ((Parameter parameter, OptimizerState state) in optimizer.parameters().Zip(optimizer.state_dict().State))
        {
            moments[names[parameter.Handle]] = StateKind.Bytes(state.SaveStateDict);
        }
    }
}

using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace RegSpec.Tests;

/// <summary>The 1cycle schedule of the groups, against TorchSharp's where that is right: on one group, which is the first.</summary>
public class OneCycleTests
{
    private const double Rate = 0.1;

    /// <summary>What the fault of TorchSharp 0.107 does to groups of two rates after 20 of 40 steps: the second stays in the first phase, also in the array form.</summary>
    [Fact]
    public void TorchSharps_own_loses_the_second_group()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using SGD optimizer = groups.SGD(Rate, momentum: 0.9);
        double[] largest = groups.LearningRates(Rate);
        lr_scheduler.LRScheduler stock = lr_scheduler.OneCycleLR(optimizer, largest, total_steps: 40);
        Step(stock, 20);
        double[] shares = [.. optimizer.ParamGroups.Zip(largest, static (group, rate) => group.LearningRate / rate)];
        Assert.Equal(0.766, shares[0], 1e-3);
        Assert.Equal(0.116, shares[1], 1e-3);

        lr_scheduler.LRScheduler ours = groups.OneCycleLR(optimizer, Rate, total_steps: 40);
        Step(ours, 20);
        Assert.All(optimizer.ParamGroups.Zip(largest), pair => Assert.Equal(shares[0] * pair.Second, pair.First.LearningRate, 1e-12));
    }

    /// <summary>Rates and momenta of every group at every step, in all shapes.</summary>
    [Theory]
    [InlineData("SGD", 0.3, false, false, true, false)]
    [InlineData("SGD", 0.25, true, false, true, true)]
    [InlineData("AdamW", 0.3, false, true, true, false)]
    [InlineData("Adam", 0.4, true, true, true, true)]
    [InlineData("RMSProp", 0.3, false, false, false, false)]
    [InlineData("Adagrad", 0.5, false, false, false, false)]
    public void Every_group_follows_the_first_one(string name, double rising, bool isLinear, bool threePhases, bool cyclesMomentum, bool isFlat)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
        using OptimizerHelper ours = flat is null ? HandMade.Planned(name, groups, 1e-3) : HandMade.Planned(name, flat, 1e-3);
        using OptimizerHelper single = HandMade.Of(name, [([new Parameter(zeros(1))], 0, 1e-3)]);
        var strategy = isLinear ? lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear : lr_scheduler.impl.OneCycleLR.AnnealStrategy.Cos;
        lr_scheduler.LRScheduler reference = lr_scheduler.OneCycleLR(single, Rate, epochs: 4, steps_per_epoch: 10, pct_start: rising, anneal_strategy: strategy, cycle_momentum: cyclesMomentum, base_momentum: 0.8, max_momentum: 0.9, div_factor: 10, final_div_factor: 100, three_phase: threePhases);
        lr_scheduler.LRScheduler scheduler = flat is null
            ? groups.OneCycleLR(ours, Rate, epochs: 4, steps_per_epoch: 10, pct_start: rising, anneal_strategy: strategy, cycle_momentum: cyclesMomentum, base_momentum: 0.8, max_momentum: 0.9, div_factor: 10, final_div_factor: 100, three_phase: threePhases)
            : flat.OneCycleLR(ours, Rate, epochs: 4, steps_per_epoch: 10, pct_start: rising, anneal_strategy: strategy, cycle_momentum: cyclesMomentum, base_momentum: 0.8, max_momentum: 0.9, div_factor: 10, final_div_factor: 100, three_phase: threePhases);
        for (int step = 0; step < 40; step++)
        {
            ILearningRateController first = single.ParamGroups.Single();
            Assert.All(ours.ParamGroups.Zip(groups.Groups), pair =>
            {
                Assert.Equal(first.LearningRate * pair.Second.LearningRateScale, pair.First.LearningRate, 1e-12);
                Assert.Equal(Momentum(first), Momentum(pair.First), 1e-12);
            });
            if (step < 39)
            {
                scheduler.step();
                reference.step();
            }
        }
    }

    /// <summary>A fault kept out: with pct_start = 1/total_steps the first phase has no length, and TorchSharp divides 0 by 0.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Phases_without_length_have_rates(double rising)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using SGD optimizer = groups.SGD(Rate, momentum: 0.9);
        lr_scheduler.LRScheduler scheduler = groups.OneCycleLR(optimizer, Rate, total_steps: 10, pct_start: rising);
        for (int step = 0; step < 9; step++)
        {
            Assert.All(optimizer.ParamGroups, group => Assert.InRange(group.LearningRate, 1e-12, Rate * groups.Groups.Max(g => g.LearningRateScale)));
            scheduler.step();
        }
    }

    /// <summary>Other schedulers go on beside it, and a saved state brings the rates back.</summary>
    [Fact]
    public void A_cycle_is_resumed_where_it_was()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW optimizer = groups.AdamW();
        lr_scheduler.LRScheduler scheduler = groups.OneCycleLR(optimizer, Rate, total_steps: 40);
        Step(scheduler, 17);
        using AdamW resumed = groups.AdamW();
        lr_scheduler.LRScheduler again = groups.OneCycleLR(resumed, Rate, total_steps: 40, last_epoch: 16);
        Assert.Equal(optimizer.ParamGroups.Select(g => g.LearningRate), resumed.ParamGroups.Select(g => g.LearningRate));
        Step(scheduler, 5);
        Step(again, 5);
        Assert.Equal(optimizer.ParamGroups.Select(g => g.LearningRate), resumed.ParamGroups.Select(g => g.LearningRate));
        Assert.Equal(optimizer.ParamGroups.Select(Momentum), resumed.ParamGroups.Select(Momentum));
    }

    [Fact]
    public void It_takes_what_TorchSharps_takes()
    {
        ParameterInfo[] stock = [.. typeof(lr_scheduler).GetMethods().Single(static method => method.Name == "OneCycleLR" && method.GetParameters()[1].ParameterType == typeof(double)).GetParameters()];
        foreach (Type type in (Type[])[typeof(ParameterGroups), typeof(FlatParameterGroups)])
        {
            Assert.Equal(
                stock.Select(static p => (p.Name, p.ParameterType, p.RawDefaultValue)),
                type.GetMethod("OneCycleLR")!.GetParameters().Select(static p => (p.Name, p.ParameterType, p.RawDefaultValue)));
        }
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        using var model = new SeveralRates();
        using var other = new Annotated(0.1);
        ParameterGroups groups = model.ParameterGroups();
        using SGD optimizer = groups.SGD(Rate, momentum: 0.9);
        using Adagrad without = groups.Adagrad();
        using SGD foreign = other.ParameterGroups().SGD(Rate, momentum: 0.9);
        double before = optimizer.ParamGroups.First().LearningRate;
        foreach (double wrong in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Equal("max_lr", Assert.Throws<ArgumentOutOfRangeException>(() => groups.OneCycleLR(optimizer, wrong, 10)).ParamName);
            Assert.Equal("div_factor", Assert.Throws<ArgumentOutOfRangeException>(() => groups.OneCycleLR(optimizer, Rate, 10, div_factor: wrong)).ParamName);
            Assert.Equal("final_div_factor", Assert.Throws<ArgumentOutOfRangeException>(() => groups.OneCycleLR(optimizer, Rate, 10, final_div_factor: wrong)).ParamName);
        }

        Assert.Equal("pct_start", Assert.Throws<ArgumentOutOfRangeException>(() => groups.OneCycleLR(optimizer, Rate, 10, pct_start: 1.5)).ParamName);
        Assert.Contains("give total_steps, or epochs and steps_per_epoch", Assert.Throws<ArgumentOutOfRangeException>(() => groups.OneCycleLR(optimizer, Rate)).Message);
        Assert.Contains("Adagrad has no momentum to cycle; pass cycle_momentum: false", Assert.Throws<ArgumentException>(() => groups.OneCycleLR(without, Rate, 10)).Message);
        Assert.Contains("make it from them", Assert.Throws<InvalidOperationException>(() => groups.OneCycleLR(foreign, Rate, 10)).Message);
        Assert.Throws<ArgumentNullException>(() => groups.OneCycleLR(null!, Rate, 10));
        Assert.Equal(before, optimizer.ParamGroups.First().LearningRate);

        lr_scheduler.LRScheduler scheduler = groups.OneCycleLR(optimizer, Rate, 10);
        Step(scheduler, 10);
        Assert.Contains("Step 12 of a OneCycleLR of 10 steps", Assert.Throws<InvalidOperationException>(scheduler.step).Message);
    }

    private static void Step(lr_scheduler.LRScheduler scheduler, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            scheduler.step();
        }
    }

    private static double Momentum(ILearningRateController group) => group is IBetas adaptive ? adaptive.Betas.Item1 : group is IMomentum plain ? plain.Momentum : double.NaN;
}

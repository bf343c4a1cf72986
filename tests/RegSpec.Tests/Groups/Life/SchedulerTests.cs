using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace RegSpec.Tests;

/// <summary>Every scheduler of TorchSharp 0.107 on groups of two rates: after 20 steps the rates are those of groups made by hand.</summary>
public class SchedulerTests(ITestOutputHelper output)
{
    private const double Rate = 0.1;

    /// <summary>The scheduler, made for an optimizer and the rates of its groups.</summary>
    private static readonly Dictionary<string, Func<Optimizer, double[], lr_scheduler.LRScheduler>> Schedulers = new()
    {
        ["LambdaLR"] = (o, _) => lr_scheduler.LambdaLR(o, epoch => Math.Pow(0.9, epoch)),
        ["LambdaLR, one a group"] = (o, rates) => new lr_scheduler.impl.LambdaLR(o, rates.Select((_, i) => (Func<int, double>)(epoch => Math.Pow(0.9 + (0.01 * i), epoch)))),
        ["MultiplicativeLR"] = (o, _) => lr_scheduler.MultiplicativeLR(o, epoch => 1 - (0.01 * epoch)),
        ["StepLR"] = (o, _) => lr_scheduler.StepLR(o, 3, 0.7),
        ["MultiStepLR"] = (o, _) => lr_scheduler.MultiStepLR(o, [4, 9, 15], 0.5),
        ["PolynomialLR"] = (o, _) => lr_scheduler.PolynomialLR(o, 30, 2),
        ["ExponentialLR"] = (o, _) => lr_scheduler.ExponentialLR(o, 0.93),
        ["ConstantLR"] = (o, _) => lr_scheduler.ConstantLR(o, 0.5, 8),
        ["LinearLR"] = (o, _) => lr_scheduler.LinearLR(o, 0.2, 1, 15),
        ["CosineAnnealingLR"] = (o, _) => lr_scheduler.CosineAnnealingLR(o, 25),
        ["SequentialLR"] = (o, _) => lr_scheduler.SequentialLR(o, [lr_scheduler.ConstantLR(o, 0.5, 5), lr_scheduler.ExponentialLR(o, 0.9)], [6]),
        ["ChainedLR"] = (o, _) => lr_scheduler.ChainedLR([lr_scheduler.StepLR(o, 2, 0.9), lr_scheduler.ExponentialLR(o, 0.98)]),
        ["ReduceLROnPlateau"] = (o, _) => lr_scheduler.ReduceLROnPlateau(o, patience: 2),
        ["OneCycleLR, array"] = (o, rates) => lr_scheduler.OneCycleLR(o, rates, total_steps: 40),
        ["CyclicLR, array"] = (o, rates) => lr_scheduler.CyclicLR(o, rates.Select(r => r / 10), rates, step_size_up: 7),
    };

    /// <summary>What REG3011 says to write in place of TorchSharp's OneCycleLR.</summary>
    private const string OneCycle = "OneCycleLR of the groups";

    public static TheoryData<string> Names => [.. Schedulers.Keys, OneCycle];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_are_those_of_groups_made_by_hand(string name)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using SGD ours = groups.SGD(Rate, momentum: 0.9);
        using SGD byHand = SGD(
            groups.Groups.Select(g => new SGD.ParamGroup([new Parameter(zeros(1))], new SGD.Options { weight_decay = g.WeightDecay, LearningRate = Rate * g.LearningRateScale })), Rate, momentum: 0.9);
        lr_scheduler.LRScheduler scheduler = name == OneCycle ? groups.OneCycleLR(ours, Rate, total_steps: 40) : Schedulers[name](ours, groups.LearningRates(Rate));
        lr_scheduler.LRScheduler reference = name == OneCycle
            ? lr_scheduler.LambdaLR(byHand, step => step < 12 ? Cosine(1 / 25.0, 1, step / 11.0) : Cosine(1, 1 / 25e4, (step - 11) / 28.0))
            : Schedulers[name](byHand, [.. groups.Groups.Select(g => Rate * g.LearningRateScale)]);
        for (int step = 0; step < 20; step++)
        {
            Step(scheduler, name);
            Step(reference, name);
        }

        double[] rates = [.. ours.ParamGroups.Select(g => g.LearningRate)];
        output.WriteLine($"{name,-24} {string.Join("  ", rates.Select(r => r.ToString("G6", System.Globalization.CultureInfo.InvariantCulture)))}");
        Assert.All(byHand.ParamGroups.Zip(rates), pair => Assert.Equal(pair.First.LearningRate, pair.Second, 1e-15));

        // TorchSharp's OneCycleLR ends the phases of the group whose index is the last phase's with the first phase: a fault of its own, by hand too, of which REG3011 warns.
        if (name is not ("LambdaLR, one a group" or "OneCycleLR, array"))
        {
            Assert.All(rates.Zip(groups.Groups), pair => Assert.Equal(rates[0] * pair.Second.LearningRateScale / groups.Groups[0].LearningRateScale, pair.First, tolerance: 1e-12));
        }
    }

    /// <summary>The two that REG3011 warns of: with one number they give every group the same rate.</summary>
    [Theory]
    [InlineData("OneCycleLR")]
    [InlineData("CyclicLR")]
    public void One_number_erases_the_scales(string name)
    {
        using var model = new SeveralRates();
        using SGD optimizer = model.ParameterGroups().SGD(Rate, momentum: 0.9);
        lr_scheduler.LRScheduler scheduler = name == "OneCycleLR"
            ? lr_scheduler.OneCycleLR(optimizer, Rate, total_steps: 40)
            : lr_scheduler.CyclicLR(optimizer, Rate / 10, Rate, step_size_up: 7);
        scheduler.step();
        Assert.Single(optimizer.ParamGroups.Select(g => g.LearningRate).Distinct());
    }

    private static double Cosine(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));

    private static void Step(lr_scheduler.LRScheduler scheduler, string name)
    {
        if (name == "ReduceLROnPlateau")
        {
            scheduler.step(1.0);
        }
        else
        {
            scheduler.step();
        }
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>λ schedules, fixed norms, layer-wise rates, modes.</summary>
[Collection(RandomStream.Name)]
public class ScheduleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_schedule_of_weight_decay_keeps_zero_groups_at_zero(bool isFlat)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
        using AdamW optimizer = flat?.AdamW() ?? groups.AdamW();
        foreach (double factor in (double[])[0.5, 2, 0, 1])
        {
            groups.ScaleWeightDecay(optimizer, factor);
            Assert.Equal(groups.Groups.Select(g => g.WeightDecay * factor), optimizer.ParamGroups.Select(g => ((AdamW.ParamGroup)g).Options.weight_decay!.Value));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => groups.ScaleWeightDecay(optimizer, -1));
        using Rprop none = groups.Rprop(penaltyInLoss: true);
        Assert.Contains("L2Penalty()", Assert.Throws<NotSupportedException>(() => groups.ScaleWeightDecay(none, 1)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fixed_norms_stay_and_the_function_does_not_change(bool isFlat)
    {
        using var model = new QuickModel();
        ParameterGroups groups = model.ParameterGroups();
        Parameter weight = model.fc1.weight!;
        double first = weight.norm().item<float>();
        using FlatParameterGroups? flat = isFlat ? groups.Flatten(fixedNorm: true) : null;
        FixedNorm? fix = isFlat ? null : groups.FixedNorm();
        using SGD optimizer = flat?.SGD(0.5) ?? groups.SGD(0.5);
        Tensor x = randn(16, 64), y = randn(16, 10);
        for (int step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            functional.mse_loss(model.call(x), y).backward();
            optimizer.step();
            Assert.True(isFlat || Math.Abs(weight.norm().item<float>() - first) > 1e-5);
            Tensor before = model.call(x);
            fix?.Apply();
            Assert.Equal(first, weight.norm().item<float>(), 1e-4);
            Assert.True(model.call(x).allclose(before, 1e-3, 1e-4));
        }

        EffectiveLearningRate rate = Assert.Single(groups.EffectiveLearningRates(optimizer));
        Assert.Equal(("fc1.weight", 0.5), (rate.Name, rate.LearningRate));
        Assert.Equal(0.5 / (first * first), rate.Value, 1e-6);
    }

    [Fact]
    public void Fixed_norms_of_nothing_are_refused_with_the_remedy()
    {
        using var towers = new Towers(1, 1);
        ParameterGroups groups = towers.ParameterGroups();
        string message = Assert.Throws<InvalidOperationException>(() => groups.FixedNorm()).Message;
        Assert.StartsWith("No weight of Towers is proved scale-invariant, so FixedNorm would hold no norm.", message, StringComparison.Ordinal);
        Assert.Contains($"  head.weight: {groups.Row("head.weight").Reason}", message);
        Assert.Contains("Put a normalization", message);
        Assert.Throws<InvalidOperationException>(() => groups.Flatten(fixedNorm: true));
        using FlatParameterGroups flat = groups.Flatten();   // nothing had moved
        using SGD optimizer = flat.SGD(0.1);

        using var quick = new QuickModel();
        quick.eval();
        Assert.Contains("call train()", Assert.Throws<InvalidOperationException>(() => quick.ParameterGroups().FixedNorm()).Message);
    }

    [Fact]
    public void Items_of_a_list_train_with_decaying_rates()
    {
        using var model = new Towers(4, 2);
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal(
            [0.512, 0.64, 0.8, 1.0],
            Enumerable.Range(0, 4).Select(i => Math.Round(groups.Row($"vision.{i}.fc.weight").LearningRateScale, 12)));
        Assert.Equal([0.4, 0.5], Enumerable.Range(0, 2).Select(i => Math.Round(groups.Row($"text.{i}.fc.bias").LearningRateScale, 12)));
        Assert.Equal(1, groups.Row("head.weight").LearningRateScale);
    }

    [Fact]
    public void Layerwise_rates_on_something_without_layers_are_refused()
    {
        using var model = new WrongLayerwise();
        Assert.Contains("use [LearningRateScale]", Assert.Throws<ParameterCoverageException>(() => model.ParameterGroups()).Message);
    }

    /// <summary>The failures of issue 12: a norm set to train(false) later, and a root that is wholly in eval().</summary>
    [Fact]
    public void Proofs_follow_the_modes()
    {
        using var model = new QuickModel();
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal("scale-invariant: fc1 → bn1", groups.Row("fc1.weight").Reason);
        using AdamW optimizer = groups.AdamW();
        model.bn1.train(false);
        Assert.Equal(["fc1.weight"], Assert.Throws<ParameterCoverageException>(() => groups.Refresh()).Names);
        groups.Refresh(optimizer);
        PlannedParameter row = groups.Row("fc1.weight");
        Assert.Equal((false, 0.05), (row.IsScaleInvariant, row.WeightDecay));
        Assert.Equal("default of QuickModel; scale-invariant only in training mode (fc1 → bn1), and not all of it is in it", row.Reason);

        // The group is new; schedulers made before know the others alone, in their order, and it has the rate of the group it came from.
        Assert.Equal(2, optimizer.ParamGroups.Count());
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
        {
            group.LearningRate = 0.5;
        }

        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = zeros_like(parameter);
        }

        using Tensor before = row.Value.detach().clone();
        optimizer.step();
        Assert.True(row.Value.allclose(before * (1 - (0.5 * 0.05)), 1e-6, 1e-8));

        model.bn1.train();
        groups.Refresh(optimizer);
        Assert.Equal((true, 0.0), (row.IsScaleInvariant, row.WeightDecay));
        model.eval();
        Assert.Equal(0.05, ParameterGroups.Of((Module)model).Row("fc1.weight").WeightDecay);
    }

    [Fact]
    public void Verify_measures_in_the_modes_it_finds()
    {
        using var model = new QuickModel();
        Tensor x = randn(16, 64);
        ScaleInvarianceReport training = ScaleInvariance.Verify(model, x);
        Assert.Equal("training mode", training.Modes);
        Assert.True(training["fc1.weight"].IsInvariant);
        Assert.Contains("Euler   |⟨w, g⟩| / (‖w‖‖g‖)", training.ToString());
        model.bn1.train(false);
        ScaleInvarianceReport mixed = ScaleInvariance.Verify(model, x);
        Assert.Equal("training mode, but bn1 in evaluation mode", mixed.Modes);
        Assert.Equal(ScaleVerdict.Refuted, mixed["fc1.weight"].Verdict);
        Assert.StartsWith("measured in training mode, but bn1 in evaluation mode, in float64", mixed.ToString());
        model.eval();
        Assert.Equal("evaluation mode", ScaleInvariance.Verify(model, x).Modes);
    }

    private sealed class Towers : Silent
    {
        public readonly ModuleList<Annotated> vision;
        public readonly Sequential text;
        public readonly Linear head = Linear(3, 2);

        static Towers() => ModulePlans.Register(typeof(Towers), static (module, plan) =>
        {
            var model = (Towers)module;
            plan.Class("Towers", new WeightDecayAttribute(0.05));
            plan.Module("vision", model.vision, [new LayerwiseLearningRateAttribute(0.8)]);
            plan.Module("text", model.text, [new LayerwiseLearningRateAttribute(0.8), new LearningRateScaleAttribute(0.5)]);
            plan.Module("head", model.head);
        });

        public Towers(int vision, int text)
            : base(nameof(Towers))
        {
            this.vision = new(Enumerable.Range(0, vision).Select(_ => new Annotated(0.1)).ToArray());
            this.text = Sequential(Enumerable.Range(0, text).Select(_ => (Module<Tensor, Tensor>)new Annotated(0.1)).ToArray());
            RegisterComponents();
        }
    }

    private sealed class WrongLayerwise : Silent
    {
        public readonly Linear fc = Linear(3, 2);

        static WrongLayerwise() => ModulePlans.Register(typeof(WrongLayerwise), static (module, plan) =>
        {
            plan.Class("WrongLayerwise", new WeightDecayAttribute(0.05));
            plan.Layer("fc", ((WrongLayerwise)module).fc, [new LayerwiseLearningRateAttribute(0.8)]).Weight("weight");
        });

        public WrongLayerwise()
            : base(nameof(WrongLayerwise)) => RegisterComponents();
    }
}

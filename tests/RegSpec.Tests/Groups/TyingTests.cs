using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

public class TyingTests
{
    [Theory]
    [InlineData("head.weight = emb.weight", "emb.weight")]
    [InlineData("emb.weight = head.weight", "emb.weight")]
    public void F30_Embedding_and_head_are_one_weight_decayed_once(string direction, string name)
    {
        using Tied model = Make(direction);
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal([name, "head.bias"], groups.Select(r => r.Name));
        PlannedParameter tied = groups[0];
        Assert.Equal(ParameterRole.Weight, tied.Role);
        Assert.Equal(0.1, tied.WeightDecay);
        Assert.Contains("tied with emb.weight", tied.Reason);
        AssertDecayedOnce(groups, tied, model.head.weight!);
    }

    [Fact]
    public void The_stock_call_would_decay_this_tie_twice()
    {
        using Tied model = Make("head.weight = emb.weight");
        model.head.weight!.Fill(1);
        foreach (Parameter p in model.parameters())
        {
            p.GiveZeroGradient();
        }

        using SGD stock = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);
        stock.step();
        Assert.Equal(0.99f * 0.99f, model.head.weight!.Floats()[0], 1e-6f);
    }

    [Fact]
    public void Linear_to_Linear_keeps_both_biases()
    {
        using var first = new Annotated(0.1);
        using var second = new Annotated(0.1);
        second.fc.weight = first.fc.weight!;
        ParameterGroups groups = ParameterGroups.Of(new Pair(first, second), 0.3);
        Assert.Equal(["first.fc.weight", "first.fc.bias", "second.fc.bias"], groups.Select(r => r.Name));
        AssertDecayedOnce(groups, groups[0], second.fc.weight!);
    }

    [Fact]
    public void Two_classes_with_different_defaults_contradict_each_other()
    {
        using var first = new Annotated(0.1);
        using var second = new Annotated(0.2);
        second.fc.weight = first.fc.weight!;
        var error = Assert.Throws<ParameterCoverageException>(() => new Pair(first, second).ParameterGroups());
        Assert.Equal(["first.fc.weight", "second.fc.weight"], error.Names);
        Assert.Contains("0.1", error.Message);
        Assert.Contains("0.2", error.Message);
    }

    [Theory]
    [InlineData("head.weight = emb.weight")]
    [InlineData("emb.weight = head.weight")]
    public void Different_declared_coefficients_contradict_each_other(string direction)
    {
        using Tied model = Make(direction);
        model.EmbDeclarations = [new WeightDecayAttribute(0.2)];
        model.HeadDeclarations = [new NoWeightDecayAttribute()];
        var error = Assert.Throws<ParameterCoverageException>(() => model.ParameterGroups());
        Assert.Equal(["emb.weight", "head.weight"], error.Names.Order());
    }

    [Theory]
    [InlineData("head.weight = emb.weight")]
    [InlineData("emb.weight = head.weight")]
    public void A_declaration_on_one_end_beats_the_default_on_the_other(string direction)
    {
        using Tied model = Make(direction);
        model.EmbDeclarations = [new WeightDecayAttribute(0.2) { Because = "shared table" }];
        PlannedParameter tied = model.ParameterGroups()[0];
        Assert.Equal(0.2, tied.WeightDecay);
        Assert.StartsWith("shared table", tied.Reason);
    }

    [Fact]
    public void A_tie_is_scale_invariant_only_if_every_use_is()
    {
        using var half = new TiedBeforeNorm(secondIsInvariant: false);
        Assert.Equal((0.1, false), (half.ParameterGroups()[0].WeightDecay, half.ParameterGroups()[0].IsScaleInvariant));
        using var both = new TiedBeforeNorm(secondIsInvariant: true);
        Assert.Equal((0.0, true), (both.ParameterGroups()[0].WeightDecay, both.ParameterGroups()[0].IsScaleInvariant));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Ties_are_seen_in_every_dtype(ScalarType type)
    {
        using var emb = nn.Embedding(10, 4, dtype: type);
        using var head = nn.Linear(4, 10, dtype: type);
        head.weight = emb.weight!;
        Assert.Equal(2, ParameterGroups.Of(new Pair(emb, head), 0.1).Count);
    }

    [Fact]
    public void Ties_are_seen_without_memory_and_equal_shapes_are_not_ties()
    {
        using var emb = nn.Embedding(10, 4, device: META);
        using var head = nn.Linear(4, 10, device: META);
        Assert.Equal(3, ParameterGroups.Of(new Pair(emb, head), 0.1).Count);
        head.weight = emb.weight!;
        Assert.Equal(2, ParameterGroups.Of(new Pair(emb, head), 0.1).Count);
        Assert.True(head.weight!.requires_grad);
    }

    [Fact]
    public void F28_F29_A_module_in_two_fields_is_listed_once()
    {
        using var shared = new Annotated(0.1);
        ParameterGroups groups = new Pair(shared, shared).ParameterGroups();
        Assert.Equal(["first.fc.weight", "first.fc.bias"], groups.Select(r => r.Name));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Shared_memory_with_two_gradients_is_refused(bool firstIsTrainable, bool secondIsTrainable)
    {
        using var first = nn.Linear(3, 4);
        using var second = nn.Linear(3, 4);
        second.weight = new Parameter(first.weight!.detach(), secondIsTrainable);
        first.weight!.requires_grad = firstIsTrainable;
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(new Pair(first, second), 0.1));
        Assert.Equal(["second.weight"], error.Names);
        Assert.Equal((firstIsTrainable, secondIsTrainable), (first.weight!.requires_grad, second.weight!.requires_grad));
    }

    [Fact]
    public void Views_of_one_buffer_are_not_ties()
    {
        Tensor buffer = randn(24);
        using var first = nn.Linear(3, 4, hasBias: false);
        using var second = nn.Linear(3, 4, hasBias: false);
        first.weight = new Parameter(buffer.narrow(0, 0, 12).view(4, 3));
        second.weight = new Parameter(buffer.narrow(0, 12, 12).view(4, 3));
        Assert.Equal(2, ParameterGroups.Of(new Pair(first, second), 0.1).Count);
    }

    [Fact]
    public void A_cast_that_unties_is_noticed_before_the_optimizer()
    {
        using Tied model = Make("emb.weight = head.weight");
        ParameterGroups groups = model.ParameterGroups();
        model.to(ScalarType.Float64);
        var error = Assert.Throws<ParameterCoverageException>(() => groups.SGD(0.1));
        Assert.Contains("head.weight", error.Names);
    }

    private static Tied Make(string direction)
    {
        var model = new Tied();
        if (direction.StartsWith("head", StringComparison.Ordinal))
        {
            model.head.weight = model.emb.weight!;
        }
        else
        {
            model.emb.weight = model.head.weight!;
        }

        return model;
    }

    private static void AssertDecayedOnce(ParameterGroups groups, PlannedParameter tied, Parameter seenElsewhere)
    {
        tied.Value.Fill(1);
        foreach (PlannedParameter row in groups)
        {
            row.Value.GiveZeroGradient();
        }

        using SGD optimizer = groups.SGD(0.1);
        optimizer.step();
        float expected = 1 - (0.1f * (float)tied.WeightDecay);
        Assert.All(seenElsewhere.Floats(), value => Assert.Equal(expected, value, 1e-6f));
    }

    private sealed class TiedBeforeNorm : Silent
    {
        public readonly Linear first = nn.Linear(4, 4, hasBias: false);
        public readonly Linear second = nn.Linear(4, 4, hasBias: false);
        private readonly bool secondIsInvariant;

        static TiedBeforeNorm() => ModulePlans.Register(typeof(TiedBeforeNorm), static (module, plan) =>
        {
            var model = (TiedBeforeNorm)module;
            plan.Class("TiedBeforeNorm", new WeightDecayAttribute(0.1));
            plan.Layer("first", model.first).Weight("weight", scaleInvariant: "first → norm");
            plan.Layer("second", model.second).Weight("weight", scaleInvariant: model.secondIsInvariant ? "second → norm" : null);
        });

        public TiedBeforeNorm(bool secondIsInvariant)
            : base(nameof(TiedBeforeNorm))
        {
            this.secondIsInvariant = secondIsInvariant;
            second.weight = first.weight;
            RegisterComponents();
        }
    }
}

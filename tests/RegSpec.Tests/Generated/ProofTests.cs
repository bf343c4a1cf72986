using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Generated;

/// <summary>What the generator proved about this assembly's models, bound on live models and measured.</summary>
[Collection(RandomStream.Name)]
public class ProofTests
{
    public ProofTests() => random.manual_seed(1);

    [Fact]
    public void A_proved_weight_gets_no_decay_and_says_why()
    {
        ParameterGroups groups = new NormalizedBlock().ParameterGroups();
        Assert.Equal((0, true, "scale-invariant: first → norm"), About(groups, "first.weight"));
        Assert.Equal((0.1, false, "default of NormalizedBlock"), About(groups, "last.weight"));
        Assert.Equal((0, false, "normalization scale"), About(groups, "norm.weight"));
        AssertMeasured(new NormalizedBlock(), 1);
    }

    [Fact]
    public void A_proof_does_not_reach_an_heir_which_may_override_forward()
    {
        Assert.Equal((0.1, false, "default of NormalizedBlock"), About(new UnnormalizedHeir().ParameterGroups(), "first.weight"));
        Assert.Equal((0, true, "scale-invariant: first → norm"), About(new AnnotatedHeir().ParameterGroups(), "first.weight"));
        AssertMeasured(new UnnormalizedHeir(), 0);
        AssertMeasured(new AnnotatedHeir(), 1);
    }

    [Fact]
    public void An_heir_without_any_declaration_has_the_proofs_of_its_own_class()
    {
        Assert.Equal((0, true, "scale-invariant: first → norm"), About(new QuietHeir().ParameterGroups(), "first.weight"));
        Assert.Equal((0, true, "scale-invariant: first → norm"), About(ParameterGroups.Of(new Undescribed(new QuietHeir()), 0.5), "inner.first.weight"));
        var talking = new TalkingHeir();
        Assert.Equal(2, talking.Before(zeros(2, 6)).shape[0]);
        Assert.Equal((0.1, false, "default of NormalizedBlock"), About(talking.ParameterGroups(), "first.weight"));
        Assert.Equal((0, true, "scale-invariant: first → norm"), About(new UnaskedHeir().ParameterGroups(), "first.weight"));
        AssertMeasured(new QuietHeir(), 1);
    }

    [Fact]
    public void A_class_without_any_declaration_proves_what_it_can()
    {
        ParameterGroups groups = ParameterGroups.Of(Sequential(("a", new Tower.Plain())), 0.5);
        Assert.Equal((0, true, "scale-invariant: fc → norm"), About(groups, "a.fc.weight"));
        Assert.Equal(0.5, groups.Row("a.last.weight").WeightDecay);
        var model = new Tower.Plain();
        model.named_modules().Single(m => m.name == "norm").module.eval();
        Assert.Equal(0.5, ParameterGroups.Of(Sequential(("a", model)), 0.5).Row("a.fc.weight").WeightDecay);
    }

    [Fact]
    public void Proofs_hold_wherever_the_class_sits()
    {
        Assert.Equal(0, About(ParameterGroups.Of(new Undescribed(new NormalizedBlock()), 0.5), "inner.first.weight").WeightDecay);
        Assert.Equal(0.1, About(ParameterGroups.Of(new Undescribed(new UnnormalizedHeir()), 0.5), "inner.first.weight").WeightDecay);
        ParameterGroups groups = ParameterGroups.Of(Sequential(("a", new NormalizedBlock()), ("b", new UnnormalizedHeir())), 0.5);
        Assert.True(groups.Row("a.first.weight").IsScaleInvariant);
        Assert.False(groups.Row("b.first.weight").IsScaleInvariant);
    }

    [Fact]
    public void A_root_composes_what_it_contains_loops_included()
    {
        ParameterGroups groups = new Tower(3).ParameterGroups();
        Assert.Equal("scale-invariant: plain.fc → plain.norm", groups.Row("plain.fc.weight").Reason);
        Assert.Equal("scale-invariant: sequence.conv → sequence.norm, with its bias", groups.Row("sequence.conv.weight").Reason);
        Assert.True(groups.Row("sequence.block.first.weight").IsScaleInvariant);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((0, true, "scale-invariant: list.*.fc → list.*.norm"), About(groups, $"list.{i}.fc.weight"));
            Assert.Equal((0.3, false, "default of Tower"), About(groups, $"list.{i}.last.weight"));
        }

        AssertMeasured(new Tower(2), 5);
    }

    [Fact]
    public void A_weight_with_its_bias_needs_a_bias_that_is_trained()
    {
        Assert.Equal((0, true, "scale-invariant: fc → norm, with its bias"), About(new WithBias().ParameterGroups(), "fc.weight"));
        AssertMeasured(new WithBias(), 1);
        var frozen = new WithBias();
        frozen.get_parameter("fc.bias")!.requires_grad = false;
        Assert.Equal((0.1, false, "default of WithBias"), About(frozen.ParameterGroups(), "fc.weight"));
    }

    [Fact]
    public void A_norm_kept_in_another_mode_proves_nothing()
    {
        var model = new WithBias();
        model.eval();
        Assert.Equal((0.1, false), (model.ParameterGroups().Row("fc.weight").WeightDecay, model.ParameterGroups().Row("fc.weight").IsScaleInvariant));
        Assert.Contains("scale-invariant only in training mode", model.ParameterGroups().Row("fc.weight").Reason);
        model.train();
        model.named_children().Single(child => child.name == "norm").module.eval();
        Assert.Equal(0.1, About(model.ParameterGroups(), "fc.weight").WeightDecay);
        Assert.Equal(0.1, About(ParameterGroups.Of(new Undescribed(model), 0.5), "inner.fc.weight").WeightDecay);
    }

    [Fact]
    public void A_tied_weight_is_scale_invariant_only_if_every_use_is()
    {
        PlannedParameter both = Assert.Single(new TiedTwice().ParameterGroups(), row => row.Name == "a.weight");
        Assert.True(both.IsScaleInvariant);
        Assert.Equal(0, both.WeightDecay);
        Assert.Equal((0.1, false), (new TiedOnce().ParameterGroups().Row("a.weight").WeightDecay, new TiedOnce().ParameterGroups().Row("a.weight").IsScaleInvariant));
        PlannedParameter across = new TiedAcross().ParameterGroups().Row("shared.weight");
        Assert.Equal((0.1, false), (across.WeightDecay, across.IsScaleInvariant));
        AssertMeasured(new TiedTwice(), 1, cast: false);
    }

    [Fact]
    public void A_policy_that_decays_all_weights_still_shows_the_proof()
    {
        PlannedParameter row = new RateControlled().ParameterGroups().Row("fc.weight");
        Assert.Equal((0.1, true, "default of RateControlled"), (row.WeightDecay, row.IsScaleInvariant, row.Reason));
        Assert.Equal(0, ParameterGroups.Of(new RateControlled(), 0.4, DecayPolicy.Principled).Row("fc.weight").WeightDecay);
        Assert.Equal(0.4, ParameterGroups.Of(new RateControlled(), 0.4, DecayPolicy.Matrices).Row("fc.weight").WeightDecay);
    }

    [Fact]
    public void Raw_parameters_have_the_role_that_their_use_shows()
    {
        ParameterGroups groups = new HandWritten(2).ParameterGroups();
        (string, ParameterRole, double)[] expected =
        [
            ("layers.0.b", ParameterRole.Bias, 0),
            ("layers.0.w", ParameterRole.Weight, 0.1),
            ("layers.1.b", ParameterRole.Bias, 0),
            ("layers.1.w", ParameterRole.Weight, 0.1),
            ("norm.weight", ParameterRole.NormScale, 0),
            ("temperature", ParameterRole.Unknown, 0),
            ("weight", ParameterRole.Weight, 0),
        ];
        Assert.Equal(expected, groups.Select(row => (row.Name, row.Role, row.WeightDecay)).OrderBy(row => row.Name, StringComparer.Ordinal));
        Assert.Equal("scale-invariant: weight → norm, up to eps", groups.Row("weight").Reason);
        AssertMeasured(new HandWritten(2), 1);
    }

    [Fact]
    public void The_user_vouches_for_a_normalization_that_cannot_be_followed()
    {
        ParameterGroups groups = new Vouched().ParameterGroups();
        Assert.Equal("scale-invariant: marked → norm, with its bias", groups.Row("marked.weight").Reason);
        Assert.False(groups.Row("unmarked.weight").IsScaleInvariant);
        AssertMeasured(new Vouched(), 1);
    }

    private static (double WeightDecay, bool IsScaleInvariant, string Reason) About(ParameterGroups groups, string name)
    {
        PlannedParameter row = groups.Row(name);
        return (row.WeightDecay, row.IsScaleInvariant, row.Reason);
    }

    /// <summary>Every claim about the model survives the measurement, and there are as many as expected.</summary>
    private static void AssertMeasured(Module<Tensor, Tensor> model, int claims, bool cast = true)
    {
        string[] claimed = [.. model.ParameterGroups().Where(row => row.IsScaleInvariant).Select(row => row.Name)];
        Assert.Equal(claims, claimed.Length);
        if (cast)
        {
            model.to(ScalarType.Float64); // casting unties: tied models are made in double precision
        }

        ScaleInvarianceReport report = ScaleInvariance.Verify(model, randn(9, 6, dtype: ScalarType.Float64));
        Assert.All(claimed, name => Assert.True(report[name].IsInvariant || report.Joint(name) is { IsInvariant: true }, report.ToString()));
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>Models as users write them, bound through the code the generator wrote for this assembly.</summary>
public class GeneratedTests
{
    [Fact]
    public void The_generated_extension_and_the_fallback_give_the_same_groups()
    {
        using var model = new Net();
        string generated = model.ParameterGroups().ToString();
        Assert.Equal(generated, ParameterGroups.Of(model).ToString());
        Assert.Equal(generated, ((nn.Module<Tensor, Tensor>)model).ParameterGroups().ToString());
        Assert.Equal(["fc1.weight", "fc1.bias", "bn1.weight", "bn1.bias", "head.weight", "head.bias"], model.ParameterGroups().Select(r => r.Name));
        Assert.Equal(0.001, model.ParameterGroups().Row("head.weight").WeightDecay);
        Assert.Equal("output layer, tuned", model.ParameterGroups().Row("head.weight").Reason);

        PlannedParameter fc1 = model.ParameterGroups(weightDecay: 0.3).Row("fc1.weight");
        Assert.Equal(fc1.IsScaleInvariant ? 0 : 0.3, fc1.WeightDecay);
        Assert.Equal(0.001, model.ParameterGroups(weightDecay: 0.3).Row("head.weight").WeightDecay);
        Assert.Equal(0.3, ParameterGroups.Of(model, 0.3, DecayPolicy.Weights).Row("fc1.weight").WeightDecay);
    }

    [Fact]
    public void Every_place_a_class_can_stand_in_is_reached()
    {
        AssertDecays(new GlobalModel(), 0.1, 0);
        AssertDecays(new Twin(), 0.1, 0);
        AssertDecays(new Elsewhere.Twin(), 0.7, 0);
        AssertDecays(new Outer.Middle.Nested(), 0.1, 0);
        AssertDecays(new FirstDerived(), 0.1, 0, 0.2, 0);
        AssertDecays(new SecondDerived(), 0.3, 0, 0.2, 0);
        Assert.Equal(0.1, new WithProperty().ParameterGroups()[0].WeightDecay);
        Assert.Equal(1, new WithProperty().ParameterGroups);
    }

    [Fact]
    public void Generic_classes_bind_for_every_construction()
    {
        AssertDecays(new Generic<Linear>(nn.Linear(2, 2)), 0.1, 0, 0.2, 0);
        AssertDecays(new Generic<Elsewhere.Twin>(new Elsewhere.Twin()), 0.7, 0, 0.2, 0);
        AssertDecays(new Generic<Sequential>(nn.Sequential(nn.ReLU())), 0.2, 0);
    }

    [Fact]
    public void Members_bind_under_the_names_they_are_registered_with()
    {
        ParameterGroups groups = new Names().ParameterGroups();
        Assert.Equal([0.2], groups.Where(r => r.Name == "renamed.weight").Select(r => r.WeightDecay));
        Assert.Equal([0.1], groups.Where(r => r.Name == "other.weight").Select(r => r.WeightDecay));
        Assert.Equal([0.3], groups.Where(r => r.Name == "<Auto>k__BackingField.weight").Select(r => r.WeightDecay));
        Assert.Equal(6, groups.Count);
    }

    [Fact]
    public void F31_Roles_scales_and_globs_arrive()
    {
        ParameterGroups groups = new Roles().ParameterGroups();
        (string, ParameterRole, double, double)[] expected =
        [
            ("token", ParameterRole.Token, 0, 1),
            ("adapters.0", ParameterRole.Weight, 0.1, 0.5),
            ("adapters.1", ParameterRole.Weight, 0.1, 0.5),
            ("lstm.weight_ih_l0", ParameterRole.RecurrentWeight, 0.1, 1),
            ("lstm.weight_hh_l0", ParameterRole.RecurrentWeight, 0.4, 1),
            ("lstm.bias_ih_l0", ParameterRole.RecurrentBias, 0, 1),
            ("lstm.bias_hh_l0", ParameterRole.RecurrentBias, 0, 1),
            ("body.a.weight", ParameterRole.Weight, 0.1, 1),
            ("body.a.bias", ParameterRole.Bias, 0.6, 1),
            ("body.n.weight", ParameterRole.NormScale, 0, 1),
            ("body.n.bias", ParameterRole.NormShift, 0.6, 1),
        ];
        Assert.Equal(expected.OrderBy(r => r.Item1), groups.Select(r => (r.Name, r.Role, r.WeightDecay, r.LearningRateScale)).OrderBy(r => r.Name));
        Assert.Equal("stated", groups.Row("lstm.bias_ih_l0").Reason);
    }

    [Fact]
    public void F03_Nested_annotations_are_honoured_wherever_they_sit()
    {
        ParameterGroups groups = new House().ParameterGroups();
        Assert.All(groups.Where(r => r.Name.EndsWith("fc.weight", StringComparison.Ordinal)), r => Assert.Equal(0.1, r.WeightDecay));
        Assert.Equal(6, groups.Count(r => r.Name.EndsWith("fc.weight", StringComparison.Ordinal)));
        Assert.Equal(0.9, groups.Row("list.1.weight").WeightDecay);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void What_arguments_switch_off_is_not_missed(bool bias, bool withExtra)
    {
        int expected = 1 + (bias ? 1 : 0) + (withExtra ? 2 : 0);
        Assert.Equal(expected, new Optional(bias, withExtra).ParameterGroups().Count);
    }

    [Fact]
    public void What_is_not_registered_is_named()
    {
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"],
            Assert.Throws<ParameterCoverageException>(() => new WithList().ParameterGroups()).Names);
        Assert.Equal(["late.weight", "late.bias"], Assert.Throws<ParameterCoverageException>(() => new Late().ParameterGroups()).Names);
        var error = Assert.Throws<ParameterCoverageException>(() => new NeverRegistered().ParameterGroups());
        Assert.Equal(["fc.weight", "fc.bias"], error.Names);
        Assert.Contains("call RegisterComponents()", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void F30_Both_directions_of_tying_are_one_entry(bool headTakesEmbedding)
    {
        ParameterGroups groups = new LanguageModel(headTakesEmbedding).ParameterGroups();
        Assert.Equal(2, groups.Count);
        Assert.Equal((ParameterRole.Weight, 0.1), (groups[0].Role, groups[0].WeightDecay));
    }

    [Fact]
    public void F11_A_wrapper_around_the_model_changes_nothing()
    {
        using var wrapped = new Undescribed(new Roles());
        Assert.Equal(
            new Roles().ParameterGroups().Select(r => ("inner." + r.Name, r.Role, r.WeightDecay, r.LearningRateScale)),
            wrapped.ParameterGroups().Select(r => (r.Name, r.Role, r.WeightDecay, r.LearningRateScale)));
    }

    private static void AssertDecays(nn.Module model, params double[] expected)
    {
        using (model)
        {
            Assert.Equal(expected, model.ParameterGroups().Select(r => r.WeightDecay));
        }
    }
}

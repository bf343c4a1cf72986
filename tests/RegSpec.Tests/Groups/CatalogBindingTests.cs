using RegSpec.CompileTime.Tests.Semantics.Catalog;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Modules that only the run-time types can tell: every catalog layer and every container in a class nobody described.</summary>
public class CatalogBindingTests
{
    public static TheoryData<string> Cases => [.. LayerCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_layer_is_bound_with_its_roles(string name)
    {
        // Arguments are shared by the modules of one case, so nothing is disposed.
        nn.Module layer = LayerCase.All[name].Create();
        ParameterGroups groups = ParameterGroups.Of(new Pair(nn.Linear(1, 1), layer), 0.1, DecayPolicy.Weights);
        Assert.Equal(
            layer.named_parameters().Select(p => "second." + p.name),
            groups.Where(r => r.Name.StartsWith("second", StringComparison.Ordinal)).Select(r => r.Name));
        Assert.DoesNotContain(groups, r => r.Role == ParameterRole.Unknown);
        Assert.All(groups, r => Assert.Equal(
            r.Role is ParameterRole.Weight or ParameterRole.RecurrentWeight or ParameterRole.Embedding ? 0.1 : 0,
            r.WeightDecay));
    }

    [Fact]
    public void Containers_of_containers_are_walked_by_registered_names()
    {
        var dictionary = nn.ModuleDict(("q", (nn.Module<Tensor, Tensor>)nn.Linear(1, 1)));
        var list = new ModuleList<nn.Module>(dictionary, nn.Sequential(("a", nn.Sequential(nn.Linear(1, 1)))));
        ParameterGroups groups = ParameterGroups.Of(new Undescribed(list), 0.1);
        Assert.Equal(
            ["inner.0.q.weight", "inner.0.q.bias", "inner.1.a.0.weight", "inner.1.a.0.bias"],
            groups.Select(r => r.Name));
        Assert.Equal([0.1, 0, 0.1, 0], groups.Select(r => r.WeightDecay));
    }

    [Fact]
    public void A_class_derived_from_a_generic_Sequential_is_a_container()
    {
        ParameterGroups groups = ParameterGroups.Of(new Doubled(nn.Linear(2, 2), nn.LayerNorm(2)), 0.1);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], groups.Select(r => r.Name));
        Assert.Equal([ParameterRole.Weight, ParameterRole.Bias, ParameterRole.NormScale, ParameterRole.NormShift], groups.Select(r => r.Role));
    }

    [Fact]
    public void F06_Raw_parameters_without_a_role_are_listed_and_not_decayed()
    {
        using var list = nn.ParameterDict(("u", new Parameter(zeros(2, 2))));
        using var model = new Pair(list, nn.Linear(1, 1));
        ParameterGroups groups = ParameterGroups.Of(model, 0.1);
        Assert.Equal(("first.u", ParameterRole.Unknown, 0.0, "unknown role"), (groups[0].Name, groups[0].Role, groups[0].WeightDecay, groups[0].Reason));
        Assert.Equal(0.1, ParameterGroups.Of(model, 0.1, DecayPolicy.Matrices)[0].WeightDecay);
    }

    [Fact]
    public void A_layer_or_container_can_be_the_root()
    {
        Assert.Equal([0.1, 0], ParameterGroups.Of(nn.Linear(2, 2), 0.1).Select(r => r.WeightDecay));
        Assert.Equal(["0.weight", "0.bias"], ParameterGroups.Of(nn.Sequential(nn.Linear(2, 2)), 0.1).Select(r => r.Name));
        Assert.Equal([0.1, 0.1], ParameterGroups.Of(nn.Linear(2, 2), 0.1, DecayPolicy.Everything).Select(r => r.WeightDecay));
    }

    [Fact]
    public void A_coefficient_given_at_run_time_keeps_the_declared_policy_unless_one_is_given()
    {
        using var model = new WithPolicy();
        Assert.Equal([0.1, 0.1], model.ParameterGroups().Select(r => r.WeightDecay));
        Assert.Equal([0.2, 0.2], model.ParameterGroups(0.2).Select(r => r.WeightDecay));
        Assert.Equal([0.2, 0.2], ParameterGroups.Of(model, 0.2).Select(r => r.WeightDecay));
        Assert.Equal([0.2, 0], ParameterGroups.Of(model, 0.2, DecayPolicy.Principled).Select(r => r.WeightDecay));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterGroups.Of(model, 0.2, (DecayPolicy)17));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<ArgumentNullException>(() => ParameterGroups.Of((nn.Module)null!));
        Assert.Throws<ArgumentNullException>(() => ParameterGroups.Of((nn.Module[])null!));
        Assert.Throws<ArgumentException>(() => ParameterGroups.Of());
    }

    [Fact]
    public void F69_Binding_twice_gives_the_same_and_changes_nothing()
    {
        using var model = new SeveralRates();
        string first = model.ParameterGroups().ToString();
        Assert.Equal(first, model.ParameterGroups().ToString());
        Assert.All(model.parameters(), p => Assert.True(p.requires_grad));
    }

    [Fact]
    public void Models_bind_in_parallel()
    {
        string[] tables = new string[32];
        Parallel.For(0, tables.Length, i =>
        {
            using var model = new SeveralRates();
            tables[i] = model.ParameterGroups().ToString();
        });
        Assert.Single(tables.Distinct());
    }

    private sealed class Doubled(params nn.Module[] modules) : Sequential<Tensor, Tensor>(modules)
    {
        public override Tensor forward(Tensor x) => x + x;
    }

    private sealed class WithPolicy : Silent
    {
        private readonly Linear fc = nn.Linear(2, 2);

        static WithPolicy() => ModulePlans.Register(typeof(WithPolicy), static (module, plan) =>
        {
            var model = (WithPolicy)module;
            plan.Class("WithPolicy", new WeightDecayAttribute(0.1) { Policy = DecayPolicy.Everything });
            plan.Layer("fc", model.fc).Weight("weight").Bias("bias");
        });

        public WithPolicy()
            : base(nameof(WithPolicy)) => RegisterComponents();
    }
}

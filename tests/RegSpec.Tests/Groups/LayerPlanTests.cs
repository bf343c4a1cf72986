using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>What generated code calls of a layer: one method a role, by its name.</summary>
public sealed class LayerPlanTests
{
    public static TheoryData<ParameterRole> Roles => [.. Enum.GetValues<ParameterRole>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public void The_method_of_a_role_gives_it(ParameterRole role)
    {
        using var model = new OneLayer(role, required: true);
        Assert.Equal(role, ParameterGroups.Of(model).Single().Role);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Each_can_leave_it_open_whether_the_parameter_exists(ParameterRole role)
    {
        using var required = new OneLayer(role, required: true, parameter: "other");
        using var open = new OneLayer(role, required: false, parameter: "other");
        var missing = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(required));
        Assert.Contains("fc.other", missing.Message, StringComparison.Ordinal);

        // No line is about the weight: it is what the catalog says.
        Assert.Equal(ParameterRole.Weight, ParameterGroups.Of(open).Single().Role);
    }

    [Fact]
    public void There_is_no_method_that_is_no_role() =>
        Assert.Equal(
            Enum.GetNames<ParameterRole>().Order(),
            typeof(LayerPlan).GetMethods().Where(static method => method.DeclaringType == typeof(LayerPlan)).Select(static method => method.Name).Order());

    private sealed class OneLayer : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(3, 2, hasBias: false);
        private readonly ParameterRole role;
        private readonly bool required;
        private readonly string parameter;

        static OneLayer() => ModulePlans.Register(typeof(OneLayer), static (module, plan) =>
        {
            var model = (OneLayer)module;
            plan.Class("OneLayer", new WeightDecayAttribute(0.1));
            object?[] arguments = [model.parameter, null, false, model.required];
            typeof(LayerPlan).GetMethod(model.role.ToString())!.Invoke(plan.Layer("fc", model.fc), arguments);
        });

        public OneLayer(ParameterRole role, bool required, string parameter = "weight")
            : base(nameof(OneLayer))
        {
            this.role = role;
            this.required = required;
            this.parameter = parameter;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => fc.call(x);
    }
}

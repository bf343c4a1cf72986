using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3009: layers in a list never train.</summary>
public class UnregisteredCollectionTrap
{
    [Fact]
    public void In_a_list_they_are_no_parameters() => Assert.Empty(new InList().parameters());

    [Fact]
    public void In_a_ModuleList_they_train()
    {
        using var model = new InModuleList();
        using SGD optimizer = optim.SGD(model.parameters(), 0.1);
        Tensor before = model.Layers[0].weight.clone();
        model.call(ones(1, 2)).sum().backward();
        optimizer.step();
        Assert.Equal(["Layers.0.weight", "Layers.0.bias"], model.named_parameters().Select(p => p.name.Replace("<Layers>k__BackingField", "Layers")));
        Assert.False(allclose(before, model.Layers[0].weight));
    }

#pragma warning disable REG3009 // shows the harm
    private sealed class InList : nn.Module<Tensor, Tensor>
    {
        private readonly List<Linear> layers = [nn.Linear(2, 2)];

        public InList()
            : base(nameof(InList)) => RegisterComponents();

        public override Tensor forward(Tensor x) => layers[0].call(x);
    }
#pragma warning restore REG3009

    private sealed class InModuleList : nn.Module<Tensor, Tensor>
    {
        public InModuleList()
            : base(nameof(InModuleList)) => RegisterComponents();

        public ModuleList<Linear> Layers { get; } = new(nn.Linear(2, 2));

        public override Tensor forward(Tensor x) => Layers[0].call(x);
    }
}

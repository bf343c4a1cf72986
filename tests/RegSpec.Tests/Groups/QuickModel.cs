using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>The model of the contract, described as the generator writes it.</summary>
internal sealed class QuickModel : Module<Tensor, Tensor>
{
    public readonly Linear fc1 = Linear(64, 128);
    public readonly BatchNorm1d bn1 = BatchNorm1d(128);
    public readonly Linear head = Linear(128, 10);

    static QuickModel() => ModulePlans.Register(typeof(QuickModel), static (module, plan) =>
    {
        var model = (QuickModel)module;
        plan.Class("QuickModel", new WeightDecayAttribute(0.05));
        plan.Layer("fc1", model.fc1).Weight("weight", scaleInvariant: "fc1 → bn1").Bias("bias");
        plan.Layer("bn1", model.bn1).NormScale("weight").NormShift("bias");
        plan.Layer("head", model.head, HeadDeclarations).Weight("weight").Bias("bias");
    });

    public QuickModel()
        : base(nameof(QuickModel)) => RegisterComponents();

    private static Attribute[] HeadDeclarations { get; } = [new WeightDecayAttribute(0.001) { Because = "output layer, tuned" }];

    public override Tensor forward(Tensor x) => head.call(functional.relu(bn1.call(fc1.call(x))));
}

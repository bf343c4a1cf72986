using RegSpec;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

using var model = new Net();
using var optimizer = model.ParameterGroups(weightDecay: 0.1).SGD(0.05, momentum: 0.9);
using var x = randn(64, 3);
using var y = x.sum(1, keepdim: true);
double first = 0, last = 0;
for (int step = 0; step < 100; step++)
{
    optimizer.zero_grad();
    using var loss = functional.mse_loss(model.call(x), y);
    loss.backward();
    optimizer.step();
    last = loss.item<float>();
    first = step == 0 ? last : first;
}

Console.WriteLine(last < first ? "learned" : "did not learn");

[WeightDecay(0.01)]
internal sealed class Net : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(3, 16);
    private readonly LayerNorm norm = LayerNorm(16);
    [NoWeightDecay(Because = "the output is unscaled")]
    private readonly Linear head = Linear(16, 1);

    public Net()
        : base(nameof(Net)) => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x) => head.call(functional.gelu(norm.call(hidden.call(x))));
}

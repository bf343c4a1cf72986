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

House[] houses = [.. Enumerable.Range(0, 20).Select(i => new House { Area = 10 * i, Heating = (Heating)(i % 2), Price = 30 * i + 5 * (i % 2) })];
RidgeModel<House> prices = HouseRidge.Fit(houses, lambda: 1e-9);
Console.WriteLine(prices.Predict(new House { Area = 400, Heating = Heating.Oil, Price = double.NaN }).ToString("F3", System.Globalization.CultureInfo.InvariantCulture));

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

internal enum Heating
{
    Gas,
    Oil,
}

[RidgeRegression]
internal sealed record House
{
    [Feature] public required double Area { get; init; }

    [Feature] public required Heating Heating { get; init; }

    [Target] public required double Price { get; init; }
}

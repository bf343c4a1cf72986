using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart;

/// <summary>Test errors of one λ and one shift of the targets, one a seed.</summary>
internal sealed record TranslationRow(double WeightDecay, double Shift, double[] WithGroups, double[] Stock);

/// <summary>
/// Why a bias is not decayed: whether targets are 0 to 9 or 1000 to 1009, degrees Celsius or Kelvin, must not change the fit. A decayed bias ties it to
/// where zero happens to lie.
/// </summary>
internal static class Translation
{
    private const int TrainingRows = 1000;
    private const int Steps = 300;
    private const double LearningRate = 0.05;

    public static IReadOnlyList<TranslationRow> Run(Digits digits, int seeds) =>
    [
        .. from λ in (double[])[1, 3]
           from shift in (double[])[0, 1000]
           select new TranslationRow(
               λ,
               shift,
               [.. Enumerable.Range(0, seeds).Select(seed => TestError(digits, seed, shift, net => net.ParameterGroups(λ).SGD(LearningRate)))],
#pragma warning disable REG1005 // the comparison: what the stock optimizer does
               [.. Enumerable.Range(0, seeds).Select(seed => TestError(digits, seed, shift, net => optim.SGD(net.parameters(), LearningRate, weight_decay: λ)))]),
#pragma warning restore REG1005
    ];

    /// <summary>Root mean square error on the test digits, of a linear regression of the label; the seed decides which rows are trained on.</summary>
    private static double TestError(Digits digits, int seed, double shift, Func<LinearModel, optim.Optimizer> createOptimizer)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(seed);
        using var net = new LinearModel();
        using optim.Optimizer optimizer = createOptimizer(net);
        Tensor rows = randperm(digits.TrainX.shape[0])[..TrainingRows];
        Tensor x = digits.TrainX[rows];
        Tensor y = digits.TrainY[rows].to(ScalarType.Float32).unsqueeze(1) + shift;
        for (int step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            functional.mse_loss(net.call(x), y).backward();
            optimizer.step();
        }

        using var noGrad = no_grad();
        return (net.call(digits.TestX) - digits.TestY.unsqueeze(1) - shift).square().mean().sqrt().ToDouble();
    }

    [WeightDecay(1.0)]
    internal sealed class LinearModel : Module<Tensor, Tensor>
    {
        private readonly Linear output = Linear(64, 1);

        public LinearModel()
            : base(nameof(LinearModel)) => RegisterComponents();

        public override Tensor forward([Standardized] Tensor x) => output.call(x);
    }
}

using System.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Finds out how TorchSharp's operations round on this machine: their compiler and the processor decide where a product is rounded before it is added.</summary>
internal static class StockRounding
{
    // Vectors and a rest behind them, which other code may compute.
    private const int Elements = 4099;

    private static readonly Lazy<Arithmetics> Single = new(static () => Find<float>(ScalarType.Float32));
    private static readonly Lazy<Arithmetics> Double = new(static () => Find<double>(ScalarType.Float64));

    /// <summary>The kernels for a way to compute, or null where TorchSharp's operations are to be used.</summary>
    public static FusedKernels? KernelsFor(FlatArithmetic arithmetic, ScalarType type)
    {
        if (arithmetic == FlatArithmetic.Stock || type is not (ScalarType.Float32 or ScalarType.Float64))
        {
            return null;
        }

        Arithmetics found = type == ScalarType.Float32 ? Single.Value : Double.Value;
        return arithmetic == FlatArithmetic.Fast ? found.Fast : found.Identical;
    }

    /// <summary>Whether kernels give the bits of TorchSharp's own optimizers, which both step random numbers.</summary>
    public static bool IsAsStock(FusedKernels kernels, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        return Agree(kernels, type, static p => new AdamW([p], lr: 0.003, eps: 1e-6, weight_decay: 0.1, amsgrad: true))
            && Agree(kernels, type, static p => new Adam([p], lr: 0.003, eps: 1e-6, weight_decay: 0.1))
            && Agree(kernels, type, static p => new SGD([p], lr: 0.003, momentum: 0.9, dampening: 0.1, weight_decay: 0.1));
    }

    private static Arithmetics Find<T>(ScalarType type)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StockRoots? roots = RootsAreTheNearest(type) ? null : new StockRoots(type);
        Func<StockRoots?, FusedKernels>[] roundings =
        [
            FusedKernels.Of<T, FusedProduct, FusedProduct>,
            FusedKernels.Of<T, FusedProduct, RoundedProduct>,
            FusedKernels.Of<T, RoundedProduct, RoundedProduct>,
            FusedKernels.Of<T, RoundedProduct, FusedProduct>,
        ];
        foreach (Func<StockRoots?, FusedKernels> make in roundings)
        {
            FusedKernels identical = make(roots);
            if (IsAsStock(identical, type))
            {
                return new Arithmetics(identical, make(null));
            }
        }

        return new Arithmetics(null, roundings[0](null));
    }

    /// <summary>Whether TorchSharp's square root is the processor's; where it is not, one in a hundred may differ.</summary>
    private static bool RootsAreTheNearest(ScalarType type)
    {
        const int Count = 1 << 15;
        using DisposeScope scope = NewDisposeScope();
        var random = new Random(29);
        double[] numbers = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            numbers[i] = 1 + (3 * random.NextDouble());
        }

        Tensor values = tensor(numbers, dtype: type);
        double[] roots = values.sqrt().to(ScalarType.Float64).data<double>().ToArray();
        double[] exact = values.to(ScalarType.Float64).data<double>().ToArray();
        for (int i = 0; i < Count; i++)
        {
            double root = type == ScalarType.Float32 ? MathF.Sqrt((float)exact[i]) : Math.Sqrt(exact[i]);
            if (root != roots[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool Agree(FusedKernels kernels, ScalarType type, Func<Parameter, OptimizerHelper> make)
    {
        // Not the generator of torch: its numbers are the user's.
        var random = new Random(17);
        Parameter ours = RandomParameter(random, type);
        var stock = new Parameter(ours.detach().clone());
        using OptimizerHelper ourOptimizer = make(ours);
        using OptimizerHelper stockOptimizer = make(stock);
        for (int step = 0; step < 3; step++)
        {
            Tensor gradient = RandomValues(random, type);
            ours.grad = gradient;
            stock.grad = gradient.clone();
            optim.Optimizer.StateDictionary state = ourOptimizer.state_dict();
            if (GroupUpdate.Prepare(kernels, state.Options[0], state.State[0], ours, clip: 1) is { } update)
            {
                update.Kernel.Run(update.Arguments, 0, update.Arguments.Count);
            }
            else
            {
                ourOptimizer.step();
            }

            stockOptimizer.step();
        }

        return ours.bytes.SequenceEqual(stock.bytes);
    }

    private static Parameter RandomParameter(Random random, ScalarType type) => new(RandomValues(random, type));

    private static Tensor RandomValues(Random random, ScalarType type)
    {
        double[] values = new double[Elements];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() - 0.5;
        }

        return tensor(values, dtype: type);
    }

    /// <param name="Identical">The kernels that give the bits of TorchSharp's optimizers, or null where none does.</param>
    /// <param name="Fast">Kernels that round as TorchSharp's operations where that is known, but take the roots of the processor.</param>
    private sealed record Arithmetics(FusedKernels? Identical, FusedKernels Fast);
}

using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Finds out how TorchSharp's operations round on this machine: their compiler and the processor decide where a product is rounded before it is added.</summary>
internal static class StockRounding
{
    // Vectors and a rest behind them, which other code may compute.
    private const int Elements = 4099;

    // TorchSharp lets the collector free a number that a call of its optimizers still reads: the call then throws or takes another number.
    private const int Trials = 3;

    private static readonly Lazy<Arithmetics> Single = new(static () => Find<float>(ScalarType.Float32), LazyThreadSafetyMode.PublicationOnly);
    private static readonly Lazy<Arithmetics> Double = new(static () => Find<double>(ScalarType.Float64), LazyThreadSafetyMode.PublicationOnly);

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
        return AgreeInATrial(kernels, type, static p => new AdamW([p], lr: 0.003, eps: 1e-6, weight_decay: 0.1, amsgrad: true))
            && AgreeInATrial(kernels, type, static p => new Adam([p], lr: 0.003, eps: 1e-6, weight_decay: 0.1))
            && AgreeInATrial(kernels, type, static p => new SGD([p], lr: 0.003, momentum: 0.9, dampening: 0.1, weight_decay: 0.1));
    }

    /// <summary>Whether roots are those of TorchSharp, tried on numbers of every size and kind.</summary>
    public static bool RootsAreAsStock<T, TRoots>(ScalarType type)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRoots : IRoots
    {
        const int Count = 1 << 16;
        using DisposeScope scope = NewDisposeScope();
        var random = new Random(29);
        var numbers = new double[Count];
        double[] special = [0, 1e-310, 1e-300, 1e-42, 1.1754944e-38, 1e-30, 1e30, 3.3e38, 3.4019929e38, 3.4019931e38, 3.4028e38, double.PositiveInfinity, double.NaN];
        for (int i = 0; i < Count; i++)
        {
            numbers[i] = i < special.Length ? special[i] : (1 + (3 * random.NextDouble())) * (i % 4 == 0 ? Math.ScaleB(1, random.Next(-126, 126)) : 1);
        }

        Tensor values = tensor(numbers, dtype: type);
        T[] all = values.data<T>().ToArray();
        T[] stock = values.sqrt().data<T>().ToArray();
        for (int i = 0; i < Count; i++)
        {
            if (!TRoots.Of<ScalarMath<T>, T, T>(all[i]).Equals(stock[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Arithmetics Find<T>(ScalarType type)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        RootsAreAsStock<T, NearestRoots>(type) ? Find<T, NearestRoots>(type, null)
        : RootsAreAsStock<T, IteratedRoots>(type) ? Find<T, IteratedRoots>(type, null)
        : Find<T, NearestRoots>(type, new StockRoots(type));

    private static Arithmetics Find<T, TRoots>(ScalarType type, StockRoots? asked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRoots : IRoots
    {
        (Func<FusedKernels> Identical, Func<FusedKernels> Fast)[] roundings =
        [
            Rounding<T, FusedProduct, FusedProduct, TRoots>(asked),
            Rounding<T, FusedProduct, RoundedProduct, TRoots>(asked),
            Rounding<T, RoundedProduct, RoundedProduct, TRoots>(asked),
            Rounding<T, RoundedProduct, FusedProduct, TRoots>(asked),
        ];
        return Choose(roundings, type);
    }

    /// <summary>The first of some ways to round that gives the bits of TorchSharp's optimizers; where none does, the first for speed alone.</summary>
    public static Arithmetics Choose((Func<FusedKernels> Identical, Func<FusedKernels> Fast)[] roundings, ScalarType type)
    {
        foreach ((Func<FusedKernels> identical, Func<FusedKernels> fast) in roundings)
        {
            FusedKernels kernels = identical();
            if (IsAsStock(kernels, type))
            {
                return new Arithmetics(kernels, fast());
            }
        }

        return new Arithmetics(null, roundings[0].Fast());
    }

    private static (Func<FusedKernels> Identical, Func<FusedKernels> Fast) Rounding<T, TAdd, TAddcmul, TRoots>(StockRoots? asked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAdd : IProductRounding
        where TAddcmul : IProductRounding
        where TRoots : IRoots =>
        (() => FusedKernels.Of<T, TAdd, TAddcmul, TRoots>(asked), static () => Fast(FusedKernels.Of<T, TAdd, TAddcmul, NearestRoots>(null), FusedKernels.FastAdam<T>()));

    private static FusedKernels Fast(FusedKernels kernels, FusedKernel? adam) => adam is null ? kernels : kernels with { Adam = adam };

    /// <summary>Whether kernels give the bits of an optimizer of TorchSharp in one of a few trials.</summary>
    /// <exception cref="ExternalException">TorchSharp's step failed in the last of them.</exception>
    public static bool AgreeInATrial(FusedKernels kernels, ScalarType type, Func<Parameter, OptimizerHelper> make)
    {
        for (int trial = 1; trial < Trials; trial++)
        {
            try
            {
                if (Agree(kernels, type, make))
                {
                    return true;
                }
            }
            catch (ExternalException)
            {
                // The next trial decides; the last one lets its exception out.
            }
        }

        return Agree(kernels, type, make);
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
    /// <param name="Fast">Kernels in the order that costs least.</param>
    public sealed record Arithmetics(FusedKernels? Identical, FusedKernels Fast);
}

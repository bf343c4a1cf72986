using System.Numerics;
using System.Runtime.Intrinsics;

namespace RegSpec;

/// <summary>The update of a part of a buffer in one pass.</summary>
internal abstract class FusedKernel
{
    /// <summary>Whether several threads may work on parts of one buffer.</summary>
    public virtual bool IsShared => true;

    /// <summary>Updates the elements from one to before another.</summary>
    public abstract void Run(in UpdateArguments arguments, long from, long to);
}

/// <summary>The kernels for one kind of number and one way of rounding.</summary>
/// <param name="Adam">Adam and AdamW.</param>
/// <param name="Sgd">SGD, with momentum or without.</param>
internal sealed record FusedKernels(FusedKernel Adam, FusedKernel Sgd)
{
    /// <summary>Kernels in the widest vectors this processor has.</summary>
    /// <param name="roots">Who is asked for roots, or null for nobody.</param>
    public static FusedKernels Of<T, TAdd, TAddcmul, TRoots>(StockRoots? roots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAdd : IProductRounding
        where TAddcmul : IProductRounding
        where TRoots : IRoots =>
        Vector512.IsHardwareAccelerated ? Of<VectorMath512<T>, Vector512<T>, T, TAdd, TAddcmul, TRoots>(roots)
        : Vector256.IsHardwareAccelerated ? Of<VectorMath256<T>, Vector256<T>, T, TAdd, TAddcmul, TRoots>(roots)
        : Vector128.IsHardwareAccelerated ? Of<VectorMath128<T>, Vector128<T>, T, TAdd, TAddcmul, TRoots>(roots)
        : Of<ScalarMath<T>, T, T, TAdd, TAddcmul, TRoots>(roots);

    /// <summary>Adam in the order with the smallest error, where the processor rounds a·b + c once; elsewhere that would take a call for each number.</summary>
    public static FusedKernel? FastAdam<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !FusedArithmetic.IsAccelerated ? null
        : Vector512.IsHardwareAccelerated ? new FastAdamKernel<VectorMath512<T>, Vector512<T>, T>()
        : Vector256.IsHardwareAccelerated ? new FastAdamKernel<VectorMath256<T>, Vector256<T>, T>()
        : new FastAdamKernel<VectorMath128<T>, Vector128<T>, T>();

    /// <summary>Kernels in vectors of one's choice.</summary>
    public static FusedKernels Of<TMath, TVector, T, TAdd, TAddcmul, TRoots>(StockRoots? roots)
        where TMath : IVectorMath<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TAdd : IProductRounding
        where TAddcmul : IProductRounding
        where TRoots : IRoots =>
        new(new AdamKernel<TMath, TVector, T, TAdd, TAddcmul, TRoots>(roots), new SgdKernel<TMath, TVector, T, TAdd>());
}

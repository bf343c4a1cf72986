using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The Euclidean norm of single-precision numbers, summed in the order of TorchSharp's <c>norm(2)</c>.</summary>
internal abstract unsafe class StockNorm
{
    private static readonly Lazy<StockNorm?> Found = new(Find);

    /// <summary>The one that gives the bits of TorchSharp's on this machine, or null where none is known to.</summary>
    public static StockNorm? Known => Found.Value;

    /// <summary>√Σx².</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many, ≥ 0.</param>
    public abstract float Of(float* x, long count);

    /// <summary>Whether this is TorchSharp's norm for numbers of every size and count that vectors, their rest and several threads tell apart.</summary>
    public bool IsAsStock()
    {
        var random = new Random(23);
        foreach (int count in Enumerable.Range(0, 70).Concat([127, 1000, 4099, 70_001]))
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = (float)((random.NextDouble() - 0.5) * Math.Exp(6 * random.NextDouble()));
            }

            using DisposeScope scope = NewDisposeScope();
            fixed (float* x = values)
            {
                if (Of(x, count) != tensor(values).norm(2f).item<float>())
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The first of some that is TorchSharp's, or null.</summary>
    public static StockNorm? Choose(StockNorm[] candidates) => Array.Find(candidates, static norm => norm.IsAsStock());

    private static StockNorm? Find() => Choose(
        [
            .. Candidates<VectorMath256<float>, Vector256<float>>(),
            .. Candidates<VectorMath512<float>, Vector512<float>>(),
            .. Candidates<VectorMath128<float>, Vector128<float>>(),
        ]);

    private static StockNorm[] Candidates<TMath, TVector>()
        where TMath : IVectorMath<TVector, float> =>
        [
            new StockNorm<TMath, TVector, RoundedProduct, FusedProduct>(),
            new StockNorm<TMath, TVector, FusedProduct, FusedProduct>(),
            new StockNorm<TMath, TVector, RoundedProduct, RoundedProduct>(),
            new StockNorm<TMath, TVector, FusedProduct, RoundedProduct>(),
        ];
}

/// <inheritdoc cref="StockNorm"/>
/// <typeparam name="TMath">The arithmetic of <typeparamref name="TVector"/>.</typeparam>
/// <typeparam name="TVector">The partial sums.</typeparam>
/// <typeparam name="TBody">How squares are added to them.</typeparam>
/// <typeparam name="TRest">How squares are added behind the last whole vector.</typeparam>
internal sealed unsafe class StockNorm<TMath, TVector, TBody, TRest> : StockNorm
    where TMath : IVectorMath<TVector, float>
    where TBody : IProductRounding
    where TRest : IProductRounding
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Of(float* x, long count)
    {
        TVector sums = TMath.Create(0);
        long i = 0;
        for (; i < count - (count % TMath.Lanes); i += TMath.Lanes)
        {
            TVector value = TMath.Load(x + i);
            sums = TBody.IsFused ? TMath.MultiplyAdd(value, value, sums) : TMath.Add(sums, TMath.Multiply(value, value));
        }

        float* lanes = stackalloc float[TMath.Lanes];
        TMath.Store(sums, lanes);
        float sum = lanes[0];
        for (int lane = 1; lane < TMath.Lanes; lane++)
        {
            sum += lanes[lane];
        }

        for (; i < count; i++)
        {
            sum = TRest.IsFused ? MathF.FusedMultiplyAdd(x[i], x[i], sum) : sum + (x[i] * x[i]);
        }

        return MathF.Sqrt(sum);
    }
}

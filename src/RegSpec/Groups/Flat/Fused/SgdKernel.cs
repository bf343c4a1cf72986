using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegSpec;

/// <summary>SGD: g ← g + λw, b ← μb + (1 − δ)g, w ← w − lr·b, or g + μb in the place of b, with each operation rounded as TorchSharp's.</summary>
internal sealed unsafe class SgdKernel<TMath, TVector, T, TAdd> : FusedKernel
    where TMath : IVectorMath<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAdd : IProductRounding
{
    public override void Run(in UpdateArguments arguments, long from, long to)
    {
        (long pairs, long vectors) = PairMath<TMath, TVector, T>.Ends(from, to);
        Loop<PairMath<TMath, TVector, T>, VectorPair<TVector>>(arguments, from, pairs);
        Loop<TMath, TVector>(arguments, pairs, vectors);
        Loop<ScalarMath<T>, T>(arguments, vectors, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TLane, TLanes>(in UpdateArguments arguments, long from, long to)
        where TLane : IVectorMath<TLanes, T>
    {
        T* values = (T*)arguments.Values;
        T* gradients = (T*)arguments.Gradients;
        T* first = (T*)arguments.First;
        TLanes momentum = TLane.Create(T.CreateTruncating(arguments.Beta1));
        TLanes gain = TLane.Create(T.CreateTruncating(arguments.Gain1));
        TLanes rate = TLane.Create(T.CreateTruncating(arguments.Rate));
        T clip = T.CreateTruncating(arguments.Clip);
        T coupled = T.CreateTruncating(arguments.CoupledDecay);
        bool isClipped = clip != T.One;
        bool isCoupled = arguments.CoupledDecay != 0;
        bool isNesterov = arguments.IsNesterov;
        for (long i = from; i < to; i += TLane.Lanes)
        {
            TLanes g = TLane.Load(gradients + i);
            TLanes w = TLane.Load(values + i);
            if (isClipped)
            {
                g = TLane.Multiply(g, TLane.Create(clip));
                TLane.Store(g, gradients + i);
            }

            if (isCoupled)
            {
                g = AddScaled<TLane, TLanes>(g, w, TLane.Create(coupled));
            }

            if (first != null)
            {
                TLanes b = AddScaled<TLane, TLanes>(TLane.Multiply(TLane.Load(first + i), momentum), g, gain);
                TLane.Store(b, first + i);
                g = isNesterov ? AddScaled<TLane, TLanes>(g, b, momentum) : b;
            }

            TLane.Store(AddScaled<TLane, TLanes>(w, g, rate), values + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddScaled<TLane, TLanes>(TLanes to, TLanes x, TLanes factor)
        where TLane : IVectorMath<TLanes, T> =>
        TAdd.IsFused ? TLane.MultiplyAdd(x, factor, to) : TLane.Add(to, TLane.Multiply(factor, x));
}

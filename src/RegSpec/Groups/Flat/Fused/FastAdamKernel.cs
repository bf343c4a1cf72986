using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegSpec;

/// <summary>
/// Adam and AdamW in the order with the fewest operations and the smallest error: m ← β₁m + (1 − β₁)g, v ← v + (1 − β₂)(g² − v),
/// w ← w + ((s·c)·m/(√v + ε·c) − lr·λ·w), with c = √(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// What is rounded in a constant is the same in every step and does not average out. β₂ = .999 in single precision makes v too large by
/// 1.3·10⁻⁵, and 1 − lr·λ is off by as much as half a unit of the value in its last place: these are most of the error of TorchSharp's order.
/// Here the weights of the second mean sum to 1, the decay is taken from lr·λ itself, and s·c has twice the digits. The first moment is
/// TorchSharp's: where m and g nearly cancel, any other order of theirs would differ by more than a few units.
/// </remarks>
internal sealed unsafe class FastAdamKernel<TMath, TVector, T> : FusedKernel
    where TMath : IVectorMath<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
        T* second = (T*)arguments.Second;
        T* largest = (T*)arguments.Largest;
        T clip = T.CreateTruncating(arguments.Clip);
        T coupled = T.CreateTruncating(arguments.CoupledDecay);
        bool isClipped = clip != T.One;
        bool isCoupled = arguments.CoupledDecay != 0;
        bool isNegated = arguments.IsNegated;
        TLanes decay = TLane.Create(T.CreateTruncating(arguments.DecoupledDecay - 1));
        TLanes beta1 = TLane.Create(T.CreateTruncating(arguments.Beta1));
        TLanes gain1 = TLane.Create(T.CreateTruncating(arguments.Gain1));
        TLanes gain2 = TLane.Create(T.CreateTruncating(arguments.Gain2));
        TLanes epsilon = TLane.Create(Epsilon(arguments));
        double scaledRate = arguments.Rate * arguments.Correction;
        T roundedRate = T.CreateTruncating(scaledRate);
        TLanes rate = TLane.Create(roundedRate);
        TLanes rest = TLane.Create(T.CreateTruncating(scaledRate - double.CreateTruncating(roundedRate)));
        TLanes zero = TLane.Create(T.Zero);
        for (long i = from; i < to; i += TLane.Lanes)
        {
            TLanes g = TLane.Load(gradients + i);
            TLanes w = TLane.Load(values + i);
            if (isClipped)
            {
                g = TLane.Multiply(g, TLane.Create(clip));
                TLane.Store(g, gradients + i);
            }

            if (isNegated)
            {
                g = TLane.Subtract(zero, g);
            }

            if (isCoupled)
            {
                g = TLane.MultiplyAdd(w, TLane.Create(coupled), g);
            }

            TLanes m = TLane.MultiplyAdd(g, gain1, TLane.Multiply(TLane.Load(first + i), beta1));
            TLanes v = TLane.Load(second + i);
            v = TLane.MultiplyAdd(gain2, TLane.MultiplyAdd(g, g, TLane.Subtract(zero, v)), v);
            TLane.Store(m, first + i);
            TLane.Store(v, second + i);
            if (largest != null)
            {
                v = TLane.Max(TLane.Load(largest + i), v);
                TLane.Store(v, largest + i);
            }

            TLanes numerator = TLane.MultiplyAdd(m, rate, TLane.Multiply(m, rest));
            TLanes change = TLane.Divide(numerator, TLane.Add(TLane.Sqrt(v), epsilon));
            TLane.Store(TLane.Add(w, TLane.MultiplyAdd(w, decay, change)), values + i);
        }
    }

    // An ε that is not 0 stays so: it keeps 0/0 away where a gradient was never anything but 0.
    private static T Epsilon(in UpdateArguments arguments)
    {
        T scaled = T.CreateTruncating(arguments.Epsilon * arguments.Correction);
        return scaled == T.Zero && T.CreateTruncating(arguments.Epsilon) != T.Zero ? T.Epsilon : scaled;
    }
}

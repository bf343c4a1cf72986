using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegSpec;

/// <summary>
/// Adam and AdamW: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← d·w − s·m/(√v/c + ε), with each operation rounded as and where TorchSharp's
/// chain of operations on tensors rounds it.
/// </summary>
/// <typeparam name="TMath">The arithmetic of <typeparamref name="TVector"/>.</typeparam>
/// <typeparam name="TVector">Some numbers at once.</typeparam>
/// <typeparam name="T">One number.</typeparam>
/// <typeparam name="TAdd">How <c>x.add(y, alpha)</c> rounds.</typeparam>
/// <typeparam name="TAddcmul">How <c>x.addcmul(y, y, value)</c> rounds after the product of value and y.</typeparam>
/// <typeparam name="TRoots">How √v is taken.</typeparam>
/// <param name="roots">Who is asked for roots instead, or null for nobody.</param>
internal sealed unsafe class AdamKernel<TMath, TVector, T, TAdd, TAddcmul, TRoots>(StockRoots? roots) : FusedKernel
    where TMath : IVectorMath<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TAdd : IProductRounding
    where TAddcmul : IProductRounding
    where TRoots : IRoots
{
    private interface IPhase
    {
        static abstract bool DoesMoments { get; }

        static abstract bool DoesValues { get; }
    }

    /// <summary>Roots that libtorch is asked for are its threads' to share, and it would start a team of them for each thread that asks.</summary>
    public override bool IsShared => roots is null;

    public override void Run(in UpdateArguments arguments, long from, long to)
    {
        if (roots is null)
        {
            Do<Whole>(arguments, from, to, null);
            return;
        }

        StockRoots.Room room = roots.Rent();
        for (long i = from; i < to; i += StockRoots.Length)
        {
            long end = Math.Min(i + StockRoots.Length, to);
            T* place = (T*)room.Address - i;
            Do<Moments>(arguments, i, end, place);
            room.TakeRoots();
            Do<Values>(arguments, i, end, place);
        }

        roots.Return(room);
    }

    private static void Do<TPhase>(in UpdateArguments arguments, long from, long to, T* between)
        where TPhase : IPhase
    {
        (long pairs, long vectors) = PairMath<TMath, TVector, T>.Ends(from, to);
        Loop<TPhase, PairMath<TMath, TVector, T>, VectorPair<TVector>>(arguments, from, pairs, between);
        Loop<TPhase, TMath, TVector>(arguments, pairs, vectors, between);
        Loop<TPhase, ScalarMath<T>, T>(arguments, vectors, to, between);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TPhase, TLane, TLanes>(in UpdateArguments arguments, long from, long to, T* between)
        where TPhase : IPhase
        where TLane : IVectorMath<TLanes, T>
    {
        T* values = (T*)arguments.Values;
        T* gradients = (T*)arguments.Gradients;
        T* first = (T*)arguments.First;
        T* second = (T*)arguments.Second;
        T* largest = (T*)arguments.Largest;
        TLanes decoupled = TLane.Create(T.CreateTruncating(arguments.DecoupledDecay));
        TLanes beta1 = TLane.Create(T.CreateTruncating(arguments.Beta1));
        TLanes gain1 = TLane.Create(T.CreateTruncating(arguments.Gain1));
        TLanes beta2 = TLane.Create(T.CreateTruncating(arguments.Beta2));
        TLanes gain2 = TLane.Create(T.CreateTruncating(arguments.Gain2));
        TLanes correction = TLane.Create(T.CreateTruncating(arguments.Correction));
        TLanes epsilon = TLane.Create(T.CreateTruncating(arguments.Epsilon));
        TLanes rate = TLane.Create(T.CreateTruncating(arguments.Rate));
        T clip = T.CreateTruncating(arguments.Clip);
        T coupled = T.CreateTruncating(arguments.CoupledDecay);
        bool isClipped = clip != T.One;
        bool isCoupled = arguments.CoupledDecay != 0;
        bool isNegated = arguments.IsNegated;
        for (long i = from; i < to; i += TLane.Lanes)
        {
            TLanes m;
            TLanes root;
            if (TPhase.DoesMoments)
            {
                TLanes g = TLane.Load(gradients + i);
                if (isClipped)
                {
                    g = TLane.Multiply(g, TLane.Create(clip));
                    TLane.Store(g, gradients + i);
                }

                if (isNegated)
                {
                    g = TLane.Multiply(g, TLane.Create(T.NegativeOne));
                }

                if (isCoupled)
                {
                    g = AddScaled<TLane, TLanes>(g, TLane.Load(values + i), TLane.Create(coupled));
                }

                m = AddScaled<TLane, TLanes>(TLane.Multiply(TLane.Load(first + i), beta1), g, gain1);
                TLanes v = TLane.Multiply(TLane.Load(second + i), beta2);
                TLanes scaled = TLane.Multiply(gain2, g);
                v = TAddcmul.IsFused ? TLane.MultiplyAdd(scaled, g, v) : TLane.Add(v, TLane.Multiply(scaled, g));
                TLane.Store(m, first + i);
                TLane.Store(v, second + i);
                if (largest != null)
                {
                    v = TLane.Max(TLane.Load(largest + i), v);
                    TLane.Store(v, largest + i);
                }

                if (!TPhase.DoesValues)
                {
                    TLane.Store(v, between + i);
                    continue;
                }

                root = TRoots.Of<TLane, TLanes, T>(v);
            }
            else
            {
                m = TLane.Load(first + i);
                root = TLane.Load(between + i);
            }

            TLanes denominator = TLane.Add(TLane.Divide(root, correction), epsilon);
            TLanes change = TLane.Divide(TLane.Multiply(rate, m), denominator);
            TLane.Store(TLane.Add(TLane.Multiply(TLane.Load(values + i), decoupled), change), values + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddScaled<TLane, TLanes>(TLanes to, TLanes x, TLanes factor)
        where TLane : IVectorMath<TLanes, T> =>
        TAdd.IsFused ? TLane.MultiplyAdd(x, factor, to) : TLane.Add(to, TLane.Multiply(factor, x));

    private readonly struct Whole : IPhase
    {
        public static bool DoesMoments => true;

        public static bool DoesValues => true;
    }

    private readonly struct Moments : IPhase
    {
        public static bool DoesMoments => true;

        public static bool DoesValues => false;
    }

    private readonly struct Values : IPhase
    {
        public static bool DoesMoments => false;

        public static bool DoesValues => true;
    }
}

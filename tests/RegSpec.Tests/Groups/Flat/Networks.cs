using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Native layers and managed ones, odd sizes, three λ and two learning-rate scales: table → LSTM → batch norm → heads.</summary>
internal sealed class Sequences : Module<Tensor, Tensor>
{
    public readonly Embedding table;
    public readonly LSTM lstm;
    public readonly BatchNorm1d norm;
    public readonly Linear inner;
    public readonly Linear head;

    static Sequences() => ModulePlans.Register(typeof(Sequences), static (module, plan) =>
    {
        var model = (Sequences)module;
        plan.Class("Sequences", [new WeightDecayAttribute(0.1)]);
        plan.Layer("inner", model.inner, [new LearningRateScaleAttribute(0.25)]).Weight("weight").Bias("bias");
        plan.Layer("head", model.head, [new WeightDecayAttribute(0.003)]).Weight("weight").Bias("bias");
    });

    public Sequences(ScalarType type = ScalarType.Float32)
        : base(nameof(Sequences))
    {
        table = Embedding(11, 5, dtype: type);
        lstm = LSTM(5, 7, dtype: type);
        norm = BatchNorm1d(7, dtype: type);
        inner = Linear(7, 13, dtype: type);
        head = Linear(13, 3, dtype: type);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) =>
        head.call(inner.call(norm.call(lstm.call(table.call(x)).Item1.mean([0]))).tanh());

    /// <summary>The loss on random sequences, the same ones for the same seed.</summary>
    public Tensor Loss(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor x = randint(0, 11, [6, 9], dtype: ScalarType.Int64, generator: generator);
        Tensor y = randint(0, 3, [9], dtype: ScalarType.Int64, generator: generator);
        return functional.cross_entropy(call(x), y).MoveToOuterDisposeScope();
    }
}

/// <summary>Layers of many sizes, none a multiple of a vector, and one that several threads share.</summary>
internal sealed class ManySizes : Module<Tensor, Tensor>
{
    public readonly ModuleList<Linear> layers = [];

    public ManySizes(ScalarType type = ScalarType.Float32, bool hasLarge = true)
        : base(nameof(ManySizes))
    {
        int[] widths = hasLarge ? [3, 1, 2, 5, 9, 17, 31, 33, 7, 301, 257, 6] : [3, 1, 2, 5, 9, 17, 31, 33, 7];
        for (int i = 0; i + 1 < widths.Length; i++)
        {
            layers.Add(Linear(widths[i], widths[i + 1], dtype: type));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => layers.Aggregate(x, static (value, layer) => layer.call(value).tanh());

    public Tensor Loss(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor x = randn([4, 3], dtype: layers[0].weight!.dtype, generator: generator);
        return call(x).square().sum().MoveToOuterDisposeScope();
    }
}

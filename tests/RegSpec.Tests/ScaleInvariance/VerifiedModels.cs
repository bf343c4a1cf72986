using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Models in float32, one for each way in which a model holds its tensors.</summary>
internal static class VerifiedModels
{
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Makes a model, a call of it, and the tensors it is called with.</summary>
    public static (Module Model, Func<IReadOnlyList<Tensor>> Outputs, Tensor[] Inputs) Make(string name)
    {
        set_num_threads(1);
        random.manual_seed(1);
        return All[name]();
    }

    private static readonly Dictionary<string, Func<(Module, Func<IReadOnlyList<Tensor>>, Tensor[])>> All = new()
    {
        ["convolutions"] = () => Of(Sequential(("conv", Conv2d(3, 4, 3)), ("norm", BatchNorm2d(4)), ("act", ReLU(true)), ("pool", AdaptiveAvgPool2d(1)), ("flat", Flatten()), ("head", Linear(4, 2))), randn(2, 3, 6, 6)),
        ["dropout"] = () => Of(Sequential(Linear(5, 6), Dropout(0.4), LayerNorm(6), Linear(6, 2)), randn(3, 5)),
        ["nested"] = () => Of(new Blocks(), randn(4, 5)),
        ["tied wrapper"] = () => Of(new Tied(shareWrapper: true), randint(0, 7, [3, 4])),
        ["tied tensor"] = () => Of(new Tied(shareWrapper: false), randint(0, 7, [3, 4])),
        ["one memory"] = () => Of(new OneMemory(), randn(4, 5)),
        ["frozen"] = () => Of(new Frozen(), randn(4, 5)),
        ["closure"] = () => Of(new Closures(), randn(4, 5)),
        ["unregistered"] = () => Of(new Unregistered(), randn(4, 5)),
        ["RNN"] = () => Recurrent(RNN(5, 3), (layer, x) => layer.call(x).Item1),
        ["LSTM"] = () => Recurrent(LSTM(5, 3, numLayers: 2, bidirectional: true), (layer, x) => layer.call(x).Item1),
        ["GRU"] = () => Recurrent(GRU(5, 3), (layer, x) => layer.call(x).Item1),
        ["RNNCell"] = () => Cell(RNNCell(5, 3), (layer, x, h) => layer.call(x, h)),
        ["GRUCell"] = () => Cell(GRUCell(5, 3), (layer, x, h) => layer.call(x, h)),
        ["LSTMCell"] = () => Cell(LSTMCell(5, 3), (layer, x, h) => layer.call(x, (h, h)).Item1),
        ["EmbeddingBag"] = () => Bag(),
        ["MultiheadAttention"] = () => Recurrent(MultiheadAttention(6, 2), (layer, x) => layer.call(x, x, x).Item1, width: 6),
        ["TransformerEncoderLayer"] = () => Recurrent(TransformerEncoderLayer(6, 2, 8, dropout: 0), (layer, x) => layer.call(x), width: 6),
        ["TransformerEncoder"] = () => Recurrent(TransformerEncoder(TransformerEncoderLayer(6, 2, 8, dropout: 0), 2), (layer, x) => layer.call(x), width: 6),
        ["TransformerDecoderLayer"] = () => Recurrent(TransformerDecoderLayer(6, 2, 8, dropout: 0), (layer, x) => layer.call(x, x), width: 6),
        ["TransformerDecoder"] = () => Recurrent(TransformerDecoder(TransformerDecoderLayer(6, 2, 8, dropout: 0), 1), (layer, x) => layer.call(x, x), width: 6),
        ["Transformer"] = () => Recurrent(Transformer(6, 2, 1, 1, 8, dropout: 0), (layer, x) => layer.call(x, x), width: 6),
    };

    private static (Module, Func<IReadOnlyList<Tensor>>, Tensor[]) Of(Module<Tensor, Tensor> model, Tensor input) => (model, () => [model.call(input)], [input]);

    private static (Module, Func<IReadOnlyList<Tensor>>, Tensor[]) Recurrent<T>(T layer, Func<T, Tensor, Tensor> call, int width = 5)
        where T : Module => Of(new Holder<T>(layer, call, width), randn(4, 2, width));

    private static (Module, Func<IReadOnlyList<Tensor>>, Tensor[]) Cell<T>(T layer, Func<T, Tensor, Tensor, Tensor> call)
        where T : Module
    {
        Tensor state = randn(2, 3);
        (Module model, _, Tensor[] inputs) = (new Holder<T>(layer, (cell, x) => call(cell, x, state), 5), 0, new[] { randn(2, 5), state });
        return (model, () => [((Module<Tensor, Tensor>)model).call(inputs[0])], inputs);
    }

    private static (Module, Func<IReadOnlyList<Tensor>>, Tensor[]) Bag()
    {
        EmbeddingBag bag = EmbeddingBag(7, 4);
        Tensor indices = randint(0, 7, [3, 4]);
        return (bag, () => [functional.normalize(bag.call(indices, null, null))], [indices]);
    }

    private sealed class Blocks : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> blocks = ModuleList<Module<Tensor, Tensor>>(Sequential(Linear(5, 5), LayerNorm(5)), Linear(5, 5));
        private readonly ModuleDict<Linear> heads = ModuleDict(("one", Linear(5, 2)), ("two", Linear(5, 2)));

        public Blocks()
            : base(nameof(Blocks)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            foreach (Module<Tensor, Tensor> block in blocks)
            {
                x = x + block.call(x);
            }

            return heads["one"].call(x) + heads["two"].call(x);
        }
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(7, 5);
        private readonly LayerNorm norm = LayerNorm(5);
        private readonly Linear head = Linear(5, 7, hasBias: false);

        public Tied(bool shareWrapper)
            : base(nameof(Tied))
        {
            if (shareWrapper)
            {
                embedding.weight = head.weight;
            }
            else
            {
                head.weight = embedding.weight!;
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => head.call(norm.call(embedding.call(x)));
    }

    private sealed class OneMemory : Module<Tensor, Tensor>
    {
        private readonly Parameter left, right;

        public OneMemory()
            : base(nameof(OneMemory))
        {
            Tensor flat = randn(40);
            left = Parameter(flat.narrow(0, 0, 20).view(4, 5));
            right = Parameter(flat.narrow(0, 20, 20).view(4, 5));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => functional.linear(x, left) + functional.normalize(functional.linear(x, right));
    }

    private sealed class Frozen : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 5), second = Linear(5, 4);
        private readonly BatchNorm1d norm = BatchNorm1d(4);

        public Frozen()
            : base(nameof(Frozen))
        {
            RegisterComponents();
            first.weight.requires_grad = false;
        }

        public override Tensor forward(Tensor x) => norm.call(second.call(first.call(x)));
    }

    private sealed class Closures : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 4, hasBias: false);
        private readonly Func<Tensor, Tensor> step;

        public Closures()
            : base(nameof(Closures))
        {
            Tensor mixing = randn(4, 4);
            step = x => functional.normalize(first.call(x).matmul(mixing));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => step(x);
    }

    private sealed class Unregistered : Module<Tensor, Tensor>
    {
        private readonly List<Tensor> mixings = [randn(5, 5), randn(5, 5)];
        private readonly Dictionary<string, Linear> layers = new() { ["only"] = Linear(5, 4) };
        private readonly (Tensor Left, Tensor Right) pair = (randn(4, 4), randn(4, 4));
        private readonly Parameter weight = Parameter(randn(4, 5));
        private readonly Tensor mask;

        public Unregistered()
            : base(nameof(Unregistered))
        {
            mask = ones(4);
            register_buffer(nameof(mask), mask, persistent: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = x.matmul(mixings[0]).matmul(mixings[1]);
            return (functional.normalize(functional.linear(x, weight)) + layers["only"].call(x)).matmul(pair.Left).matmul(pair.Right).matmul(mask.diag());
        }
    }

    private sealed class Holder<T> : Module<Tensor, Tensor>
        where T : Module
    {
        private readonly Linear first;
        private readonly LayerNorm norm;
        private readonly T layer;
        private readonly Func<T, Tensor, Tensor> run;

        public Holder(T layer, Func<T, Tensor, Tensor> call, int width)
            : base(nameof(Holder<T>))
        {
            this.layer = layer;
            run = call;
            first = Linear(width, width);
            norm = LayerNorm(width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => run(layer, norm.call(first.call(x)));
    }
}

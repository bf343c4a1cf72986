// Recurrent models, mixtures, graphs, generative pairs, siamese heads.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module LstmLm() => new LstmLm(11, 6);
    public static Module Vae() => new Vae(8, 3);
    public static Module Generator() => new Generator(4);
    public static Module Discriminator() => new Discriminator();
    public static Module Siamese() => new Siamese();
    public static Module Mixture() => new Mixture(8, 3);
    public static Module Graph() => new GraphLayer(8, 6);
    public static Module Gated() => new GatedMlp(8);
    public static Module ReluRnn() => new ReluRnn(8, 6);

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(5, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> LstmLmOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randint(0, 11, new long[] { 2, 5 })) };
    public static IReadOnlyList<Tensor> GeneratorOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 4, 1, 1, dtype: float64)) };
    public static IReadOnlyList<Tensor> DiscriminatorOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 3, 16, 16, dtype: float64)) };
    public static IReadOnlyList<Tensor> ReluRnnOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(4, 5, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> SiameseOutputs(Module model) => new[] { ((Module<Tensor, Tensor, Tensor>)model).call(randn(5, 8, dtype: float64), randn(5, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> VaeOutputs(Module model)
    {
        var (reconstruction, mean, variance) = ((Module<Tensor, (Tensor, Tensor, Tensor)>)model).call(randn(5, 8, dtype: float64));
        return new[] { reconstruction, mean, variance };
    }
}

public sealed class LstmLm : Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly LSTM lstm;
    private readonly LayerNorm norm;
    private readonly Linear head;

    public LstmLm(int vocabulary, int width) : base(nameof(LstmLm))
    {
        embedding = Embedding(vocabulary, width);
        lstm = LSTM(width, width, batchFirst: true);
        norm = LayerNorm(width);
        head = Linear(width, vocabulary);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        var (states, _, _) = lstm.call(embedding.call(ids));
        return head.call(norm.call(states));
    }
}

public sealed class Vae : Module<Tensor, (Tensor, Tensor, Tensor)>
{
    private readonly Linear input, toMean, toVariance, expand, output;
    private readonly BatchNorm1d inputNorm, expandNorm;

    public Vae(long width, long latent) : base(nameof(Vae))
    {
        input = Linear(width, 6);
        inputNorm = BatchNorm1d(6);
        toMean = Linear(6, latent);
        toVariance = Linear(6, latent);
        expand = Linear(latent, 6);
        expandNorm = BatchNorm1d(6);
        output = Linear(6, width);
        RegisterComponents();
    }

    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        var h = relu(inputNorm.call(input.call(x)));
        return (toMean.call(h), toVariance.call(h));
    }

    public Tensor Decode(Tensor z) => output.call(relu(expandNorm.call(expand.call(z))));

    public override (Tensor, Tensor, Tensor) forward(Tensor x)
    {
        var (mean, logVariance) = Encode(x);
        var z = mean + (logVariance * 0.5).exp() * randn_like(mean);
        return (Decode(z), mean, logVariance);
    }
}

public sealed class Generator : Module<Tensor, Tensor>
{
    private readonly Sequential main;

    public Generator(long latent) : base(nameof(Generator))
    {
        main = Sequential(
            ("up1", ConvTranspose2d(latent, 8, 4, bias: false)),
            ("norm1", BatchNorm2d(8)),
            ("relu1", ReLU(true)),
            ("up2", ConvTranspose2d(8, 4, 4, stride: 2, padding: 1, bias: false)),
            ("norm2", BatchNorm2d(4)),
            ("relu2", ReLU(true)),
            ("up3", ConvTranspose2d(4, 3, 4, stride: 2, padding: 1, bias: false)),
            ("tanh", Tanh()));
        RegisterComponents();
    }

    public override Tensor forward(Tensor z) => main.call(z);
}

public sealed class Discriminator : Module<Tensor, Tensor>
{
    private readonly Conv2d c1 = Conv2d(3, 4, 4, stride: 2, padding: 1), c2 = Conv2d(4, 8, 4, stride: 2, padding: 1, bias: false), c3 = Conv2d(8, 1, 4);
    private readonly InstanceNorm2d norm = InstanceNorm2d(8, affine: true);

    public Discriminator() : base(nameof(Discriminator)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = leaky_relu(c1.call(x), 0.2);
        x = leaky_relu(norm.call(c2.call(x)), 0.2);
        return c3.call(x).view(-1);
    }
}

public sealed class Siamese : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear first = Linear(8, 6), second = Linear(6, 4, hasBias: false);
    private readonly BatchNorm1d norm = BatchNorm1d(6);

    public Siamese() : base(nameof(Siamese)) => RegisterComponents();

    private Tensor Embed(Tensor x) => normalize(second.call(relu(norm.call(first.call(x)))), dim: 1);

    public override Tensor forward(Tensor a, Tensor b) => (Embed(a) * Embed(b)).sum(1);
}

public sealed class Expert : Module<Tensor, Tensor>
{
    private readonly Linear inner, outer;
    private readonly LayerNorm norm;

    public Expert(long width) : base(nameof(Expert))
    {
        inner = Linear(width, 10, hasBias: false);
        norm = LayerNorm(10);
        outer = Linear(10, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => outer.call(relu(norm.call(inner.call(x))));
}

public sealed class Mixture : Module<Tensor, Tensor>
{
    private readonly ModuleList<Expert> experts = new();
    private readonly Linear gate;

    public Mixture(long width, int count) : base(nameof(Mixture))
    {
        for (int i = 0; i < count; i++)
        {
            experts.Add(new Expert(width));
        }

        gate = Linear(width, count);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var weights = softmax(gate.call(x), 1);
        var outputs = new List<Tensor>();
        foreach (var expert in experts)
        {
            outputs.Add(expert.call(x));
        }

        return (stack(outputs, 1) * weights.unsqueeze(-1)).sum(1);
    }
}

public sealed class GraphLayer : Module<Tensor, Tensor>
{
    private readonly Linear self, neighbours;
    private readonly BatchNorm1d norm;

    public GraphLayer(long input, long output) : base(nameof(GraphLayer))
    {
        self = Linear(input, output, hasBias: false);
        neighbours = Linear(input, output, hasBias: false);
        norm = BatchNorm1d(output);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var adjacency = eye(x.shape[0], dtype: x.dtype) + 0.1;
        var degree = adjacency.sum(1, keepdim: true);
        return relu(norm.call(self.call(x) + neighbours.call(adjacency.matmul(x) / degree)));
    }
}

public sealed class GatedMlp : Module<Tensor, Tensor>
{
    private readonly Linear a, b, c;
    private readonly LayerNorm norm = LayerNorm(12);

    public GatedMlp(long width) : base(nameof(GatedMlp))
    {
        (a, b) = (Linear(width, 12, hasBias: false), Linear(width, 12, hasBias: false));
        c = Linear(12, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => c.call(norm.call(relu(a.call(x)).square() * b.call(x)));
}

/// From a zero state: the input weight is invariant, the recurrent one is not.
public sealed class ReluRnn : Module<Tensor, Tensor>
{
    private readonly Linear input, recurrent;
    private readonly LayerNorm norm;
    private readonly long width;

    public ReluRnn(long inputs, long width) : base(nameof(ReluRnn))
    {
        this.width = width;
        input = Linear(inputs, width, hasBias: false);
        recurrent = Linear(width, width, hasBias: false);
        norm = LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = zeros(x.shape[0], width, dtype: x.dtype);
        for (long t = 0; t < x.shape[1]; t++)
        {
            h = relu(input.call(x.select(1, t)) + recurrent.call(h));
        }

        return norm.call(h);
    }
}

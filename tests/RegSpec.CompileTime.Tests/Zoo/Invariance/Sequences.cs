// Transformers of several kinds, recurrent models, state-space-like blocks, mixtures, graphs, generative pairs.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module Vit() => new Vit(8, 2, 2);
    public static Module Llama() => new Llama(11, 8, 2, 2);
    public static Module Bert() => new Bert(11, 8, 2);
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
    public static IReadOnlyList<Tensor> VitOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(2, 3, 8, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> LlamaOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randint(0, 11, new long[] { 2, 5 })) };
    public static IReadOnlyList<Tensor> BertOutputs(Module model) => LlamaOutputs(model);
    public static IReadOnlyList<Tensor> LstmLmOutputs(Module model) => LlamaOutputs(model);
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

public sealed class Attention : Module<Tensor, Tensor>
{
    private readonly Linear qkv, proj;
    private readonly int heads;
    private readonly double scale;

    public Attention(int dim, int heads) : base(nameof(Attention))
    {
        this.heads = heads;
        scale = Math.Pow(dim / heads, -0.5);
        qkv = Linear(dim, dim * 3);
        proj = Linear(dim, dim);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (b, n, c) = (x.shape[0], x.shape[1], x.shape[2]);
        var all = qkv.call(x).reshape(b, n, 3, heads, c / heads).permute(2, 0, 3, 1, 4);
        var q = all[0];
        var k = all[1];
        var v = all[2];
        var weights = q.matmul(k.transpose(-2, -1)).mul(scale).softmax(-1);
        return proj.call(weights.matmul(v).transpose(1, 2).reshape(b, n, c));
    }
}

public sealed class VitBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1, norm2;
    private readonly Attention attn;
    private readonly Sequential mlp;

    public VitBlock(int dim, int heads) : base(nameof(VitBlock))
    {
        norm1 = LayerNorm(dim);
        attn = new Attention(dim, heads);
        norm2 = LayerNorm(dim);
        mlp = Sequential(Linear(dim, dim * 4), GELU(), Linear(dim * 4, dim));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = x + attn.call(norm1.call(x));
        return x + mlp.call(norm2.call(x));
    }
}

public sealed class Vit : Module<Tensor, Tensor>
{
    private readonly Conv2d patch;
    private readonly Parameter cls, position;
    private readonly ModuleList<VitBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Linear head;

    public Vit(int dim, int depth, int heads) : base(nameof(Vit))
    {
        patch = Conv2d(3, dim, 4, stride: 4);
        cls = Parameter(randn(1, 1, dim));
        position = Parameter(randn(1, 5, dim));
        blocks = ModuleList(Enumerable.Range(0, depth).Select(_ => new VitBlock(dim, heads)).ToArray());
        norm = LayerNorm(dim);
        head = Linear(dim, 4);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = patch.call(x).flatten(2).transpose(1, 2);
        x = cat(new[] { cls.expand(x.shape[0], -1, -1), x }, 1) + position;
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        return head.call(norm.call(x)[TensorIndex.Colon, 0]);
    }
}

public sealed class RmsNorm(int dim, double eps) : Module<Tensor, Tensor>(nameof(RmsNorm))
{
    private readonly Parameter gain = Parameter(ones(dim));

    public override Tensor forward(Tensor x) => x * (x.square().mean(new long[] { -1 }, keepdim: true) + eps).rsqrt() * gain;
}

/// Grouped queries with a norm on queries and keys, and rotary positions.
public sealed class LlamaAttention : Module<Tensor, Tensor>
{
    private readonly Linear wq, wk, wv, wo;
    private readonly RmsNorm qNorm, kNorm;
    private readonly int heads, width;

    public LlamaAttention(int dim, int heads) : base(nameof(LlamaAttention))
    {
        this.heads = heads;
        width = dim / heads;
        wq = Linear(dim, dim, hasBias: false);
        wk = Linear(dim, dim, hasBias: false);
        wv = Linear(dim, dim, hasBias: false);
        wo = Linear(dim, dim, hasBias: false);
        qNorm = new RmsNorm(width, 1e-6);
        kNorm = new RmsNorm(width, 1e-6);
        RegisterComponents();
    }

    private static Tensor Rotate(Tensor x)
    {
        var half = x.chunk(2, -1);
        var angle = arange(x.shape[2], dtype: x.dtype).unsqueeze(-1);
        return cat(new[] { half[0] * cos(angle) - half[1] * sin(angle), half[0] * sin(angle) + half[1] * cos(angle) }, -1);
    }

    public override Tensor forward(Tensor x)
    {
        long b = x.size(0), n = x.size(1);
        var q = Rotate(qNorm.call(wq.call(x).view(b, n, heads, width).transpose(1, 2)));
        var k = Rotate(kNorm.call(wk.call(x).view(b, n, heads, width).transpose(1, 2)));
        var v = wv.call(x).view(b, n, heads, width).transpose(1, 2);
        var scores = matmul(q, k.transpose(2, 3)) / Math.Sqrt(width);
        var mask = full(new long[] { n, n }, double.NegativeInfinity, dtype: x.dtype).triu(1);
        var mixed = matmul(softmax(scores + mask, -1), v);
        return wo.call(mixed.transpose(1, 2).contiguous().view(b, n, -1));
    }
}

public sealed class LlamaBlock : Module<Tensor, Tensor>
{
    private readonly LlamaAttention attention;
    private readonly RmsNorm first, second;
    private readonly Linear gate, up, down;

    public LlamaBlock(int dim, int heads) : base(nameof(LlamaBlock))
    {
        attention = new LlamaAttention(dim, heads);
        first = new RmsNorm(dim, 1e-6);
        second = new RmsNorm(dim, 1e-6);
        gate = Linear(dim, 12, hasBias: false);
        up = Linear(dim, 12, hasBias: false);
        down = Linear(12, dim, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = x + attention.call(first.call(x));
        var n = second.call(h);
        return h + down.call(silu(gate.call(n)) * up.call(n));
    }
}

public sealed class Llama : Module<Tensor, Tensor>
{
    private readonly Embedding tokens;
    private readonly ModuleList<LlamaBlock> layers = new();
    private readonly RmsNorm norm;
    private readonly Linear output;

    public Llama(int vocabulary, int dim, int depth, int heads) : base(nameof(Llama))
    {
        tokens = Embedding(vocabulary, dim);
        for (var i = 0; i < depth; i++) layers.Add(new LlamaBlock(dim, heads));
        norm = new RmsNorm(dim, 1e-6);
        output = Linear(dim, vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        var h = tokens.call(ids);
        for (int i = 0; i < layers.Count; ++i) h = layers[i].call(h);
        return output.call(norm.call(h));
    }
}

/// Post-norm: the residual is added before the norm, so nothing inside a block is invariant.
public sealed class Bert : Module<Tensor, Tensor>
{
    private readonly Embedding words;
    private readonly LayerNorm embeddingNorm, attentionNorm, outputNorm;
    private readonly Attention attention;
    private readonly Linear intermediate, output;

    public Bert(int vocabulary, int dim, int heads) : base(nameof(Bert))
    {
        words = Embedding(vocabulary, dim);
        embeddingNorm = LayerNorm(dim);
        attention = new Attention(dim, heads);
        attentionNorm = LayerNorm(dim);
        intermediate = Linear(dim, 16);
        output = Linear(16, dim);
        outputNorm = LayerNorm(dim);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        var h = embeddingNorm.call(words.call(ids));
        h = attentionNorm.call(h + attention.call(h));
        return outputNorm.call(h + output.call(gelu(intermediate.call(h))));
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

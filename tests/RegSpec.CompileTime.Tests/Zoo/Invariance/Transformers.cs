// ViT, LLaMA with QK-norm, BERT.
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

    public static IReadOnlyList<Tensor> VitOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(2, 3, 8, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> LlamaOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randint(0, 11, new long[] { 2, 5 })) };
    public static IReadOnlyList<Tensor> BertOutputs(Module model) => LlamaOutputs(model);
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

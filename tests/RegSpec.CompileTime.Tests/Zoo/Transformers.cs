using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using F = TorchSharp.torch.nn.functional;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Zoo.Transformers;

/// <summary>A norm of one's own, declared as such (F17).</summary>
[Normalization]
public sealed class RmsNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly double eps;

    public RmsNorm(long dim, double eps = 1e-6)
        : base("rms")
    {
        this.eps = eps;
        weight = Parameter(ones(dim));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x * torch.rsqrt(x.pow(2).mean(new long[] { -1 }, keepdim: true) + eps) * weight;
}

/// <summary>One matrix for query, key and value.</summary>
public sealed class CausalSelfAttention : Module<Tensor, Tensor>
{
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly Dropout dropout;
    private readonly int heads;

    public CausalSelfAttention(int width, int heads)
        : base("attn")
    {
        this.heads = heads;
        qkv = Linear(width, 3 * width);
        proj = Linear(width, width);
        dropout = Dropout(0.1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        long b = x.size(0), t = x.size(1), c = x.size(2);
        var parts = qkv.call(x).split(c, 2);
        var q = parts[0].view(b, t, heads, c / heads).transpose(1, 2);
        var k = parts[1].view(b, t, heads, c / heads).transpose(1, 2);
        var v = parts[2].view(b, t, heads, c / heads).transpose(1, 2);
        var y = F.scaled_dot_product_attention(q, k, v, is_casual: true);
        return dropout.call(proj.call(y.transpose(1, 2).contiguous().view(b, t, c)));
    }
}

/// <summary>Pre-norm block.</summary>
public sealed class Block : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln1, ln2;
    private readonly CausalSelfAttention attn;
    private readonly Sequential mlp;

    public Block(int width, int heads)
        : base("block")
    {
        ln1 = LayerNorm(width);
        ln2 = LayerNorm(width);
        attn = new CausalSelfAttention(width, heads);
        mlp = Sequential(("up", Linear(width, 4 * width)), ("act", GELU()), ("down", Linear(4 * width, width)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = x + attn.call(ln1.call(x));
        return x + mlp.call(ln2.call(x));
    }
}

/// <summary>Embeddings undecayed, positions a token table.</summary>
[WeightDecay(0.1)]
public class Gpt : Module<Tensor, Tensor>
{
    [NoWeightDecay(Because = "rare rows")]
    private readonly Embedding tokens;
    [ParameterRole(ParameterRole.Token)]
    private readonly Parameter positions;
    private readonly ModuleList<Block> blocks;
    private readonly LayerNorm norm;
    [WeightDecay(0.05)]
    private readonly Linear head;

    public Gpt(int vocabulary, int context, int width, int depth)
        : base("gpt")
    {
        tokens = Embedding(vocabulary, width);
        positions = Parameter(zeros(1, context, width));
        blocks = new ModuleList<Block>();
        for (int i = 0; i < depth; i++)
        {
            blocks.Add(new Block(width, 8));
        }

        norm = LayerNorm(width);
        head = Linear(width, vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        var x = tokens.call(ids) + positions.narrow(1, 0, ids.size(1));
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        return head.call(norm.call(x));
    }
}

/// <summary>Class token and position table of a vision transformer (F43: every token says what it is).</summary>
[WeightDecay(0.05)]
public sealed class Vit : Module<Tensor, Tensor>
{
    private readonly Conv2d patches;
    [ParameterRole(ParameterRole.Token)] private readonly Parameter cls_token;
    [ParameterRole(ParameterRole.Token)] private readonly Parameter reg_token;
    [ParameterRole(ParameterRole.Token)] private readonly Parameter pos_embed;
    private readonly Sequential blocks;
    private readonly LayerNorm norm = LayerNorm(192);
    private readonly Linear head = Linear(192, 1000);

    public Vit()
        : base("vit")
    {
        patches = Conv2d(3, 192, 16, stride: 16);
        cls_token = Parameter(zeros(1, 1, 192));
        reg_token = new Parameter(zeros(1, 4, 192));
        pos_embed = Parameter(torch.randn(1, 201, 192) * 0.02);
        blocks = Sequential(new Block(192, 3), new Block(192, 3), new Block(192, 3));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = patches.call(x).flatten(2).transpose(1, 2);
        x = torch.cat(new[] { cls_token.expand(x.size(0), -1, -1), reg_token.expand(x.size(0), -1, -1), x }, 1) + pos_embed;
        return head.call(norm.call(blocks.call(x))[.., 0]);
    }
}

/// <summary>TorchSharp's own encoder; its inner biases by pattern.</summary>
[WeightDecay(0.01)]
public class TransformerClassifier : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding embedding = Embedding(1000, 64);
    [NoWeightDecay(Parameters = "layers.*.norm1.*;layers.*.self_attn.in_proj_bias")]
    private readonly TransformerEncoder encoder = TransformerEncoder(TransformerEncoderLayer(64, 4, 128, 0.1), 2);
    private readonly Linear decoder = Linear(64, 5);

    public TransformerClassifier()
        : base("classifier") => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor mask) => decoder.call(encoder.call(embedding.call(x), mask, null!).mean(new long[] { 0 }));
}

/// <summary>Feed-forward of a gated model with a norm declared above.</summary>
[WeightDecay(0.1)]
public sealed class LlamaLayer : Module<Tensor, Tensor>
{
    private readonly RmsNorm norm;
    private readonly Linear gate_proj, up_proj, down_proj;

    public LlamaLayer(long dim, long hidden)
        : base("layer")
    {
        norm = new RmsNorm(dim);
        gate_proj = Linear(dim, hidden, hasBias: false);
        up_proj = Linear(dim, hidden, hasBias: false);
        down_proj = Linear(hidden, dim, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = norm.forward(x);
        return x + down_proj.forward(F.silu(gate_proj.forward(y)) * up_proj.forward(y));
    }
}

/// <summary>Low-rank factors are weights; the base is frozen.</summary>
[WeightDecay(0.01)]
public sealed class LoraLinear : Module<Tensor, Tensor>
{
    [NoWeightDecay]
    private readonly Linear frozen;
    [ParameterRole(ParameterRole.Weight)] private readonly Parameter lora_a;
    [ParameterRole(ParameterRole.Weight)] private readonly Parameter lora_b;

    public LoraLinear(Linear pretrained, long rank)
        : base("lora")
    {
        frozen = pretrained;
        lora_a = Parameter(torch.randn(rank, pretrained.in_features) * 0.01);
        lora_b = Parameter(zeros(pretrained.out_features, rank));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => frozen.call(x) + F.linear(F.linear(x, lora_a), lora_b);
}

/// <summary>Relative positions, a temperature and biases as raw parameters; the declarations decide without a role.</summary>
[WeightDecay(0.05)]
public sealed class WindowAttention : Module<Tensor, Tensor>
{
    private readonly Linear q = Linear(96, 96, hasBias: false);
    private readonly Linear k = Linear(96, 96, hasBias: false);
    private readonly Linear v = Linear(96, 96, hasBias: false);
    [NoWeightDecay] private readonly Parameter q_bias;
    [NoWeightDecay] private readonly Parameter v_bias;
    [ParameterRole(ParameterRole.Token)] private readonly Parameter relative_position_bias_table;
    [ParameterRole(ParameterRole.Gain)] private readonly Parameter logit_scale;

    public WindowAttention(int heads)
        : base("window")
    {
        q_bias = Parameter(zeros(96));
        v_bias = Parameter(zeros(96));
        relative_position_bias_table = Parameter(zeros(13 * 13, heads));
        logit_scale = Parameter(torch.log(10 * ones(heads, 1, 1)));
        RegisterComponents();
    }

    public override Tensor forward([Standardized] Tensor x)
    {
        var scores = (q.call(x) + q_bias).matmul(k.call(x).transpose(-2, -1)) * logit_scale.exp();
        return F.softmax(scores + relative_position_bias_table.sum(), -1).matmul(v.call(x) + v_bias);
    }
}

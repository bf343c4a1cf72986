// GPT-2, a Mamba-like selective state space, two sequence-to-sequence models, a GRU language model with tied tables, T5-like relative positions.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module Gpt2() => new Gpt2(new Gpt2Config { Vocabulary = 11, Width = 8, Depth = 2 });
    public static Module Mamba() => new MambaLm(11, 6);
    public static Module RecurrentTranslator() => new RecurrentTranslator(11, 6);
    public static Module Translator() => new Translator(11, 8);
    public static Module GruLm() => new GruLm(11, 6);
    public static Module NormalizedGpt() => new NormalizedGpt(11, 8);

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Tokens()) };
    public static IReadOnlyList<Tensor> RecurrentTranslatorOutputs(Module model) => new[] { ((Module<Tensor, Tensor, Tensor>)model).call(Tokens(), Tokens()) };
    public static IReadOnlyList<Tensor> TranslatorOutputs(Module model) => RecurrentTranslatorOutputs(model);

    private static Tensor Tokens() => randint(0, 11, new long[] { 2, 5 });
}

public sealed record Gpt2Config
{
    public int Vocabulary { get; init; } = 50257;
    public int Width { get; init; } = 768;
    public int Depth { get; init; } = 12;
    public int Heads { get; init; } = 2;
    public int Context { get; init; } = 16;
    public double Epsilon { get; init; } = 1e-5;
}

public sealed class CausalSelfAttention : Module<Tensor, Tensor>
{
    private readonly Gpt2Config config;
    private readonly Linear c_attn;
    private readonly Linear c_proj;
    private readonly Tensor bias;

    public CausalSelfAttention(Gpt2Config config) : base("attn")
    {
        this.config = config;
        c_attn = Linear(config.Width, 3 * config.Width);
        c_proj = Linear(config.Width, config.Width);
        bias = tril(ones(config.Context, config.Context)).view(1, 1, config.Context, config.Context);
        register_buffer("bias", bias);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var B = x.size(0);
        var T = x.size(1);
        var C = x.size(2);
        var parts = c_attn.forward(x).split(config.Width, dim: 2);
        Tensor Heads(Tensor t) => t.view(B, T, config.Heads, C / config.Heads).transpose(1, 2);
        var (q, k, v) = (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        var att = q.matmul(k.transpose(-2, -1)) * (1.0 / Math.Sqrt(k.size(-1)));
        att = att.masked_fill(bias[TensorIndex.Ellipsis, TensorIndex.Slice(0, T), TensorIndex.Slice(0, T)] == 0, double.NegativeInfinity);
        att = F.softmax(att, dim: -1);
        var y = att.matmul(v).transpose(1, 2).contiguous().view(B, T, C);
        return c_proj.forward(y);
    }
}

public sealed class Gpt2Block : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln_1, ln_2;
    private readonly CausalSelfAttention attn;
    private readonly Linear c_fc, c_proj;

    public Gpt2Block(Gpt2Config config) : base("block")
    {
        ln_1 = LayerNorm(config.Width, eps: config.Epsilon);
        attn = new CausalSelfAttention(config);
        ln_2 = LayerNorm(config.Width, eps: config.Epsilon);
        c_fc = Linear(config.Width, 4 * config.Width);
        c_proj = Linear(4 * config.Width, config.Width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = x + attn.forward(ln_1.forward(x));
        return x + Mlp(ln_2.forward(x));
    }

    private Tensor Mlp(Tensor x) => c_proj.forward(F.gelu(c_fc.forward(x)));
}

public sealed class Gpt2 : Module<Tensor, Tensor>
{
    private readonly ModuleList<Gpt2Block> h;
    private readonly Embedding wte, wpe;
    private readonly LayerNorm ln_f;
    private readonly Linear lm_head;

    public Gpt2(Gpt2Config config) : base(nameof(Gpt2))
    {
        wte = Embedding(config.Vocabulary, config.Width);
        wpe = Embedding(config.Context, config.Width);
        h = new ModuleList<Gpt2Block>();
        for (var i = 0; i < config.Depth; i++)
        {
            h.Add(new Gpt2Block(config));
        }

        ln_f = LayerNorm(config.Width, eps: config.Epsilon);
        lm_head = Linear(config.Width, config.Vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor idx)
    {
        using var scope = NewDisposeScope();
        var t = idx.shape[1];
        var pos = arange(0, t, dtype: ScalarType.Int64, device: idx.device);
        var x = wte.forward(idx) + wpe.forward(pos);
        for (var i = 0; i < h.Count; i++)
        {
            x = h[i].forward(x);
        }

        return lm_head.forward(ln_f.forward(x)).MoveToOuterDisposeScope();
    }
}

/// A selective state space in the plain recurrence: input-dependent step, decay from a learnt negative matrix, a gate.
public sealed class MambaBlock : Module<Tensor, Tensor>
{
    private readonly Linear inProjection, xProjection, stepProjection, outProjection;
    private readonly Conv1d conv;
    private readonly Parameter logA, skip;
    private readonly int width, state;

    public MambaBlock(int width, int state = 3) : base(nameof(MambaBlock))
    {
        this.width = width;
        this.state = state;
        inProjection = Linear(width, 2 * width, hasBias: false);
        conv = Conv1d(width, width, 3, padding: 2, groups: width);
        xProjection = Linear(width, 1 + 2 * state, hasBias: false);
        stepProjection = Linear(1, width);
        outProjection = Linear(width, width, hasBias: false);
        logA = Parameter(log(arange(1, state + 1, dtype: ScalarType.Float32)).repeat(width, 1));
        skip = Parameter(ones(width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor u)
    {
        long length = u.shape[1];
        var both = inProjection.call(u).chunk(2, dim: -1);
        var (x, gate) = (both[0], both[1]);
        x = conv.call(x.transpose(1, 2)).narrow(2, 0, length).transpose(1, 2);
        x = F.silu(x);

        var selected = xProjection.call(x).split(new long[] { 1, state, state }, dim: -1);
        var step = F.softplus(stepProjection.call(selected[0]));
        var a = -logA.exp();
        var h = zeros(u.shape[0], width, state, dtype: u.dtype);
        var ys = new List<Tensor>();
        for (long t = 0; t < length; t++)
        {
            var dt = step.select(1, t).unsqueeze(-1);
            h = (dt * a).exp() * h + dt * selected[1].select(1, t).unsqueeze(1) * x.select(1, t).unsqueeze(-1);
            ys.Add((h * selected[2].select(1, t).unsqueeze(1)).sum(-1));
        }

        var y = stack(ys, 1) + x * skip;
        return outProjection.call(y * F.silu(gate));
    }
}

public sealed class MambaLm : Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly ModuleList<MambaBlock> layers;
    private readonly ModuleList<LayerNorm> norms;
    private readonly LayerNorm last;
    private readonly Linear head;

    public MambaLm(int vocabulary, int width) : base(nameof(MambaLm))
    {
        embedding = Embedding(vocabulary, width);
        layers = new ModuleList<MambaBlock>(new MambaBlock(width), new MambaBlock(width));
        norms = new ModuleList<LayerNorm>(LayerNorm(width), LayerNorm(width));
        last = LayerNorm(width);
        head = Linear(width, vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        Tensor x = embedding.call(tokens);
        foreach (var (layer, norm) in layers.Zip(norms))
        {
            x += layer.call(norm.call(x));
        }

        return head.call(last.call(x));
    }
}

/// A GRU encoder and an attending GRU decoder; the encoder's states pass a norm.
public sealed class RecurrentTranslator : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding source, target;
    private readonly GRU encoder, decoder;
    private readonly Linear bridge, query, output;
    private readonly LayerNorm norm;

    public RecurrentTranslator(int vocabulary, int width) : base(nameof(RecurrentTranslator))
    {
        source = Embedding(vocabulary, width);
        target = Embedding(vocabulary, width);
        encoder = GRU(width, width, batchFirst: true);
        decoder = GRU(width, width, batchFirst: true);
        bridge = Linear(width, width, hasBias: false);
        norm = LayerNorm(width);
        query = Linear(width, width, hasBias: false);
        output = Linear(2 * width, vocabulary);
        RegisterComponents();
    }

    public override Tensor forward(Tensor from, Tensor to)
    {
        var (states, last) = encoder.call(source.call(from));
        var memory = norm.call(bridge.call(states));
        var (hidden, _) = decoder.call(target.call(to), last);
        var direction = F.normalize(query.call(hidden), p: 2, dim: -1);
        var attention = einsum("btd,bsd->bts", direction, memory).softmax(-1);
        var context = bmm(attention, memory);
        return output.call(cat(new[] { hidden, context }, -1));
    }
}

public sealed class CrossAttention : Module<Tensor, Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Linear q, k, v, o;
    private readonly long heads;

    public CrossAttention(long width, long heads) : base(nameof(CrossAttention))
    {
        (q, k, v, o) = (Linear(width, width), Linear(width, width), Linear(width, width), Linear(width, width));
        this.heads = heads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor keys, Tensor values, Tensor? mask)
    {
        Tensor Split(Linear projection, Tensor t)
        {
            var y = projection.call(t);
            return y.view(y.shape[0], y.shape[1], heads, -1).transpose(1, 2);
        }

        var queries = Split(q, x);
        var scores = matmul(queries, Split(k, keys).transpose(-1, -2)) / Math.Sqrt(queries.shape[^1]);
        if (mask is not null)
        {
            scores = scores + mask;
        }

        var mixed = matmul(scores.softmax(-1), Split(v, values));
        return o.call(mixed.transpose(1, 2).flatten(2));
    }
}

/// Encoder and decoder with norms after the sums.
public sealed class Translator : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding table;
    private readonly CrossAttention self, masked, cross;
    private readonly LayerNorm norm1, norm2, norm3, norm4, norm5;
    private readonly Sequential feed, feed2;
    private readonly Linear head;

    public Translator(int vocabulary, int width) : base(nameof(Translator))
    {
        table = Embedding(vocabulary, width);
        self = new CrossAttention(width, 2);
        masked = new CrossAttention(width, 2);
        cross = new CrossAttention(width, 2);
        (norm1, norm2, norm3, norm4, norm5) = (LayerNorm(width), LayerNorm(width), LayerNorm(width), LayerNorm(width), LayerNorm(width));
        feed = Sequential(("fc1", Linear(width, 2 * width)), ("relu", ReLU()), ("fc2", Linear(2 * width, width)));
        feed2 = Sequential(("fc1", Linear(width, 2 * width)), ("relu", ReLU()), ("fc2", Linear(2 * width, width)));
        head = Linear(width, vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor from, Tensor to)
    {
        var memory = Encode(from);
        var length = to.shape[1];
        var future = full(new long[] { length, length }, double.NegativeInfinity, dtype: memory.dtype).triu(1);
        var y = table.call(to);
        y = norm3.call(y + masked.call(y, y, y, future));
        y = norm4.call(y + cross.call(y, memory, memory, null));
        y = norm5.call(y + feed2.call(y));
        return head.call(y);
    }

    private Tensor Encode(Tensor from)
    {
        var x = table.call(from);
        x = norm1.call(x + self.call(x, x, x, null));
        return norm2.call(x + feed.call(x));
    }
}

/// The output layer is the table again.
public sealed class GruLm : Module<Tensor, Tensor>
{
    private readonly Embedding table;
    private readonly GRU rnn;
    private readonly Dropout drop = Dropout(0.0);
    private readonly LayerNorm norm;

    public GruLm(int vocabulary, int width) : base(nameof(GruLm))
    {
        table = Embedding(vocabulary, width);
        rnn = GRU(width, width, batchFirst: true);
        norm = LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var (h, _) = rnn.call(drop.call(table.call(tokens)));
        return F.linear(norm.call(h), table.weight!);
    }
}

/// Every matrix meets a unit norm: queries, keys, values, feed-forward, head.
public sealed class NormalizedGpt : Module<Tensor, Tensor>
{
    private readonly Embedding table;
    private readonly Linear q, k, v, o, up, down;
    private readonly Parameter scale, temperature;

    public NormalizedGpt(int vocabulary, int width) : base(nameof(NormalizedGpt))
    {
        table = Embedding(vocabulary, width);
        q = Linear(width, width, hasBias: false);
        k = Linear(width, width, hasBias: false);
        v = Linear(width, width, hasBias: false);
        o = Linear(width, width, hasBias: false);
        up = Linear(width, 2 * width, hasBias: false);
        down = Linear(2 * width, width, hasBias: false);
        scale = nn.Parameter(ones(width));
        temperature = nn.Parameter(tensor(3f));
        RegisterComponents();
    }

    private static Tensor Unit(Tensor t) => t / t.norm(-1, keepdim: true, p: 2f);

    public override Tensor forward(Tensor tokens)
    {
        var h = Unit(table.call(tokens));
        var queries = Unit(q.call(h)) * scale;
        var keys = Unit(k.call(h)) * scale;
        var mixed = F.softmax(queries.matmul(keys.mT), -1).matmul(v.call(h));
        h = Unit(h + 0.3 * Unit(o.call(mixed)));
        h = Unit(h + 0.3 * Unit(down.call(F.relu(up.call(h)))));
        return temperature * F.linear(h, Unit(table.weight!));
    }
}

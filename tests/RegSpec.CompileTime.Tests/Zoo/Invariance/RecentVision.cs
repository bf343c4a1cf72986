// Swin, MobileNetV3, MLP-Mixer.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module Swin() => new Swin(8, 4, 2);
    public static Module MobileNetV3() => new MobileNetV3();
    public static Module Mixer() => new Mixer(16, 6);

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 3, 8, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> MobileNetV3Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(4, 3, 16, 16, dtype: float64)) };
}

/// Attention inside windows, with cosine scores and a table of relative positions.
public sealed class WindowAttention : Module<Tensor, Tensor>
{
    private readonly Linear qkv, proj;
    private readonly Parameter relative_position_bias, logit_scale;
    private readonly int heads, window;

    public WindowAttention(int dim, int heads, int window) : base(nameof(WindowAttention))
    {
        this.heads = heads;
        this.window = window;
        qkv = Linear(dim, 3 * dim, hasBias: false);
        proj = Linear(dim, dim);
        relative_position_bias = Parameter(zeros(heads, window * window, window * window));
        logit_scale = Parameter(log(10 * ones(heads, 1, 1)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (b, n, c) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = qkv.call(x).reshape(b, n, 3, heads, c / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var scores = F.normalize(parts[0], dim: -1).matmul(F.normalize(parts[1], dim: -1).transpose(-2, -1));
        scores = scores * logit_scale.clamp(max: Math.Log(100)).exp() + relative_position_bias.unsqueeze(0);
        return proj.call(scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(b, n, c));
    }
}

public sealed class SwinBlock : Module<Tensor, Tensor>
{
    private readonly WindowAttention attn;
    private readonly LayerNorm norm1, norm2;
    private readonly Linear fc1, fc2;
    private readonly int window, shift;

    public SwinBlock(int dim, int window, int shift) : base(nameof(SwinBlock))
    {
        (this.window, this.shift) = (window, shift);
        attn = new WindowAttention(dim, 2, window);
        norm1 = LayerNorm(dim);
        norm2 = LayerNorm(dim);
        fc1 = Linear(dim, 2 * dim);
        fc2 = Linear(2 * dim, dim);
        RegisterComponents();
    }

    // Norms after the branches, before the sums.
    public override Tensor forward(Tensor x)
    {
        var (b, h, w, c) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var y = shift > 0 ? roll(x, new long[] { -shift, -shift }, new long[] { 1, 2 }) : x;
        y = y.view(b, h / window, window, w / window, window, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, window * window, c);
        y = attn.call(y);
        y = y.view(b, h / window, w / window, window, window, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h, w, c);
        if (shift > 0)
        {
            y = roll(y, new long[] { shift, shift }, new long[] { 1, 2 });
        }

        x = x + norm1.call(y);
        return x + norm2.call(fc2.call(F.gelu(fc1.call(x))));
    }
}

public sealed class Swin : Module<Tensor, Tensor>
{
    private readonly Conv2d embed;
    private readonly LayerNorm start, mergeNorm, norm;
    private readonly Sequential stage1, stage2;
    private readonly Linear merge, head;

    public Swin(int dim, int classes, int window) : base(nameof(Swin))
    {
        embed = Conv2d(3, dim, 2, stride: 2);
        start = LayerNorm(dim);
        stage1 = Sequential(new SwinBlock(dim, window, 0), new SwinBlock(dim, window, window / 2));
        merge = Linear(4 * dim, 2 * dim, hasBias: false);
        mergeNorm = LayerNorm(2 * dim);
        stage2 = Sequential(new SwinBlock(2 * dim, window, 0));
        norm = LayerNorm(2 * dim);
        head = Linear(2 * dim, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = start.call(embed.call(x).permute(0, 2, 3, 1));
        x = stage1.call(x);
        x = mergeNorm.call(merge.call(Quarter(x)));
        x = norm.call(stage2.call(x));
        return head.call(x.mean(new long[] { 1, 2 }));
    }

    private static Tensor Quarter(Tensor x)
    {
        var even = TensorIndex.Slice(0, null, 2);
        var odd = TensorIndex.Slice(1, null, 2);
        var all = TensorIndex.Colon;
        return cat(new[] { x[all, even, even], x[all, odd, even], x[all, even, odd], x[all, odd, odd] }, -1);
    }
}

public sealed class SqueezeExcite : Module<Tensor, Tensor>
{
    private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);
    private readonly Conv2d reduce, expand;

    public SqueezeExcite(long channels) : base(nameof(SqueezeExcite))
    {
        reduce = Conv2d(channels, channels / 2, 1);
        expand = Conv2d(channels / 2, channels, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x * F.hardsigmoid(expand.call(F.relu(reduce.call(pool.call(x)))));
}

public sealed class V3Block : Module<Tensor, Tensor>
{
    private readonly Sequential block;
    private readonly bool residual;

    public V3Block(long input, long wide, long output, int kernel, int stride, bool squeeze, bool hardSwish) : base(nameof(V3Block))
    {
        var layers = new List<Module<Tensor, Tensor>>();
        if (wide != input)
        {
            layers.Add(Conv2d(input, wide, 1, bias: false));
            layers.Add(BatchNorm2d(wide));
            layers.Add(hardSwish ? Hardswish() : ReLU());
        }

        layers.Add(Conv2d(wide, wide, kernel, stride: stride, padding: kernel / 2, groups: wide, bias: false));
        layers.Add(BatchNorm2d(wide));
        if (squeeze)
        {
            layers.Add(new SqueezeExcite(wide));
        }

        layers.Add(hardSwish ? Hardswish() : ReLU());
        layers.Add(Conv2d(wide, output, 1, bias: false));
        layers.Add(BatchNorm2d(output));
        block = Sequential(layers);
        residual = stride == 1 && input == output;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => residual ? x + block.call(x) : block.call(x);
}

public sealed class MobileNetV3 : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    public MobileNetV3() : base(nameof(MobileNetV3))
    {
        features = Sequential(
            Conv2d(3, 4, 3, stride: 2, padding: 1, bias: false),
            BatchNorm2d(4),
            Hardswish(),
            new V3Block(4, 4, 4, 3, 1, squeeze: true, hardSwish: false),
            new V3Block(4, 8, 6, 3, 2, squeeze: false, hardSwish: false),
            new V3Block(6, 12, 6, 5, 1, squeeze: true, hardSwish: true),
            Conv2d(6, 12, 1, bias: false),
            BatchNorm2d(12),
            Hardswish(),
            AdaptiveAvgPool2d(1));
        classifier = Sequential(Linear(12, 8), Hardswish(), Dropout(0.0), Linear(8, 3));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => classifier.call(features.call(x).flatten(1));
}

public sealed class MixerBlock(long tokens, long channels) : Module<Tensor, Tensor>(nameof(MixerBlock))
{
    private readonly LayerNorm tokenNorm = LayerNorm(channels), channelNorm = LayerNorm(channels);
    private readonly Linear token1 = Linear(tokens, 8), token2 = Linear(8, tokens), channel1 = Linear(channels, 8), channel2 = Linear(8, channels);

    public override Tensor forward(Tensor x)
    {
        var y = tokenNorm.call(x).transpose(1, 2);
        y = token2.call(F.gelu(token1.call(y))).transpose(1, 2);
        x = x.add(y);
        return x.add(channel2.call(F.gelu(channel1.call(channelNorm.call(x)))));
    }
}

public sealed class Mixer : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly MixerBlock block1, block2;
    private readonly LayerNorm norm;
    private readonly Linear head;

    public Mixer(long tokens, long channels) : base(nameof(Mixer))
    {
        stem = Conv2d(3, channels, 2, stride: 2);
        block1 = new MixerBlock(tokens, channels);
        block2 = new MixerBlock(tokens, channels);
        norm = LayerNorm(channels);
        head = Linear(channels, 3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = stem.call(x).flatten(2).transpose(1, 2);
        x = block2.call(block1.call(x));
        return head.call(norm.call(x).mean(new long[] { 1 }));
    }
}

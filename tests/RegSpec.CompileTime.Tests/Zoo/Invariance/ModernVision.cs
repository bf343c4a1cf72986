// ConvNeXt, squeeze-and-excitation, weight standardisation without norms.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module ConvNext() => new ConvNext(6, 2);
    public static Module EfficientBlock() => new EfficientBlock(6);
    public static Module NormFree() => new NormFree(4);

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 3, 16, 16, dtype: float64)) };
    public static IReadOnlyList<Tensor> EfficientBlockOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 6, 8, 8, dtype: float64)) };
}

public sealed class ChannelsFirstNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight, bias;
    private readonly float eps;

    public ChannelsFirstNorm(long channels, float eps = 1e-6f) : base(nameof(ChannelsFirstNorm))
    {
        weight = Parameter(ones(channels));
        bias = Parameter(zeros(channels));
        this.eps = eps;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var u = x.mean(new long[] { 1 }, keepdim: true);
        var s = (x - u).pow(2).mean(new long[] { 1 }, keepdim: true);
        x = (x - u) / sqrt(s + eps);
        return weight.view(1, -1, 1, 1) * x + bias.view(1, -1, 1, 1);
    }
}

public sealed class ConvNextBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d depthwise;
    private readonly LayerNorm norm;
    private readonly Linear expand, shrink;
    private readonly Parameter gamma;

    public ConvNextBlock(long dim) : base(nameof(ConvNextBlock))
    {
        depthwise = Conv2d(dim, dim, 7, padding: 3, groups: dim);
        norm = LayerNorm(dim, eps: 1e-6);
        expand = Linear(dim, 4 * dim);
        shrink = Linear(4 * dim, dim);
        gamma = Parameter(0.5 * ones(dim));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = norm.call(depthwise.call(x).permute(0, 2, 3, 1));
        y = shrink.call(F.gelu(expand.call(y))) * gamma;
        return x + y.permute(0, 3, 1, 2);
    }
}

public sealed class ConvNext : Module<Tensor, Tensor>
{
    private readonly Sequential stem, stages;
    private readonly LayerNorm norm;
    private readonly Linear head;

    public ConvNext(long dim, int depth) : base(nameof(ConvNext))
    {
        stem = Sequential(Conv2d(3, dim, 4, stride: 4), new ChannelsFirstNorm(dim));
        stages = Sequential(Enumerable.Range(0, depth).Select(_ => (Module<Tensor, Tensor>)new ConvNextBlock(dim)).ToArray());
        norm = LayerNorm(dim);
        head = Linear(dim, 4);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => head.call(norm.call(stages.call(stem.call(x)).mean(new long[] { -2, -1 })));
}

/// MBConv with squeeze and excitation.
public sealed class EfficientBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d expand, depthwise, squeeze, excite, project;
    private readonly BatchNorm2d norm1, norm2, norm3;

    public EfficientBlock(long width) : base(nameof(EfficientBlock))
    {
        long inner = width * 2;
        expand = Conv2d(width, inner, 1, bias: false);
        norm1 = BatchNorm2d(inner);
        depthwise = Conv2d(inner, inner, 3, padding: 1, groups: inner, bias: false);
        norm2 = BatchNorm2d(inner);
        squeeze = Conv2d(inner, 3, 1);
        excite = Conv2d(3, inner, 1);
        project = Conv2d(inner, width, 1, bias: false);
        norm3 = BatchNorm2d(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = F.silu(norm1.call(expand.call(x)));
        y = F.silu(norm2.call(depthwise.call(y)));
        var gate = F.adaptive_avg_pool2d(y, 1);
        gate = sigmoid(excite.call(F.silu(squeeze.call(gate))));
        y = y * gate;
        return x + norm3.call(project.call(y));
    }
}

/// Scaled weight standardisation: the weights are normalised, not the activations.
public sealed class WsConv : Module<Tensor, Tensor>
{
    private readonly Parameter weight, gain, bias;

    public WsConv(long input, long output) : base(nameof(WsConv))
    {
        weight = Parameter(randn(output, input, 3, 3));
        gain = Parameter(ones(output, 1, 1, 1));
        bias = Parameter(zeros(output));
        RegisterComponents();
    }

    private Tensor Standardised()
    {
        var mean = weight.mean(new long[] { 1, 2, 3 }, keepdim: true);
        var variance = weight.var(new long[] { 1, 2, 3 }, keepdim: true);
        return (weight - mean) * rsqrt(maximum(variance * 27.0, tensor(1e-4, dtype: float64))) * gain;
    }

    public override Tensor forward(Tensor x) => F.conv2d(x, Standardised(), bias, padding: new long[] { 1, 1 });
}

public sealed class NormFree : Module<Tensor, Tensor>
{
    private readonly WsConv first, second;
    private readonly Parameter skip = Parameter(tensor(0.2));

    public NormFree(long width) : base(nameof(NormFree))
    {
        first = new WsConv(3, width);
        second = new WsConv(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = first.call(x);
        return h + second.call(F.relu(h) * 1.7) * skip;
    }
}

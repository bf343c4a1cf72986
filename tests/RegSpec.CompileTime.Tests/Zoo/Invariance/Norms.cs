// Norms written by hand, and forms of attention and heads that normalise: all by algebra, no names.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

public static class Sample
{
    public static Module Rms() => new RmsNet();
    public static Module Layer() => new HandLayerNormNet(1e-5);
    public static Module QkNorm() => new QkNormAttention(8, 2);
    public static Module WeightNorm() => new WeightNormNet();
    public static Module CosineHead() => new CosineHeadNet();
    public static Module NotNormalised() => new ImpostorNet();

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(5, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> QkNormOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 4, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> NotNormalisedOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 8, 4, 4, dtype: float64)) };
}

public sealed class RMSNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly double eps;

    public RMSNorm(long dim, double eps = 1e-6) : base(nameof(RMSNorm))
    {
        this.eps = eps;
        weight = Parameter(ones(dim));
        RegisterComponents();
    }

    private Tensor Norm(Tensor x) => x * rsqrt(x.pow(2).mean(new long[] { -1 }, keepdim: true) + eps);

    public override Tensor forward(Tensor x)
    {
        var output = Norm(x.to_type(ScalarType.Float64)).type_as(x);
        return output * weight;
    }
}

public sealed class RmsNet : Module<Tensor, Tensor>
{
    private readonly Linear up = Linear(8, 16, hasBias: false), down = Linear(16, 8);
    private readonly RMSNorm norm = new RMSNorm(16);

    public RmsNet() : base(nameof(RmsNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => down.call(functional.silu(norm.call(up.call(x))));
}

public sealed class HandLayerNormNet : Module<Tensor, Tensor>
{
    private readonly Linear fc;
    private readonly Parameter gamma = Parameter(ones(6)), beta = Parameter(zeros(6));
    private readonly double epsilon;

    public HandLayerNormNet(double epsilon) : base(nameof(HandLayerNormNet))
    {
        this.epsilon = epsilon;
        fc = Linear(8, 6);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        var mean = h.mean(new long[] { -1 }, keepdim: true);
        var variance = (h - mean).square().mean(new long[] { -1 }, keepdim: true);
        var normalised = (h - mean) / (variance + epsilon).sqrt();
        return (normalised * gamma + beta).tanh();
    }
}

public sealed class QkNormAttention : Module<Tensor, Tensor>
{
    private readonly Linear q, k, v, output;
    private readonly long heads;

    public QkNormAttention(long dim, long heads) : base(nameof(QkNormAttention))
    {
        this.heads = heads;
        q = Linear(dim, dim, hasBias: false);
        k = Linear(dim, dim, hasBias: false);
        v = Linear(dim, dim, hasBias: false);
        output = Linear(dim, dim);
        RegisterComponents();
    }

    private Tensor Split(Tensor t) => t.view(t.shape[0], t.shape[1], heads, -1).transpose(1, 2);

    public override Tensor forward(Tensor x)
    {
        var queries = functional.normalize(Split(q.call(x)), dim: -1);
        var keys = functional.normalize(Split(k.call(x)), dim: -1);
        var attention = functional.softmax(queries.matmul(keys.transpose(-2, -1)) * 10.0, -1);
        var mixed = attention.matmul(Split(v.call(x))).transpose(1, 2).contiguous().view(x.shape[0], x.shape[1], -1);
        return output.call(mixed);
    }
}

public sealed class WeightNormNet : Module<Tensor, Tensor>
{
    private readonly Parameter v = Parameter(randn(6, 8)), g = Parameter(ones(6, 1)), bias = Parameter(zeros(6));

    public WeightNormNet() : base(nameof(WeightNormNet)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var w = g * v / v.norm(1, true, 2f);
        return functional.linear(x, w, bias).relu();
    }
}

public sealed class CosineHeadNet : Module<Tensor, Tensor>
{
    private readonly Linear features = Linear(8, 6);
    private readonly Parameter prototypes = Parameter(randn(4, 6)), temperature = Parameter(tensor(10.0));

    public CosineHeadNet() : base(nameof(CosineHeadNet)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var f = functional.normalize(features.call(x), 2.0, 1);
        var p = functional.normalize(prototypes, 2.0, 1);
        return f.matmul(p.t()) * temperature;
    }
}

/// A user's class with the name of a norm that does not normalise.
public sealed class BatchNorm2d : Module<Tensor, Tensor>
{
    private readonly Parameter scale = Parameter(ones(1, 4, 1, 1));

    public BatchNorm2d() : base(nameof(BatchNorm2d)) => RegisterComponents();

    public override Tensor forward(Tensor x) => x * scale;
}

public sealed class ImpostorNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv = Conv2d(8, 4, 1);
    private readonly BatchNorm2d norm = new();

    public ImpostorNet() : base(nameof(ImpostorNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(conv.call(x));
}

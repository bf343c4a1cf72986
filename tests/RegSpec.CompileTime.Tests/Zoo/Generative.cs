using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Zoo.Generative;

/// <summary>Two Sequentials and two heads.</summary>
[WeightDecay(1e-5)]
public class Vae : Module<Tensor, (Tensor, Tensor, Tensor)>
{
    private readonly Sequential encoder = Sequential(Linear(784, 400), ReLU());
    private readonly Linear mean = Linear(400, 20);
    private readonly Linear logVariance = Linear(400, 20);
    private readonly Sequential decoder = Sequential(("hidden", Linear(20, 400)), ("act", ReLU()), ("out", Linear(400, 784)), ("sigmoid", Sigmoid()));

    public Vae()
        : base(nameof(Vae)) => RegisterComponents();

    public override (Tensor, Tensor, Tensor) forward([Standardized] Tensor x)
    {
        var h = encoder.forward(x);
        var m = mean.forward(h);
        var v = logVariance.forward(h);
        return (decoder.forward(m + torch.randn_like(m) * (0.5 * v).exp()), m, v);
    }
}

/// <summary>Transposed convolutions, norms behind them.</summary>
[WeightDecay(1e-4, Policy = DecayPolicy.Principled)]
public sealed class Generator : Module<Tensor, Tensor>
{
    private readonly Sequential main;

    public Generator(long latent, long features)
        : base("G")
    {
        main = Sequential(
            ConvTranspose2d(latent, features * 4, 4, bias: false),
            BatchNorm2d(features * 4),
            ReLU(true),
            ConvTranspose2d(features * 4, features, 4, stride: 2, padding: 1, bias: false),
            BatchNorm2d(features),
            ReLU(true),
            ConvTranspose2d(features, 3, 4, stride: 2, padding: 1),
            Tanh());
        RegisterComponents();
    }

    public override Tensor forward(Tensor z) => main.call(z);
}

/// <summary>A pattern that takes the first layer out.</summary>
[WeightDecay(1e-4)]
public sealed class Discriminator : Module<Tensor, Tensor>
{
    [NoWeightDecay(Parameters = "0.weight; *.bias")]
    private readonly Sequential main;

    public Discriminator(long features)
        : base("D")
    {
        main = Sequential(
            Conv2d(3, features, 4, stride: 2, padding: 1),
            LeakyReLU(0.2),
            Conv2d(features, features * 2, 4, stride: 2, padding: 1, bias: false),
            InstanceNorm2d(features * 2, affine: true),
            LeakyReLU(0.2),
            Conv2d(features * 2, 1, 4));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => main.call(x).view(-1);
}

/// <summary>A denoiser's block: helper methods that return layers, dispose scopes.</summary>
[WeightDecay(0.0)]
public class DenoiserBlock : Module<Tensor, Tensor, Tensor>
{
    private readonly GroupNorm norm1;
    private readonly GroupNorm norm2;
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Linear time;
    private readonly Module<Tensor, Tensor> skip;

    public DenoiserBlock(long from, long to)
        : base("block")
    {
        norm1 = Norm(from);
        conv1 = Conv(from, to);
        norm2 = Norm(to);
        conv2 = Conv(to, to);
        time = Linear(128, to);
        skip = from == to ? Identity() : Conv2d(from, to, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor t)
    {
        using var scope = NewDisposeScope();
        using var a = conv1.forward(functional.silu(norm1.forward(x)));
        var b = a + time.forward(t)[.., .., TensorIndex.None, TensorIndex.None];
        var c = conv2.forward(functional.silu(norm2.forward(b)));
        return (c + skip.forward(x)).MoveToOuterDisposeScope();
    }

    private static GroupNorm Norm(long channels)
    {
        var norm = GroupNorm(32, channels);
        init.ones_(norm.weight);
        init.zeros_(norm.bias);
        return norm;
    }

    private static Conv2d Conv(long from, long to) => Conv2d(from, to, 3, padding: 1);
}

/// <summary>Encoder and decoder from one loop over sizes, collected in arrays of layers.</summary>
[WeightDecay(1e-3, Policy = DecayPolicy.Matrices)]
public sealed class DeepAutoencoder : Module<Tensor, Tensor>
{
    private readonly Sequential encoder = Sequential();
    private readonly Sequential decoder = Sequential();
    private readonly Parameter scale = Parameter(ones(1));

    public DeepAutoencoder(params long[] sizes)
        : base("ae")
    {
        for (int i = 1; i < sizes.Length; i++)
        {
            encoder.append($"fc{i}", Linear(sizes[i - 1], sizes[i]));
            encoder.append($"act{i}", Tanh());
        }

        for (int i = sizes.Length - 1; i > 0; i--)
        {
            decoder.append($"fc{i}", Linear(sizes[i], sizes[i - 1]));
        }

        RegisterComponents();
    }

    public override Tensor forward([Standardized] Tensor x) => decoder.call(encoder.call(x)) * scale;
}

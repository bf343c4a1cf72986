using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Zoo.Vision;

/// <summary>Abstractly typed fields with initialisers, locals passed from layer to layer.</summary>
[WeightDecay(5e-4)]
public sealed class LeNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 6, 5, padding: 2);
    private readonly Module<Tensor, Tensor> conv2 = Conv2d(6, 16, 5);
    private readonly Module<Tensor, Tensor> fc1 = Linear(400, 120);
    private readonly Module<Tensor, Tensor> fc2 = Linear(120, 84);
    [WeightDecay(1e-3, Because = "output layer")]
    private readonly Module<Tensor, Tensor> head = Linear(84, 10);

    public LeNet()
        : base(nameof(LeNet)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        using var a = functional.max_pool2d(functional.relu(conv1.forward(x)), 2);
        using var b = functional.max_pool2d(functional.relu(conv2.forward(a)), 2);
        using var c = functional.relu(fc1.forward(b.flatten(1)));
        return head.forward(functional.relu(fc2.forward(c)));
    }
}

/// <summary>Named children in one Sequential.</summary>
[WeightDecay(1e-4)]
public class AlexLike : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    public AlexLike(int classes, Device? device = null)
        : base(nameof(AlexLike))
    {
        features = Sequential(
            ("c1", Conv2d(3, 64, kernel_size: 3, stride: 2, padding: 1)),
            ("r1", ReLU(inplace: true)),
            ("mp1", MaxPool2d(kernel_size: 2)),
            ("c2", Conv2d(64, 192, kernel_size: 3, padding: 1)),
            ("r2", ReLU(inplace: true)),
            ("avg", AdaptiveAvgPool2d(2)));
        classifier = Sequential(Dropout(), Linear(768, 256), ReLU(), Dropout(), Linear(256, classes));
        RegisterComponents();
        if (device is not null)
        {
            this.to(device);
        }
    }

    public override Tensor forward(Tensor x) => classifier.call(features.call(x).flatten(1));
}

/// <summary>A list of named layers filled in a loop and handed to Sequential.</summary>
[WeightDecay(5e-4, Policy = DecayPolicy.Weights)]
public class Vgg : Module<Tensor, Tensor>
{
    private static readonly long[] Channels = { 64, 0, 128, 0, 256, 256, 0 };
    private readonly Module<Tensor, Tensor> layers;

    public Vgg(int classes)
        : base(nameof(Vgg))
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        long inChannels = 3;
        for (var i = 0; i < Channels.Length; i++)
        {
            if (Channels[i] == 0)
            {
                modules.Add(($"MaxPool2d-{i}a", MaxPool2d(kernel_size: 2, stride: 2)));
                continue;
            }

            modules.Add(($"conv2d-{i}a", Conv2d(inChannels, Channels[i], kernel_size: 3, padding: 1, bias: false)));
            modules.Add(($"bnrm2d-{i}a", BatchNorm2d(Channels[i])));
            modules.Add(($"relu-{i}b", ReLU(inplace: true)));
            inChannels = Channels[i];
        }

        modules.Add(("flatten", Flatten()));
        modules.Add(("fc", Linear(4096, classes)));
        layers = Sequential(modules);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => layers.forward(input);
}

/// <summary>Concrete fields set in the constructor, a shortcut that may be absent.</summary>
public sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Module<Tensor, Tensor>? shortcut;

    public BasicBlock(long inPlanes, long planes, long stride)
        : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inPlanes, planes, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(planes);
        conv2 = Conv2d(planes, planes, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(planes);
        shortcut = stride != 1 || inPlanes != planes
            ? Sequential(("conv", Conv2d(inPlanes, planes, 1, stride: stride, bias: false)), ("bn", BatchNorm2d(planes)))
            : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = functional.relu(bn1.forward(conv1.forward(x)));
        y = bn2.forward(conv2.forward(y));
        y = y + (shortcut is null ? x : shortcut.forward(x));
        return functional.relu(y).MoveToOuterDisposeScope();
    }
}

/// <summary>Blocks made by a helper and appended to an empty Sequential.</summary>
[WeightDecay(1e-4)]
public class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly BatchNorm2d bn;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Linear fc;

    public ResNet(int classes)
        : base(nameof(ResNet))
    {
        stem = Conv2d(3, 16, 3, padding: 1, bias: false);
        bn = BatchNorm2d(16);
        layer1 = MakeLayer(16, 16, 2, 1);
        layer2 = MakeLayer(16, 32, 2, 2);
        fc = Linear(32, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using (NewDisposeScope())
        {
            x = functional.relu(bn.call(stem.call(x)));
            x = layer2.call(layer1.call(x));
            return fc.call(x.mean(new long[] { 2, 3 })).MoveToOuterDisposeScope();
        }
    }

    private static Sequential MakeLayer(long inPlanes, long planes, int count, long stride)
    {
        var layer = Sequential();
        for (int i = 0; i < count; i++)
        {
            layer.append($"block{i}", new BasicBlock(i == 0 ? inPlanes : planes, planes, i == 0 ? stride : 1));
        }

        return layer;
    }
}

/// <summary>A gate built from two 1×1 convolutions.</summary>
[WeightDecay(0.02)]
internal sealed class SqueezeExcite : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> reduce;
    private readonly Module<Tensor, Tensor> expand;

    public SqueezeExcite(long channels, long squeezed)
        : base("se")
    {
        this.reduce = Conv2d(channels, squeezed, 1);
        this.expand = Conv2d(squeezed, channels, 1);
        this.RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var scale = x.mean(new long[] { 2, 3 }, keepdim: true);
        scale = torch.sigmoid(expand.call(functional.relu(reduce.call(scale))));
        return x * scale;
    }
}

/// <summary>Depthwise-separable stages; depthwise filters undecayed by a pattern on the class.</summary>
[WeightDecay(4e-5)]
[NoWeightDecay(Parameters = "*.dw.weight", Because = "few taps a filter")]
public sealed class MobileNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> stage1 = Stage(3, 32);
    private readonly Module<Tensor, Tensor> stage2 = Stage(32, 64);
    private readonly Linear head = Linear(64, 10);

    public MobileNet()
        : base(nameof(MobileNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(stage2.call(stage1.call(x)).mean(new long[] { 2, 3 }));

    private static Sequential Stage(long from, long to) => Sequential(
        ("dw", Conv2d(from, from, 3, padding: 1, groups: from, bias: false)),
        ("bn1", BatchNorm2d(from)),
        ("act1", ReLU6()),
        ("pw", Conv2d(from, to, 1, bias: false)),
        ("bn2", BatchNorm2d(to)),
        ("act2", ReLU6()));
}

/// <summary>A layer scale of rank 3 is a gain (F08).</summary>
[WeightDecay(0.05)]
public sealed class ConvNeXtBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d dwconv;
    private readonly LayerNorm norm;
    private readonly Linear pwconv1;
    private readonly Linear pwconv2;
    [ParameterRole(ParameterRole.Gain)]
    private readonly Parameter gamma;

    public ConvNeXtBlock(long dim, double initial = 1e-6)
        : base(nameof(ConvNeXtBlock))
    {
        dwconv = Conv2d(dim, dim, 7, padding: 3, groups: dim);
        norm = LayerNorm(dim, eps: 1e-6);
        pwconv1 = Linear(dim, 4 * dim);
        pwconv2 = Linear(4 * dim, dim);
        gamma = Parameter(initial * ones(dim, 1, 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = dwconv.call(x).permute(0, 2, 3, 1);
        y = pwconv2.call(functional.gelu(pwconv1.call(norm.call(y))));
        return x + gamma * y.permute(0, 3, 1, 2);
    }
}

/// <summary>Growing channels in a ModuleList built in a loop before registration.</summary>
[WeightDecay(1e-4)]
public class DenseBlock : Module<Tensor, Tensor>
{
    private readonly ModuleList<Module<Tensor, Tensor>> layers = new();

    public DenseBlock(long channels, long growth, int count)
        : base("DenseBlock")
    {
        for (int i = 0; i < count; i++)
        {
            layers.Add(Sequential(BatchNorm2d(channels + (i * growth)), ReLU(), Conv2d(channels + (i * growth), growth, 3, padding: 1, bias: false)));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        foreach (var layer in layers)
        {
            x = torch.cat(new[] { x, layer.call(x) }, 1);
        }

        return x;
    }
}

/// <summary>Lists of lists.</summary>
[WeightDecay(1e-5)]
public class UNet : Module<Tensor, Tensor>
{
    private readonly ModuleList<ModuleList<Module<Tensor, Tensor>>> down = new();
    private readonly ModuleList<Module<Tensor, Tensor>> up = new();
    private readonly Conv2d final;

    public UNet(long[] widths)
        : base(nameof(UNet))
    {
        long previous = 3;
        foreach (long width in widths)
        {
            var level = new ModuleList<Module<Tensor, Tensor>> { Conv2d(previous, width, 3, padding: 1), GroupNorm(8, width), SiLU() };
            down.Add(level);
            up.Insert(0, ConvTranspose2d(width, previous, 2, stride: 2));
            previous = width;
        }

        final = Conv2d(3, 1, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        foreach (var level in down)
        {
            foreach (var layer in level)
            {
                x = layer.call(x);
            }

            x = functional.max_pool2d(x, 2);
        }

        for (int i = 0; i < up.Count; i++)
        {
            x = up[i].call(x);
        }

        return final.call(x);
    }
}

/// <summary>An optional activation and a helper that chooses the norm.</summary>
[WeightDecay(0.01)]
public class ConvNormAct : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv;
    private readonly Module<Tensor, Tensor> norm;
    private readonly Module<Tensor, Tensor>? act;

    public ConvNormAct(long from, long to, bool group = false, Module<Tensor, Tensor>? activation = null)
        : base("cna")
    {
        conv = Conv2d(from, to, 3, padding: 1, bias: false);
        norm = Normalize(to, group);
        act = activation;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = conv.forward(x);
        y = norm.forward(y);
        if (act is not null)
        {
            y = act.forward(y);
        }

        return y;
    }

    private static Module<Tensor, Tensor> Normalize(long channels, bool group) => group ? GroupNorm(32, channels) : BatchNorm2d(channels);
}

// ResNet, pre-activation ResNet, VGG, DenseNet, MobileNetV2, Inception, U-Net.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module ResNet() => new ResNet(new[] { 1, 2 }, 5);
    public static Module PreActResNet() => new PreActResNet(2);
    public static Module Vgg() => new Vgg();
    public static Module DenseNet() => new DenseNet(3, 4);
    public static Module MobileNet() => new MobileNet();
    public static Module Inception() => new Inception(3);
    public static Module UNet() => new UNet(3, 4);

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 3, 16, 16, dtype: float64)) };
}

public class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv1, bn1, conv2, bn2;
    private readonly Module<Tensor, Tensor>? downsample;

    public BasicBlock(long inPlanes, long planes, long stride) : base("BasicBlock")
    {
        conv1 = Conv3x3(inPlanes, planes, stride);
        bn1 = BatchNorm2d(planes);
        conv2 = Conv3x3(planes, planes, 1);
        bn2 = BatchNorm2d(planes);
        if (stride != 1 || inPlanes != planes)
        {
            downsample = Sequential(("conv", Conv2d(inPlanes, planes, 1, stride: stride, bias: false)), ("bn", BatchNorm2d(planes)));
        }

        RegisterComponents();
    }

    private static Module<Tensor, Tensor> Conv3x3(long i, long o, long stride) => Conv2d(i, o, 3, stride: stride, padding: 1, bias: false);

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var identity = x;
        var y = F.relu(bn1.forward(conv1.forward(x)));
        y = bn2.forward(conv2.forward(y));
        if (downsample is not null)
        {
            identity = downsample.forward(x);
        }

        y = y + identity;
        return F.relu(y).MoveToOuterDisposeScope();
    }
}

public sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(3, 8, 3, padding: 1, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(8);
    private readonly Sequential layer1, layer2;
    private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);
    private readonly Linear fc;
    private long planes = 8;

    public ResNet(int[] depths, int classes) : base("ResNet")
    {
        layer1 = Stage(8, depths[0], 1);
        layer2 = Stage(16, depths[1], 2);
        fc = Linear(16, classes);
        RegisterComponents();
    }

    private Sequential Stage(long width, int blocks, long stride)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        layers.Add(new BasicBlock(planes, width, stride));
        planes = width;
        for (int i = 1; i < blocks; i++)
        {
            layers.Add(new BasicBlock(planes, width, 1));
        }

        return Sequential(layers);
    }

    public override Tensor forward(Tensor x)
    {
        var y = bn1.call(conv1.call(x)).relu_();
        y = layer1.call(y);
        y = layer2.call(y);
        return fc.call(pool.call(y).flatten(1));
    }
}

public sealed class PreActBlock : Module<Tensor, Tensor>
{
    private readonly BatchNorm2d norm1, norm2;
    private readonly Conv2d first, second;

    public PreActBlock(int width) : base(nameof(PreActBlock))
    {
        norm1 = BatchNorm2d(width);
        first = Conv2d(width, width, 3, padding: 1, bias: false);
        norm2 = BatchNorm2d(width);
        second = Conv2d(width, width, 3, padding: 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x + second.call(norm2.call(first.call(norm1.call(x).relu())).relu());
}

public sealed class PreActResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d stem = Conv2d(3, 6, 3, padding: 1, bias: false);
    private readonly ModuleList<PreActBlock> blocks = new();
    private readonly BatchNorm2d last = BatchNorm2d(6);
    private readonly Linear head = Linear(6, 4);

    public PreActResNet(int depth) : base(nameof(PreActResNet))
    {
        for (int i = 0; i < depth; i++)
        {
            blocks.Add(new PreActBlock(6));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = stem.call(x);
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        return head.call(last.call(x).relu().mean(new long[] { 2, 3 }));
    }
}

public sealed class Vgg : Module<Tensor, Tensor>
{
    private readonly Sequential features, classifier;

    private static readonly int[] Plan = { 8, -1, 12, 12, -1 };

    public Vgg() : base(nameof(Vgg))
    {
        features = Make(Plan);
        classifier = Sequential(Linear(12, 16), ReLU(), Dropout(0.5), Linear(16, 4));
        RegisterComponents();
    }

    private static Sequential Make(int[] plan)
    {
        var modules = new List<Module<Tensor, Tensor>>();
        long channels = 3;
        foreach (var item in plan)
        {
            if (item < 0)
            {
                modules.Add(MaxPool2d(2, 2));
                continue;
            }

            modules.Add(Conv2d(channels, item, 3, padding: 1));
            modules.Add(BatchNorm2d(item));
            modules.Add(ReLU(inplace: true));
            channels = item;
        }

        return Sequential(modules);
    }

    public override Tensor forward(Tensor x) => classifier.call(features.call(x).amax(new long[] { 2, 3 }));
}

public sealed class DenseLayer : Module<Tensor, Tensor>
{
    private readonly BatchNorm2d norm1, norm2;
    private readonly Conv2d conv1, conv2;

    public DenseLayer(long input, long growth) : base(nameof(DenseLayer))
    {
        norm1 = BatchNorm2d(input);
        conv1 = Conv2d(input, 2 * growth, 1, bias: false);
        norm2 = BatchNorm2d(2 * growth);
        conv2 = Conv2d(2 * growth, growth, 3, padding: 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = conv1.call(F.relu(norm1.call(x)));
        y = conv2.call(F.relu(norm2.call(y)));
        return cat(new[] { x, y }, 1);
    }
}

public sealed class DenseNet : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly ModuleList<Module<Tensor, Tensor>> layers = new();
    private readonly BatchNorm2d final;
    private readonly Linear classifier;

    public DenseNet(int count, long growth) : base(nameof(DenseNet))
    {
        long width = 2 * growth;
        stem = Conv2d(3, width, 3, padding: 1, bias: false);
        for (int i = 0; i < count; i++, width += growth)
        {
            layers.Add(new DenseLayer(width, growth));
        }

        final = BatchNorm2d(width);
        classifier = Linear(width, 4);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = stem.call(x);
        for (int i = 0; i < layers.Count; i++)
        {
            h = layers[i].call(h);
        }

        return classifier.call(F.adaptive_avg_pool2d(F.relu(final.call(h)), 1).flatten(1));
    }
}

public sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool useResidual;

    public InvertedResidual(long input, long output, long stride, long expand) : base(nameof(InvertedResidual))
    {
        long hidden = input * expand;
        useResidual = stride == 1 && input == output;
        conv = Sequential();
        if (expand != 1)
        {
            conv.append(Conv2d(input, hidden, 1, bias: false));
            conv.append(BatchNorm2d(hidden));
            conv.append(ReLU6());
        }

        conv.append(Conv2d(hidden, hidden, 3, stride: stride, padding: 1, groups: hidden, bias: false));
        conv.append(BatchNorm2d(hidden));
        conv.append(ReLU6());
        conv.append(Conv2d(hidden, output, 1, bias: false));
        conv.append(BatchNorm2d(output));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => useResidual ? x + conv.call(x) : conv.call(x);
}

public sealed class MobileNet : Module<Tensor, Tensor>
{
    private readonly Sequential features = Sequential(
        ("stem", Sequential(Conv2d(3, 6, 3, padding: 1, bias: false), BatchNorm2d(6), ReLU6())),
        ("b1", new InvertedResidual(6, 6, 1, 1)),
        ("b2", new InvertedResidual(6, 8, 2, 3)),
        ("b3", new InvertedResidual(8, 8, 1, 3)));

    private readonly Linear classifier = Linear(8, 4);

    public MobileNet() : base(nameof(MobileNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => classifier.call(features.call(x).mean(new long[] { -1, -2 }));
}

public sealed class BasicConv : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;

    public BasicConv(long input, long output, long kernel, long padding = 0) : base(nameof(BasicConv))
    {
        conv = Conv2d(input, output, kernel, padding: padding, bias: false);
        bn = BatchNorm2d(output, eps: 0.001);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => F.relu(bn.call(conv.call(x)), inplace: true);
}

public sealed class Inception : Module<Tensor, Tensor>
{
    private readonly BasicConv one, three1, three2, five1, five2, pooled;
    private readonly Conv2d mix = Conv2d(16, 5, 1);

    public Inception(long input) : base(nameof(Inception))
    {
        one = new BasicConv(input, 4, 1);
        three1 = new BasicConv(input, 3, 1);
        three2 = new BasicConv(3, 4, 3, padding: 1);
        five1 = new BasicConv(input, 3, 1);
        five2 = new BasicConv(3, 4, 5, padding: 2);
        pooled = new BasicConv(input, 4, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        List<Tensor> branches = new() { one.call(x), three2.call(three1.call(x)), five2.call(five1.call(x)), pooled.call(F.avg_pool2d(x, 3, 1, 1)) };
        return mix.call(cat(branches, 1));
    }
}

public sealed class DoubleConv : Module<Tensor, Tensor>
{
    private readonly Sequential body;

    public DoubleConv(long input, long output) : base(nameof(DoubleConv))
    {
        body = Sequential(
            Conv2d(input, output, 3, padding: 1), BatchNorm2d(output), ReLU(),
            Conv2d(output, output, 3, padding: 1), BatchNorm2d(output), ReLU());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => body.call(x);
}

public sealed class UNet : Module<Tensor, Tensor>
{
    private readonly DoubleConv down1, down2, up1;
    private readonly ConvTranspose2d up;
    private readonly Conv2d output;
    private readonly MaxPool2d pool = MaxPool2d(2);

    public UNet(long input, long width) : base(nameof(UNet))
    {
        down1 = new DoubleConv(input, width);
        down2 = new DoubleConv(width, 2 * width);
        up = ConvTranspose2d(2 * width, width, 2, stride: 2);
        up1 = new DoubleConv(2 * width, width);
        output = Conv2d(width, 2, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var skip = down1.call(x);
        var deep = down2.call(pool.call(skip));
        var merged = cat(new[] { skip, up.call(deep) }, dim: 1);
        return output.call(up1.call(merged));
    }
}

// A diffusion U-Net, a temporal convolution net, a point net, an image and text pair, ResNeXt with a list of branches.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public static class Sample
{
    public static Module Diffusion() => new DiffusionUNet(8);
    public static Module TemporalNet() => new TemporalNet(3, new[] { 4, 6 });
    public static Module PointNet() => new PointNet();
    public static Module ImageText() => new ImageText(11, 6);
    public static Module ResNeXt() => new ResNeXt(6, 3);

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 3, 8, 8, dtype: float64)) };
    public static IReadOnlyList<Tensor> DiffusionOutputs(Module model) => new[] { ((Module<Tensor, Tensor, Tensor>)model).call(randn(2, 3, 8, 8, dtype: float64), rand(2, dtype: float64)) };
    public static IReadOnlyList<Tensor> TemporalNetOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(3, 3, 12, dtype: float64)) };
    public static IReadOnlyList<Tensor> PointNetOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(4, 3, 10, dtype: float64)) };
    public static IReadOnlyList<Tensor> ImageTextOutputs(Module model) => new[] { ((Module<Tensor, Tensor, Tensor>)model).call(randn(3, 3, 8, 8, dtype: float64), randint(0, 11, new long[] { 3, 4 })) };
}

/// Group norms, the time added between the convolutions of a block.
public sealed class TimeBlock : Module<Tensor, Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly GroupNorm norm1, norm2;
    private readonly Linear time;
    private readonly Module<Tensor, Tensor> shortcut;

    public TimeBlock(int input, int output) : base(nameof(TimeBlock))
    {
        conv1 = Conv2d(input, output, 3, padding: 1, bias: false);
        norm1 = Groups(output);
        time = Linear(4, output);
        conv2 = Conv2d(output, output, 3, padding: 1);
        norm2 = Groups(output);
        shortcut = input == output ? Identity() : Conv2d(input, output, 1);
        RegisterComponents();
    }

    // TorchSharp 0.107 leaves scale and shift as the memory was.
    internal static GroupNorm Groups(int channels)
    {
        var norm = GroupNorm(2, channels);
        init.ones_(norm.weight);
        init.zeros_(norm.bias);
        return norm;
    }

    public override Tensor forward(Tensor x, Tensor t)
    {
        var h = F.silu(norm1.call(conv1.call(x)));
        h = h + time.call(t)[TensorIndex.Ellipsis, TensorIndex.None, TensorIndex.None];
        h = F.silu(norm2.call(conv2.call(h)));
        return h + shortcut.call(x);
    }
}

public sealed class DiffusionUNet : Module<Tensor, Tensor, Tensor>
{
    private readonly TimeBlock down, middle, up;
    private readonly Conv2d first, shrink, last;
    private readonly ConvTranspose2d grow;
    private readonly GroupNorm norm;

    public DiffusionUNet(int width) : base(nameof(DiffusionUNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        down = new TimeBlock(width, width);
        shrink = Conv2d(width, width, 3, stride: 2, padding: 1);
        middle = new TimeBlock(width, 2 * width);
        grow = ConvTranspose2d(2 * width, width, 2, stride: 2);
        up = new TimeBlock(2 * width, width);
        norm = TimeBlock.Groups(width);
        last = Conv2d(width, 3, 3, padding: 1);
        RegisterComponents();
    }

    private static Tensor Waves(Tensor t)
    {
        var frequencies = tensor(new double[] { 1, 10 }).to(t.dtype);
        var angles = t.unsqueeze(-1) * frequencies;
        return cat(new[] { angles.sin(), angles.cos() }, -1);
    }

    public override Tensor forward(Tensor x, Tensor t)
    {
        var time = Waves(t);
        var skip = down.call(first.call(x), time);
        var h = middle.call(shrink.call(skip), time);
        h = up.call(cat(new[] { grow.call(h), skip }, 1), time);
        return last.call(F.silu(norm.call(h)));
    }
}

/// Causal dilated convolutions under weight normalization.
public sealed class NormedConv : Module<Tensor, Tensor>
{
    private readonly Parameter v, g, b;
    private readonly int dilation;

    public NormedConv(int input, int output, int dilation) : base(nameof(NormedConv))
    {
        v = Parameter(randn(output, input, 2));
        g = Parameter(ones(output, 1, 1));
        b = Parameter(zeros(output));
        this.dilation = dilation;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var w = g * v / v.square().sum(new long[] { 1, 2 }, keepdim: true).sqrt();
        return F.conv1d(F.pad(x, new long[] { dilation, 0 }), w, b, dilation: dilation);
    }
}

public sealed class TemporalNet : Module<Tensor, Tensor>
{
    private readonly ModuleList<Module<Tensor, Tensor>> convs = new();
    private readonly Linear head;

    public TemporalNet(int input, int[] widths) : base(nameof(TemporalNet))
    {
        var last = input;
        for (int i = 0; i < widths.Length; i++)
        {
            convs.Add(new NormedConv(last, widths[i], 1 << i));
            last = widths[i];
        }

        head = Linear(last, 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        foreach (var conv in convs)
        {
            x = F.relu(conv.call(x));
        }

        return head.call(x[TensorIndex.Ellipsis, -1]);
    }
}

public sealed class PointNet : Module<Tensor, Tensor>
{
    private readonly Conv1d conv1 = Conv1d(3, 6, 1), conv2 = Conv1d(6, 8, 1);
    private readonly BatchNorm1d bn1 = BatchNorm1d(6), bn2 = BatchNorm1d(8), bn3 = BatchNorm1d(5);
    private readonly Linear fc1 = Linear(8, 5), fc2 = Linear(5, 3);

    public PointNet() : base(nameof(PointNet)) => RegisterComponents();

    public override Tensor forward(Tensor points)
    {
        points = F.relu(bn1.call(conv1.call(points)));
        points = bn2.call(conv2.call(points));
        points = max(points, 2).values;
        return fc2.call(F.relu(bn3.call(fc1.call(points))));
    }
}

/// Two towers; cosines under a learnt temperature.
public sealed class ImageText : Module<Tensor, Tensor, Tensor>
{
    private readonly Conv2d vision;
    private readonly Embedding words;
    private readonly Linear imageProjection, textProjection;
    private readonly Parameter logitScale;

    public ImageText(int vocabulary, int width) : base(nameof(ImageText))
    {
        vision = Conv2d(3, width, 4, stride: 4);
        words = Embedding(vocabulary, width);
        imageProjection = Linear(width, width, hasBias: false);
        textProjection = Linear(width, width, hasBias: false);
        logitScale = Parameter(tensor(2.6f));
        RegisterComponents();
    }

    public override Tensor forward(Tensor image, Tensor text)
    {
        var a = imageProjection.call(vision.call(image).mean(new long[] { 2, 3 }));
        var b = textProjection.call(words.call(text).mean(new long[] { 1 }));
        a = a / a.norm(1, keepdim: true, p: 2f);
        b = b / b.norm(1, keepdim: true, p: 2f);
        return logitScale.exp() * a.mm(b.t());
    }
}

/// Branches in a list, summed, normalised once.
public sealed class ResNeXt : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly BatchNorm2d stemNorm, norm;
    private readonly ModuleList<Sequential> branches;
    private readonly Linear head;

    public ResNeXt(int width, int cardinality) : base(nameof(ResNeXt))
    {
        stem = Conv2d(3, width, 3, padding: 1);
        stemNorm = BatchNorm2d(width);
        branches = new ModuleList<Sequential>();
        for (var i = 0; i < cardinality; i++)
        {
            branches.Add(Sequential(Conv2d(width, 2, 1, bias: false), BatchNorm2d(2), ReLU(), Conv2d(2, 2, 3, padding: 1, bias: false), BatchNorm2d(2), ReLU(), Conv2d(2, width, 1, bias: false)));
        }

        norm = BatchNorm2d(width);
        head = Linear(width, 3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = F.relu(stemNorm.call(stem.call(x)));
        var sum = zeros_like(x);
        foreach (var branch in branches)
        {
            sum = sum + branch.call(x);
        }

        return head.call(F.relu(x + norm.call(sum)).mean(new long[] { 2, 3 }));
    }
}

// Every row of the bias table: what lies between a weight with a bias and a batch norm.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

public static class Sample
{
    public static Module Nothing() => new NothingNet();
    public static Module Pools() => new PoolNet();
    public static Module SecondLinear() => new SecondLinearNet();
    public static Module SecondConv() => new SecondConvNet(0);
    public static Module PaddedSecondConv() => new SecondConvNet(1);
    public static Module Dense() => new DenseNet();
    public static Module DenseWithoutTranspose() => new DenseWithoutTransposeNet();
    public static Module DenseWithChannelsByChance() => new DenseWithChannelsByChanceNet();
    public static Module DenseOfUnknownRank() => new DenseWithChannelsByChanceNet();
    public static Module DenseTransposed() => new DenseTransposedNet();
    public static Module Variants() => new VariantNet();

    public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(3, 2, 6, 6)) };
    public static IReadOnlyList<Tensor> DenseOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(4, 5)) };
    public static IReadOnlyList<Tensor> SecondLinearOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(6, 5)) };
    public static IReadOnlyList<Tensor> DenseWithoutTransposeOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(4, 7, 5)) };
    public static IReadOnlyList<Tensor> DenseWithChannelsByChanceOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(4, 7, 5)) };
    public static IReadOnlyList<Tensor> DenseOfUnknownRankOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(9, 5)) };
    public static IReadOnlyList<Tensor> DenseTransposedOutputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(Input(4, 7, 5)) };

    private static Tensor Input(params long[] shape) => randn(shape, dtype: float64);
}

/// Nothing between a convolution and its norm.
public sealed class NothingNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv = Conv2d(2, 4, 3);
    private readonly BatchNorm2d norm = BatchNorm2d(4);

    public NothingNet() : base(nameof(NothingNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => functional.relu(norm.call(conv.call(x)));
}

/// Pools and resizing that reproduce constants, and those that do not.
public sealed class PoolNet : Module<Tensor, Tensor>
{
    private readonly Conv2d forMax = Conv2d(2, 4, 1), forAverage = Conv2d(2, 4, 1), forPadded = Conv2d(2, 4, 1), forUncounted = Conv2d(2, 4, 1);
    private readonly Conv2d forBilinear = Conv2d(2, 4, 1), forReflect = Conv2d(2, 4, 1), forZeros = Conv2d(2, 4, 1), forInstance = Conv2d(2, 4, 1);
    private readonly MaxPool2d max = MaxPool2d(2);
    private readonly AvgPool2d average = AvgPool2d(2), padded = AvgPool2d(3, 1, 1), uncounted = AvgPool2d(3, 1, 1, count_include_pad: false);
    private readonly BatchNorm2d n1 = BatchNorm2d(4), n2 = BatchNorm2d(4), n3 = BatchNorm2d(4), n4 = BatchNorm2d(4), n5 = BatchNorm2d(4), n6 = BatchNorm2d(4), n7 = BatchNorm2d(4);
    private readonly InstanceNorm2d n8 = InstanceNorm2d(4);
    private readonly ReflectionPad2d reflect = ReflectionPad2d(1);
    private readonly ZeroPad2d zeros = ZeroPad2d(1);

    public PoolNet() : base(nameof(PoolNet)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var a = n1.call(max.call(forMax.call(x))).square().mean();
        var b = n2.call(average.call(forAverage.call(x))).abs().mean();
        var c = n3.call(padded.call(forPadded.call(x))).abs().mean();
        var d = n4.call(uncounted.call(forUncounted.call(x))).abs().mean();
        var e = n5.call(functional.interpolate(forBilinear.call(x), scale_factor: new double[] { 2, 2 }, mode: InterpolationMode.Bilinear, align_corners: false)).abs().mean();
        var f = n6.call(reflect.call(forReflect.call(x))).abs().mean();
        var g = n7.call(zeros.call(forZeros.call(x))).abs().mean();
        var h = n8.call(forInstance.call(x)).relu().mean();
        return stack(new[] { a, b, c, d, e, f, g, h });
    }
}

public sealed class SecondLinearNet : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(5, 6), second = Linear(6, 7);
    private readonly BatchNorm1d norm = BatchNorm1d(7);

    public SecondLinearNet() : base(nameof(SecondLinearNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(second.call(first.call(x.flatten(1)))).tanh();
}

public sealed class SecondConvNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first, second;
    private readonly BatchNorm2d norm = BatchNorm2d(5);

    public SecondConvNet(int padding) : base(nameof(SecondConvNet))
    {
        first = Conv2d(2, 4, 3);
        second = Conv2d(4, 5, 3, padding: padding);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => norm.call(second.call(first.call(x))).relu();
}

public sealed class DenseNet : Module<Tensor, Tensor>
{
    private readonly Linear dense = Linear(5, 2 * 3 * 3);
    private readonly BatchNorm2d norm = BatchNorm2d(2);

    public DenseNet() : base(nameof(DenseNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(dense.call(x).view(-1, 2, 3, 3)).relu();
}

public sealed class DenseWithoutTransposeNet : Module<Tensor, Tensor>
{
    private readonly Linear dense = Linear(5, 6);
    private readonly BatchNorm1d norm = BatchNorm1d(7);

    public DenseWithoutTransposeNet() : base(nameof(DenseWithoutTransposeNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(dense.call(x)).relu();
}

/// As many features as steps: of (N, L, C) with L = C the norm takes the steps for its channels, of (N, C) the features.
public sealed class DenseWithChannelsByChanceNet : Module<Tensor, Tensor>
{
    private readonly Linear dense = Linear(5, 7);
    private readonly BatchNorm1d norm = BatchNorm1d(7);

    public DenseWithChannelsByChanceNet() : base(nameof(DenseWithChannelsByChanceNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(dense.call(x)).relu();
}

public sealed class DenseTransposedNet : Module<Tensor, Tensor>
{
    private readonly Linear dense = Linear(5, 6);
    private readonly BatchNorm1d norm = BatchNorm1d(6);

    public DenseTransposedNet() : base(nameof(DenseTransposedNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(dense.call(x).transpose(1, 2)).relu();
}

/// Relu, dropout, transposed convolution, pixel shuffle, a per-channel factor, flattening.
public sealed class VariantNet : Module<Tensor, Tensor>
{
    private readonly Conv2d forRelu = Conv2d(2, 4, 1), forDropout = Conv2d(2, 4, 1), forTransposed = Conv2d(2, 4, 1), forShuffle = Conv2d(2, 4, 1), forFactor = Conv2d(2, 4, 1), forFlatten = Conv2d(2, 4, 6);
    private readonly ConvTranspose2d transposed = ConvTranspose2d(4, 4, 2, stride: 2);
    private readonly Dropout dropout = Dropout(0.3);
    private readonly PixelShuffle shuffle = PixelShuffle(2);
    private readonly Parameter factor = Parameter(full(new long[] { 1, 4, 1, 1 }, 0.7));
    private readonly BatchNorm2d n1 = BatchNorm2d(4), n2 = BatchNorm2d(4), n3 = BatchNorm2d(4), n4 = BatchNorm2d(1), n5 = BatchNorm2d(4);
    private readonly BatchNorm1d n6 = BatchNorm1d(4);

    public VariantNet() : base(nameof(VariantNet)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var a = n1.call(forRelu.call(x).relu()).abs().mean();
        var b = n2.call(dropout.call(forDropout.call(x))).abs().mean();
        var c = n3.call(transposed.call(forTransposed.call(x))).abs().mean();
        var d = n4.call(shuffle.call(forShuffle.call(x))).abs().mean();
        var e = n5.call(forFactor.call(x) * factor).abs().mean();
        var f = n6.call(forFlatten.call(x).flatten(1)).relu().mean();
        return stack(new[] { a, b, c, d, e, f });
    }
}

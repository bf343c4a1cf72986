using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// What stands between a weight and a norm, and what becomes of the invariance: by algebra, and measured. A number is the relative change of
/// the outputs that the definition of scale invariance gives for the case; the measurement must be of that size.
/// </summary>
[Collection(RandomStream.Name)]
public class InvarianceNumbersTests
{
    private const string Image = "3, 2, 6, 6", Matrix = "6, 5", Sequence = "4, 7, 5";
    private const string Conv = "Conv2d first = Conv2d(2, 4, 1);", Norm = "BatchNorm2d norm = BatchNorm2d(4);";
    private const string Flat = "Conv2d first = Conv2d(2, 4, 6); BatchNorm1d norm = BatchNorm1d(4);";
    private const string Linear = "Linear first = Linear(5, 6);";

    /// <summary>Fields, result of <c>forward</c>, shape of the input: the weight alone is invariant.</summary>
    [Theory]
    [InlineData(Conv + Norm, "norm.call(first.call(x))", Image)]
    [InlineData(Conv + "BatchNorm2d norm = BatchNorm2d(4);", "norm.call(first.call(x).transpose(2, 3))", Image)]
    [InlineData(Linear + "BatchNorm1d norm = BatchNorm1d(6);", "norm.call(first.call(x).transpose(1, 2))", Sequence)]
    [InlineData(Conv + Norm + "MaxPool2d pool = MaxPool2d(2);", "norm.call(pool.call(first.call(x)))", Image)]
    [InlineData(Conv + Norm + "AvgPool2d pool = AvgPool2d(2);", "norm.call(pool.call(first.call(x)))", Image)]
    [InlineData(Conv + Norm + "AvgPool2d pool = AvgPool2d(3, 1, 1, count_include_pad: false);", "norm.call(pool.call(first.call(x)))", Image)]
    [InlineData(Conv + Norm, "norm.call(functional.interpolate(first.call(x), scale_factor: new double[] { 2, 2 }, mode: InterpolationMode.Bilinear, align_corners: false))", Image)]
    [InlineData(Conv + Norm + "ReflectionPad2d pad = ReflectionPad2d(1);", "norm.call(pad.call(first.call(x)))", Image)]
    [InlineData(Linear + "Linear second = Linear(6, 7); BatchNorm1d norm = BatchNorm1d(7);", "norm.call(second.call(first.call(x.view(6, 5))))", Matrix)]
    [InlineData(Conv + "Conv2d second = Conv2d(4, 5, 3); BatchNorm2d norm = BatchNorm2d(5);", "norm.call(second.call(first.call(x)))", Image)]
    [InlineData(Conv + Norm + "Parameter factor = Parameter(rand(4, 1, 1) + 0.5);", "norm.call(first.call(x) * factor)", Image)]
    [InlineData(Conv + "InstanceNorm2d norm = InstanceNorm2d(4);", "norm.call(first.call(x))", Image)]
    [InlineData(Flat, "norm.call(first.call(x.view(-1, 2, 6, 6)).flatten(1))", Image)]
    [InlineData(Flat + "BatchNorm2d before = BatchNorm2d(2);", "norm.call(first.call(before.call(x)).flatten(1))", Image)]
    [InlineData(Flat + "BatchNorm2d before = BatchNorm2d(2); MaxPool2d pool = MaxPool2d(1); Flatten flat = Flatten();", "norm.call(flat.call(pool.call(first.call(before.call(x)))))", Image)]
    [InlineData("Conv2d first = Conv2d(2, 4, 1, bias: false); BatchNorm2d norm = BatchNorm2d(6);", "norm.call(cat(new[] { first.call(x), x }, 1).relu())", Image)]
    public void The_weight_alone_is_invariant(string fields, string result, string input)
    {
        Finding weight = Measure(fields, result, input);
        Assert.True(weight is { Claim: { Kind: InvarianceKind.Exact }, Alone.IsInvariant: true }, weight.ToString());
    }

    /// <summary>
    /// Of an input of unknown rank: invariant alone as well, but only for one with a batch axis: (C, H, W) would give rows of channels, so the pair is all that is claimed.
    /// </summary>
    [Fact]
    public void Through_a_flatten_at_least_the_pair_is_proved()
    {
        Finding weight = Measure(Flat, "norm.call(first.call(x).flatten(1))", Image);
        Assert.True(weight is { Claim: not null, Alone.IsInvariant: true }, weight.ToString());
    }

    /// <summary>The weight is invariant only together with its bias, and alone changes the outputs by about the number given.</summary>
    [Theory]
    [InlineData(0.07, Conv + "Conv2d second = Conv2d(4, 5, 3, padding: 1); BatchNorm2d norm = BatchNorm2d(5);", "norm.call(second.call(first.call(x)))", Image)]
    [InlineData(0.06, Conv + Norm + "ZeroPad2d pad = ZeroPad2d(1);", "norm.call(pad.call(first.call(x)))", Image)]
    [InlineData(0.13, Conv + Norm + "AvgPool2d pool = AvgPool2d(3, 1, 1);", "norm.call(pool.call(first.call(x)))", Image)]
    [InlineData(0.11, Conv + Norm + "ConvTranspose2d second = ConvTranspose2d(4, 4, 3, stride: 2, bias: false);", "norm.call(second.call(first.call(x)))", Image)]
    [InlineData(0.06, Conv + "PixelShuffle shuffle = PixelShuffle(2); BatchNorm2d norm = BatchNorm2d(1);", "norm.call(shuffle.call(first.call(x)))", Image)]
    [InlineData(0.20, "Linear first = Linear(5, 18); BatchNorm2d norm = BatchNorm2d(2);", "norm.call(first.call(x).view(-1, 2, 3, 3))", Matrix)]
    [InlineData(0.34, Linear + "BatchNorm1d norm = BatchNorm1d(7);", "norm.call(first.call(x))", Sequence)]
    [InlineData(0.2, "Conv2d first = Conv2d(2, 4, 3); BatchNorm1d norm = BatchNorm1d(16);", "norm.call(first.call(x.view(2, 6, 6)).flatten(1))", "2, 6, 6")]
    [InlineData(0.2, "Conv2d first = Conv2d(2, 4, 3); BatchNorm1d norm = BatchNorm1d(4);", "norm.call(first.call(x.view(-1, 2, 6, 6)).flatten(2).transpose(0, 1))", "4, 2, 6, 6")]
    [InlineData(0.14, Conv + Norm, "norm.call(first.call(x).relu())", Image)]
    [InlineData(0.24, Conv + Norm, "norm.call(functional.dropout(first.call(x), 0.3))", Image)]
    public void Only_the_pair_is_invariant(double change, string fields, string result, string input)
    {
        Finding weight = Measure(fields, result, input);
        Assert.True(weight is { Claim: { Kind: InvarianceKind.Joint }, WithBias.IsInvariant: true, Alone.Verdict: ScaleVerdict.Refuted }, weight.ToString());
        AssertOfSize(change, weight);
    }

    /// <summary>Neither the weight nor the pair is invariant.</summary>
    [Theory]
    [InlineData(0.26, "Linear first = Linear(5, 6, hasBias: false), second = Linear(6, 7); LayerNorm norm = LayerNorm(7);", "norm.call(second.call(first.call(x)))", Matrix)]
    [InlineData(0.45, "Linear first = Linear(5, 5, hasBias: false); LayerNorm norm = LayerNorm(10);", "norm.call(cat(new[] { first.call(x), x }, 1))", Matrix)]
    [InlineData(0.1, "Conv2d first = Conv2d(2, 4, 1, bias: false), mix = Conv2d(6, 4, 1); BatchNorm2d norm = BatchNorm2d(4);", "norm.call(mix.call(cat(new[] { first.call(x), x }, 1)))", Image)]
    [InlineData(0.1, "Conv2d first = Conv2d(2, 2, 1, bias: false); BatchNorm2d norm = BatchNorm2d(2);", "norm.call(cat(new[] { first.call(x), x }, 2))", Image)]
    public void Nothing_is_invariant(double change, string fields, string result, string input)
    {
        Finding weight = Measure(fields, result, input);
        Assert.True(weight is { Claim: null, Alone.Verdict: ScaleVerdict.Refuted }, weight.ToString());
        AssertOfSize(change, weight);
    }

    /// <summary>The numbers are of other random weights, and the largest change of any doubling is not that of one: a factor of ten either way.</summary>
    private static void AssertOfSize(double change, Finding weight) => Assert.InRange(weight.Alone.Change, change / 10, change * 10);

    private static Finding Measure(string fields, string result, string input)
    {
        string source = TestCompilation.ModelUsings + $$"""

            public static class Sample
            {
                public static Module Model() => new Net();
                public static IReadOnlyList<Tensor> Outputs(Module model) => new[] { ((Module<Tensor, Tensor>)model).call(randn(new long[] { {{input}} }, dtype: float64)) };
            }

            public sealed class Net : Module<Tensor, Tensor>
            {
                {{fields.Replace(";", ";\n    ")}}
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => {{result}};
            }
            """;
        return Specimen.Study(source).Single().Findings.Single(f => f.Name == "first.weight");
    }
}

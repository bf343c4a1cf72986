using Microsoft.CodeAnalysis;
using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.DeadBiasAnalyzer, RegSpec.CodeFixes.DropBiasCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DeadBiasAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1007: biases that a normalization subtracts, in the shapes of real code.</summary>
public class DeadBiasTests
{
    [Theory]
    [InlineData("private readonly Conv2d conv = [|Conv2d(3, 8, 3)|]; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("private readonly Module<Tensor, Tensor> conv = [|Conv2d(3, 8, 3)|]; private readonly Module<Tensor, Tensor> bn = BatchNorm2d(8);", "bn.forward(conv.forward(x)).relu()")]
    [InlineData("private readonly Conv2d conv = [|Conv2d(3, 8, 3, bias: true)|]; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("private readonly ConvTranspose2d up = [|ConvTranspose2d(3, 8, 2)|]; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(up.call(x))")]
    [InlineData("private readonly Conv1d conv = [|Conv1d(3, 8, 3)|]; private readonly InstanceNorm1d norm = InstanceNorm1d(8);", "norm.call(conv.call(x))")]
    [InlineData("private readonly Linear fc = [|Linear(8, 8)|]; private readonly BatchNorm1d bn = BatchNorm1d(8);", "bn.call(fc.call(x.flatten(1)))")]
    [InlineData("private readonly Sequential body = Sequential([|Conv2d(3, 8, 3)|], BatchNorm2d(8), ReLU());", "body.call(x)")]
    [InlineData("private readonly Sequential body = Sequential((\"conv\", [|Conv2d(3, 8, 3)|]), (\"bn\", BatchNorm2d(8)), (\"pool\", MaxPool2d(2)));", "body.call(x)")]
    [InlineData("private readonly Conv2d conv = [|Conv2d(3, 8, 3)|]; private readonly BatchNorm2d bn = BatchNorm2d(8); private readonly MaxPool2d pool = MaxPool2d(2);", "bn.call(pool.call(conv.call(x)))")]
    public Task Hits_a_bias_that_is_subtracted(string members, string forward) => Verify.ReportsAsync(Model(members, forward));

    [Fact]
    public Task Hits_constructors_helpers_and_classes_a_model_is_made_of() => Verify.ReportsAsync("""

        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Block first, second;
            private readonly Conv2d conv;
            private readonly BatchNorm2d bn = BatchNorm2d(8);
            public Net() : base("Net")
            {
                first = new Block(3);
                second = new Block(8);
                conv = Convolution(8);
                RegisterComponents();
            }
            private static Conv2d Convolution(long channels) => [|Conv2d(channels, channels, 3)|];
            public override Tensor forward(Tensor x)
            {
                using var y = conv.call(second.call(first.call(x)));
                return bn.call(y);
            }
        }
        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly List<(string, Module<Tensor, Tensor>)> layers = new();
            private readonly Sequential body;
            public Block(long channels) : base("Block")
            {
                layers.Add(("conv", [|Conv2d(channels, 8, 3)|]));
                layers.Add(("bn", BatchNorm2d(8)));
                body = Sequential(layers);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => body.call(x).relu();
        }
        """);

    [Theory]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x).relu())")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(functional.dropout(conv.call(x), 0.1, true))")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x)) + conv.call(x)")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3), other = Conv2d(8, 8, 3, padding: 1, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(other.call(conv.call(x)))")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly GroupNorm norm = GroupNorm(2, 8);", "norm.call(conv.call(x))")]
    [InlineData("private readonly Linear fc = Linear(8, 8); private readonly LayerNorm norm = LayerNorm(8);", "norm.call(fc.call(x))")]
    [InlineData("private readonly Linear fc = Linear(8, 8); private readonly BatchNorm1d bn = BatchNorm1d(8);", "bn.call(fc.call(x))")]
    [InlineData("private readonly Linear fc = Linear(8, 18); private readonly BatchNorm2d bn = BatchNorm2d(2);", "bn.call(fc.call(x).view(-1, 2, 3, 3))")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8); public Tensor Raw(Tensor x) => conv.call(x);", "bn.call(conv.call(x))")]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly Linear fc = Linear(8, 8);", "fc.call(conv.call(x).flatten(1))")]
    [InlineData("private readonly Conv2d conv; private readonly BatchNorm2d bn = BatchNorm2d(8); public Net(bool bias) : this() { conv = Conv2d(3, 8, 3, bias: bias); }", "bn.call(conv.call(x))")]
    [InlineData("private static Conv2d Make() => Conv2d(3, 8, 3); private readonly Conv2d conv = Make(), other = Make(); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x)) + other.call(x)")]
    public Task Leaves_other_biases_alone(string members, string forward) => Verify.IsSilentAsync(Model(members, forward));

    [Fact]
    public Task Models_without_annotation_are_not_asked() => Verify.IsSilentAsync(
        Model("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))").Replace("[WeightDecay(0.5)]", "", StringComparison.Ordinal));

    [Fact]
    public async Task Message_and_severity()
    {
        Diagnostic only = Assert.Single(await Rules.RunAsync(TestCompilation.ModelUsings + Model(
            "private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")));
        Assert.Equal(("REG1007", DiagnosticSeverity.Info), (only.Id, only.Severity));
        Assert.Equal("The bias of 'conv' has no effect: a normalization subtracts it (conv → bn)", only.GetMessage());
    }

    [Theory]
    [InlineData("Conv2d(3, 8, 3)", "Conv2d(3, 8, 3, bias: false)")]
    [InlineData("Conv2d(3, 8, 3, bias: true, stride: 2)", "Conv2d(3, 8, 3, bias: false, stride: 2)")]
    [InlineData("Conv2d(3, 8, 3, 1, 0, 1, PaddingModes.Zeros, 1, true)", "Conv2d(3, 8, 3, 1, 0, 1, PaddingModes.Zeros, 1, false)")]
    public Task Fix_makes_the_layer_without_a_bias(string before, string after) => Fix.ChangesAsync(
        Model("private readonly Conv2d conv = [|" + before + "|]; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))"),
        Model("private readonly Conv2d conv = " + after + "; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))"),
        DropBiasCodeFix.DropKey);

    [Fact]
    public Task Fix_of_a_linear_layer() => Fix.ChangesAsync(
        Model("private readonly Linear fc = [|Linear(8, 8)|]; private readonly BatchNorm1d bn = BatchNorm1d(8);", "bn.call(fc.call(x.flatten(1)))"),
        Model("private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly BatchNorm1d bn = BatchNorm1d(8);", "bn.call(fc.call(x.flatten(1)))"),
        DropBiasCodeFix.DropKey);

    [Fact]
    public Task No_fix_where_the_bias_is_read() => Fix.OffersNothingAsync(Model(
        "private readonly Conv2d conv = [|Conv2d(3, 8, 3)|]; private readonly BatchNorm2d bn = BatchNorm2d(8); private void Start() => init.zeros_(conv.bias!);", "bn.call(conv.call(x))"));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("private readonly Conv2d conv = [|Conv2d(3, 8, 3)|]; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("private readonly Conv2d conv = [|Conv2d(3, 8, 3)|]; private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))"));

    private static string Model(string members, string forward) => $$"""

        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            {{members}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => {{forward}};
        }
        """;
}

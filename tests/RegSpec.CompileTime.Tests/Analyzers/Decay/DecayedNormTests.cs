using RegSpec.CodeFixes;
using static RegSpec.CompileTime.Tests.Analyzers.Decay.DecayedBiasTests;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.DecayedNormAnalyzer, RegSpec.CodeFixes.NarrowDeclarationCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DecayedNormAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1002: declared decay on normalization parameters.</summary>
public class DecayedNormTests
{
    private const string RmsNorm = """

        [Normalization]
        public sealed class RmsNorm : Module<Tensor, Tensor>
        {
            private readonly Parameter weight = Parameter(ones(8));
            public RmsNorm() : base("RmsNorm") => RegisterComponents();
            public override Tensor forward(Tensor x) => x * weight;
        }
        """;

    [Theory]
    [InlineData("[[|WeightDecay(0.1)|]] private readonly BatchNorm2d bn = BatchNorm2d(3);")]
    [InlineData("[[|WeightDecay(0.1)|]] private readonly Module<Tensor, Tensor> norm = LayerNorm(3);")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"weight\")|]] private readonly GroupNorm norm = GroupNorm(1, 3);")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*.weight\")|]] private readonly Sequential body = Sequential(Conv2d(1, 1, 3), BatchNorm2d(1));")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"layers.0.norm1.*\")|]] private readonly TransformerEncoder encoder = TransformerEncoder(TransformerEncoderLayer(8, 2, 8, 0.1), 2);")]
    [InlineData("[[|WeightDecay(0.1)|]] private readonly InstanceNorm2d norm = InstanceNorm2d(3, affine: true);")]
    [InlineData("[[|WeightDecay(0.1)|], ParameterRole(ParameterRole.NormScale)] private readonly Parameter gamma = Parameter(ones(3));")]
    public Task Hits_a_normalization(string member) => Verify.ReportsAsync(Model("WeightDecay(0.5)", member));

    [Fact]
    public Task F17_F21_a_norm_of_one_s_own() => Verify.ReportsAsync(
        Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly RmsNorm norm = new();") + RmsNorm);

    [Theory]
    [InlineData("private readonly BatchNorm2d bn = BatchNorm2d(3);")]
    [InlineData("[NoWeightDecay] private readonly BatchNorm2d bn = BatchNorm2d(3);")]
    [InlineData("[WeightDecay(0)] private readonly BatchNorm2d bn = BatchNorm2d(3);")]
    [InlineData("[WeightDecay(0.1, Because = \"prune channels\")] private readonly BatchNorm2d bn = BatchNorm2d(3);")]
    [InlineData("[WeightDecay(0.1)] private readonly BatchNorm2d bn = BatchNorm2d(3, affine: false);")]
    [InlineData("[WeightDecay(0.1)] private readonly InstanceNorm2d norm = InstanceNorm2d(3);")]
    [InlineData("[WeightDecay(0.1)] private readonly Sequential body = Sequential(Conv2d(1, 1, 3), BatchNorm2d(1));")]
    [InlineData("[WeightDecay(0.1, Parameters = \"0.*\")] private readonly Sequential body = Sequential(Conv2d(1, 1, 3), BatchNorm2d(1));")]
    [InlineData("[WeightDecay(0.1)] private readonly TransformerEncoderLayer layer = TransformerEncoderLayer(8, 2, 8, 0.1);")]
    [InlineData("[WeightDecay(0.1)] private readonly RmsNorm norm = new();")]
    public Task Leaves_normalizations_alone(string member) => Verify.IsSilentAsync(Model("WeightDecay(0.5)", member) + RmsNorm);

    [Fact]
    public Task Message() => Verify.ReportsMessageAsync(
        Model("WeightDecay(0.5)", "[[|WeightDecay(0.1)|]] private readonly BatchNorm2d bn = BatchNorm2d(3);"),
        "[WeightDecay(0.1)] on 'bn' decays the normalization scale 'bn.weight' and 1 more: it pulls a normalization's output towards 0 and controls no weight; narrow Parameters or give Because");

    [Fact]
    public Task Fix_turns_the_declaration_round() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", """
            [[|WeightDecay(0.1)|]] private readonly BatchNorm2d a = BatchNorm2d(3);
                [[|WeightDecay(0.1, Parameters = "weight")|]] private readonly LayerNorm b = LayerNorm(3);
            """),
        Model("WeightDecay(0.5)", """
            [NoWeightDecay] private readonly BatchNorm2d a = BatchNorm2d(3);
                [NoWeightDecay(Parameters = "weight")] private readonly LayerNorm b = LayerNorm(3);
            """),
        NarrowDeclarationCodeFix.ReplaceKey);

    [Fact]
    public Task Fix_narrows_to_what_is_no_norm() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*.weight\")|]] private readonly Sequential c = Sequential((\"conv\", Conv2d(1, 1, 3)), (\"bn\", BatchNorm2d(1)));"),
        Model("WeightDecay(0.5)", "[WeightDecay(0.1, Parameters = \"conv.weight\")] private readonly Sequential c = Sequential((\"conv\", Conv2d(1, 1, 3)), (\"bn\", BatchNorm2d(1)));"),
        NarrowDeclarationCodeFix.NarrowKey);

    [Fact]
    public Task F20_an_alias_is_what_it_stands_for() => Verify.ReportsInFilesAsync(
        "using Fused = TorchSharp.Modules.LayerNorm;\nusing LayerNorm = TorchSharp.Modules.Linear;\n" + TestCompilation.ModelUsings + Model("WeightDecay(0.5)", """
            [[|WeightDecay(0.1)|]] private readonly Fused norm = torch.nn.LayerNorm(3);
                [WeightDecay(0.1)] private readonly LayerNorm weight = torch.nn.Linear(3, 3);
            """),
        TestCompilation.ImplicitUsings);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("WeightDecay(0.5)", "[[|WeightDecay(0.1)|]] private readonly BatchNorm2d bn = BatchNorm2d(3);"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("WeightDecay(0.5)", "[[|WeightDecay(0.1)|]] private readonly BatchNorm2d bn = BatchNorm2d(3);"));
}

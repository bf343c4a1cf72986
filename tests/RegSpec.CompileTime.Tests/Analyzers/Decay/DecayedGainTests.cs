using static RegSpec.CompileTime.Tests.Analyzers.Decay.DecayedBiasTests;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DecayedGainAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1006: patterns that decay gains and tokens.</summary>
public class DecayedGainTests
{
    private const string Block = """

        public sealed class Block : Module<Tensor, Tensor>
        {
            [ParameterRole(ParameterRole.Gain)] private readonly Parameter layer_scale = Parameter(ones(8));
            [ParameterRole(ParameterRole.Token)] private readonly Parameter pos_embed = Parameter(ones(1, 8));
            private readonly Linear fc = Linear(1, 1);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x) * layer_scale + pos_embed;
        }
        """;

    [Theory]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Block block = new();")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"pos_*\")|]] private readonly Block block = new();")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"1.weight\")|]] private readonly Sequential body = Sequential(Linear(1, 1), PReLU(1));")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly PReLU act = PReLU(1);")]
    public Task F50_F65_a_pattern_hits_a_gain_or_token(string member) => Verify.ReportsAsync(Model("WeightDecay(0.5)", member) + Block);

    [Theory]
    [InlineData("[WeightDecay(0.1)] private readonly Block block = new();")]
    [InlineData("[WeightDecay(0.1, Parameters = \"fc.*\")] private readonly Block block = new();")]
    [InlineData("[WeightDecay(0.1, Parameters = \"*\", Because = \"as in the paper\")] private readonly Block block = new();")]
    [InlineData("[NoWeightDecay(Parameters = \"*\")] private readonly Block block = new();")]
    [InlineData("[WeightDecay(0.1), ParameterRole(ParameterRole.Gain)] private readonly Parameter named = Parameter(ones(1));")]
    [InlineData("private readonly Block block = new();")]
    public Task Leaves_gains_and_tokens_alone_or_names_one(string member) => Verify.IsSilentAsync(Model("WeightDecay(0.5)", member) + Block);

    [Fact]
    public Task Message() => Verify.ReportsMessageAsync(
        Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Block block = new();") + Block,
        "[WeightDecay(0.1)] on 'block' decays the gain 'block.layer_scale' and 1 more; give Because if that is meant");

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Block block = new();") + Block);

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Block block = new();") + Block);
}

using Microsoft.CodeAnalysis;
using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.DecayedInvariantWeightAnalyzer, RegSpec.CodeFixes.NarrowDeclarationCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DecayedInvariantWeightAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1003: declared decay on weights whose scale a norm removes, in the shapes of real code.</summary>
public class DecayedInvariantWeightTests
{
    private const string Hit = "[[|WeightDecay(0.1)|]] ";

    [Theory]
    [InlineData(Hit + "private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData(Hit + "private readonly Module<Tensor, Tensor> conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.forward(conv.forward(x))")]
    [InlineData(Hit + "private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly LayerNorm ln = LayerNorm(8);", "x + ln.call(fc.call(x))")]
    [InlineData(Hit + "private readonly Linear fc = Linear(8, 8); private readonly BatchNorm1d bn = BatchNorm1d(8);", "functional.relu(bn.call(fc.call(x)))")]
    [InlineData(Hit + "private readonly Linear fc = Linear(8, 8, hasBias: false);", "functional.normalize(fc.call(x), dim: -1)")]
    [InlineData(Hit + "private readonly ConvTranspose2d up = ConvTranspose2d(3, 8, 2); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(up.call(x)).relu()")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*.weight\")|]] private readonly Sequential body = Sequential((\"conv\", Conv2d(3, 8, 3)), (\"bn\", BatchNorm2d(8)));", "body.call(x)")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"0.weight\")|]] private readonly Sequential body = Sequential(Conv2d(3, 8, 3), BatchNorm2d(8), ReLU());", "body.call(x)")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"fc.*\")|]] private readonly Block block = new();", "block.call(x)")]
    public Task Hits_a_scale_invariant_weight(string members, string forward) => Verify.ReportsAsync(Model("WeightDecay(0.5)", members, forward));

    [Theory]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*.fc.weight\")|]]", "new Block()")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*\")|]]", "new Block()")]
    public Task Hits_what_fills_a_list_at_run_time(string declaration, string made) => Verify.ReportsAsync(Filled(declaration, made));

    [Theory]
    [InlineData("[WeightDecay(0.1, Parameters = \"*.fc.bias\")]", "new Block()")]
    [InlineData("[WeightDecay(0.1, Parameters = \"0.fc.weight\")]", "new Block()")]
    [InlineData("[WeightDecay(0.1, Parameters = \"*.weight\")]", "Linear(8, 8)")]
    [InlineData("[WeightDecay(0.1)]", "new Block()")]
    public Task Silent_on_other_parts_of_a_list(string declaration, string made) => Verify.IsSilentAsync(Filled(declaration, made));

    private static string Filled(string declaration, string made) => Model("WeightDecay(0.5)", declaration + " private readonly ModuleList<Module<Tensor, Tensor>> blocks = new();", "x").Replace(
        "public Net() : base(\"Net\") => RegisterComponents();",
        $$"""
        public Net(int depth) : base("Net") { for (int i = 0; i < depth; i++) { blocks.Add({{made}}); } RegisterComponents(); }
            public Tensor All(Tensor x) { foreach (var block in blocks) { x = block.call(x); } return x; }
        """,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[WeightDecay(0.1, Towards = Reference.Initial)] private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly LayerNorm ln = LayerNorm(8);")]
    [InlineData("[WeightDecay(0.1, Parameters = \"*\", Towards = Reference.Initial)] private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly LayerNorm ln = LayerNorm(8);")]
    public Task Pulled_towards_its_first_value_it_is_controlled(string members) => Verify.IsSilentAsync(Model("WeightDecay(0.5)", members, "ln.call(fc.call(x))"));

    [Fact]
    public Task Pulled_towards_zero_as_always() => Verify.ReportsAsync(Model(
        "WeightDecay(0.5)", "[[|WeightDecay(0.1, Towards = Reference.Zero)|]] private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly LayerNorm ln = LayerNorm(8);", "ln.call(fc.call(x))"));

    [Fact]
    public Task Hits_statements_and_using_declarations() => Verify.ReportsAsync("""

        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            [[|WeightDecay(0.1)|]] private readonly Conv2d first;
            [[|WeightDecay(0.1)|]] private readonly Conv2d second;
            private readonly Module<Tensor, Tensor> norm1, norm2;
            public Net() : base("Net")
            {
                first = Conv2d(3, 8, 3);
                second = Conv2d(8, 8, 3);
                norm1 = Normalize(8);
                norm2 = Normalize(8);
                RegisterComponents();
            }
            private static Module<Tensor, Tensor> Normalize(int channels) => GroupNorm(2, channels);
            public override Tensor forward(Tensor x)
            {
                using var scope = NewDisposeScope();
                var y = first.forward(x);
                y = norm1.forward(y);
                using var a = second.call(y.relu());
                using var b = functional.relu(norm2.call(a));
                return b.MoveToOuterDisposeScope();
            }
        }
        """);

    [Theory]
    [InlineData("private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("[NoWeightDecay] private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("[WeightDecay(0)] private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("[WeightDecay(0.1, Because = \"rate control\")] private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly LayerNorm ln = LayerNorm(8);", "fc.call(ln.call(x))")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly LayerNorm ln = LayerNorm(8);", "ln.call(x + fc.call(x))")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly LayerNorm ln = LayerNorm(8);", "ln.call(functional.gelu(fc.call(x)))")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly LayerNorm ln = LayerNorm(8);", "ln.call(fc.call(x)) + fc.call(x)")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly LayerNorm ln = LayerNorm(8); public Tensor Embed(Tensor x) => fc.call(x);", "ln.call(fc.call(x))")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly LayerNorm ln = LayerNorm(8);", "Unknown.Wrap(ln.call(Unknown.Wrap(fc.call(x))))")]
    [InlineData("[WeightDecay(0.1)] private readonly Sequential body = Sequential(Conv2d(3, 8, 3), BatchNorm2d(8));", "body.call(x)")]
    [InlineData("[WeightDecay(0.1)] private readonly Block block = new();", "block.call(x)")]
    [InlineData("[WeightDecay(0.1, Parameters = \"last.weight\")] private readonly Block block = new();", "block.call(x)")]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(8, 8); private readonly BatchNorm2d bn = new();", "bn.call(fc.call(x))")]
    public Task Leaves_other_weights_alone(string members, string forward) => Verify.IsSilentAsync(
        Model("WeightDecay(0.5)", members, forward)
        + "\npublic static class Unknown { public static System.Func<Tensor, Tensor> Wrap = null!; }"
        + (members.Contains("BatchNorm2d bn = new()", StringComparison.Ordinal)
            ? "\npublic sealed class BatchNorm2d : Module<Tensor, Tensor> { public BatchNorm2d() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x * 2; }"
            : ""));

    [Theory]
    [InlineData("Weights")]
    [InlineData("Matrices")]
    [InlineData("Everything")]
    [InlineData("DeclaredOnly")]
    public async Task Information_under_another_policy(string policy)
    {
        string model = Model($"WeightDecay(0.5, Policy = DecayPolicy.{policy})", "[WeightDecay(0.1)] private readonly Conv2d conv = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))");
        Diagnostic only = Assert.Single(await Rules.RunAsync(TestCompilation.ModelUsings + model), d => d.Id == "REG1003");
        Assert.Equal(DiagnosticSeverity.Info, only.Severity);
    }

    [Fact]
    public Task Message_has_the_path() => Verify.ReportsMessageAsync(
        Model("WeightDecay(0.5)", Hit + "private readonly Linear fc1 = Linear(8, 8); private readonly BatchNorm1d bn1 = BatchNorm1d(8);", "bn1.call(fc1.call(x))"),
        "[WeightDecay(0.1)] on 'fc1' decays the weight 'fc1.weight', whose scale a normalization removes (fc1 → bn1, with its bias): "
        + "it only sets the learning rate of the weight; narrow Parameters or give Because");

    [Fact]
    public Task Fix_turns_the_declaration_round() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", """
            [[|WeightDecay(0.1)|]] private readonly Conv2d a = Conv2d(3, 8, 3);
                private readonly BatchNorm2d bn = BatchNorm2d(8);
                [[|WeightDecay(0.1, Parameters = "weight")|]] private readonly Conv2d b = Conv2d(8, 8, 3);
            """, "bn.call(b.call(bn.call(a.call(x))))"),
        Model("WeightDecay(0.5)", """
            [NoWeightDecay] private readonly Conv2d a = Conv2d(3, 8, 3);
                private readonly BatchNorm2d bn = BatchNorm2d(8);
                [NoWeightDecay(Parameters = "weight")] private readonly Conv2d b = Conv2d(8, 8, 3);
            """, "bn.call(b.call(bn.call(a.call(x))))"),
        NarrowDeclarationCodeFix.ReplaceKey);

    [Fact]
    public Task Fix_narrows_to_what_decay_controls() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"fc.weight;last.weight\")|]] private readonly Block block = new();", "block.call(x)"),
        Model("WeightDecay(0.5)", "[WeightDecay(0.1, Parameters = \"last.weight\")] private readonly Block block = new();", "block.call(x)"),
        NarrowDeclarationCodeFix.NarrowKey);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Simple);

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Simple);

    private static string Simple => Model("WeightDecay(0.5)", Hit + "private readonly Conv2d conv = Conv2d(3, 8, 3); private readonly BatchNorm2d bn = BatchNorm2d(8);", "bn.call(conv.call(x))");

    private static string Model(string declaration, string members, string forward) => $$"""

        [{{declaration}}]
        public sealed class Net : Module<Tensor, Tensor>
        {
            {{members}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => {{forward}};
        }
        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false), last = Linear(8, 8);
            private readonly LayerNorm norm = LayerNorm(8);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => last.call(norm.call(fc.call(x)));
        }
        """;
}

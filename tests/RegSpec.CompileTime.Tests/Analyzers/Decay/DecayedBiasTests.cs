using Microsoft.CodeAnalysis;
using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.DecayedBiasAnalyzer, RegSpec.CodeFixes.NarrowDeclarationCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DecayedBiasAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1001: declared decay on biases.</summary>
public class DecayedBiasTests
{
    [Theory]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"weight;bias\")|]] private readonly Conv2d conv = Conv2d(1, 1, 3);")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"bias_*\")|]] private readonly LSTM lstm = LSTM(3, 3);")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*bias*\")|]] private readonly MultiheadAttention attention = MultiheadAttention(4, 2);")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"*.bias\")|]] private readonly Sequential body = Sequential(Linear(1, 1));")]
    [InlineData("[[|WeightDecay(0.1, Parameters = \"fc.*\")|]] private readonly Inner inner = new();")]
    [InlineData("[[|WeightDecay(0.1)|], ParameterRole(ParameterRole.Bias)] private readonly Parameter bias = Parameter(zeros(3));")]
    public Task Hits_a_bias(string member) => Verify.ReportsAsync(Model("WeightDecay(0.5)", member));

    [Theory]
    [InlineData("[WeightDecay(0.1)] private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[WeightDecay(0.1, Parameters = \"weight\")] private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[WeightDecay(0.1, Parameters = \"*\", Because = \"ablation\")] private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[WeightDecay(0, Parameters = \"*\")] private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[NoWeightDecay(Parameters = \"*\")] private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[WeightDecay(0.1, Parameters = \"*\")] private readonly Linear fc = Linear(1, 1, hasBias: false);")]
    [InlineData("[WeightDecay(0.1, Parameters = \"weight_*\")] private readonly GRU gru = GRU(3, 3);")]
    [InlineData("[WeightDecay(0.1)] private readonly Sequential body = Sequential(Linear(1, 1), BatchNorm1d(1));")]
    [InlineData("[WeightDecay(0.1)] private readonly Inner inner = new();")]
    [InlineData("[WeightDecay(0.1)] private readonly LSTM lstm = LSTM(3, 3);")]
    [InlineData("private readonly Linear fc = Linear(1, 1);")]
    public Task Leaves_biases_alone(string member) => Verify.IsSilentAsync(Model("WeightDecay(0.5)", member));

    [Theory]
    [InlineData("Principled")]
    [InlineData("Weights")]
    [InlineData("Matrices")]
    [InlineData("DeclaredOnly")]
    public Task A_class_default_never_raises_it(string policy) =>
        Verify.IsSilentAsync(Model($"WeightDecay(0.5, Policy = DecayPolicy.{policy})", "private readonly Linear fc = Linear(1, 1);"));

    [Fact]
    public async Task Policy_Everything_is_one_information_at_the_class()
    {
        Diagnostic only = Assert.Single(await Rules.RunAsync(TestCompilation.ModelUsings + Model(
            "WeightDecay(0.5, Policy = DecayPolicy.Everything)",
            "private readonly Linear fc = Linear(1, 1); private readonly BatchNorm1d bn = BatchNorm1d(1); private readonly PReLU act = PReLU(1);")));
        Assert.Equal(("REG1001", DiagnosticSeverity.Info), (only.Id, only.Severity));
        Assert.Contains("'fc.bias' and 3 more", only.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task On_a_class() => Verify.ReportsMessageAsync(
        Model("WeightDecay(0.5), [|WeightDecay(0.1, Parameters = \"*.bias\")|]", "private readonly Linear fc = Linear(1, 1); private readonly Inner inner = new();"),
        "[WeightDecay(0.1)] on 'Net' decays the bias 'fc.bias' and 1 more: a bias only shifts its output, so shrinking it adds error and controls nothing; narrow Parameters or give Because");

    [Fact]
    public Task A_nested_class_reports_its_own() => Verify.ReportsAsync("""

        [WeightDecay(0.1)]
        public sealed class Part : Module<Tensor, Tensor>
        {
            [[|WeightDecay(0.1, Parameters = "*")|]] private readonly Linear fc = Linear(1, 1);
            public Part() : base("Part") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }

        [WeightDecay(0.1)]
        public sealed class Whole : Module<Tensor, Tensor>
        {
            private readonly ModuleList<Part> parts = new(new Part(), new Part());
            public Whole() : base("Whole") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """);

    [Fact]
    public Task A_pattern_of_the_base_that_hits_what_a_derived_class_adds() => Verify.ReportsMessageAsync(
        """

        [WeightDecay(0.1), WeightDecay(0.2, Parameters = "*.bias")]
        public abstract class Base : Module<Tensor, Tensor>
        {
            protected Base() : base("Base") { }
        }

        public sealed class [|Derived|] : Base
        {
            private readonly Linear fc = Linear(1, 1);
            public Derived() => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """,
        "[WeightDecay(0.2)] on 'Base' decays the bias 'fc.bias': a bias only shifts its output, so shrinking it adds error and controls nothing; narrow Parameters or give Because");

    [Fact]
    public Task Two_classes_of_one_name_are_not_confused() => Verify.ReportsAsync("""

        namespace A
        {
            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                [WeightDecay(0.3)] private readonly Linear fc = Linear(1, 1);
                private readonly B.Net inner = new();
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => inner.call(fc.call(x));
            }
        }

        namespace B
        {
            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                [[|WeightDecay(0.2, Parameters = "*")|]] private readonly Linear fc = Linear(1, 1);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => fc.call(x);
            }
        }
        """);

    [Fact]
    public Task F31_F32_biases_under_other_names_and_ranks() => Verify.ReportsAsync(
        Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"bias_k;bias_v\")|]] private readonly MultiheadAttention attention = MultiheadAttention(4, 2, add_bias_kv: true);"));

    [Fact]
    public Task Fix_narrows() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", """
            [[|WeightDecay(0.1, Parameters = "*")|]] private readonly Linear a = Linear(1, 1);
                [[|WeightDecay(0.1, Parameters = "weight ; bias", Policy = DecayPolicy.Weights)|]] private readonly Linear b = Linear(1, 1);
                [[|WeightDecay(0.1, Parameters = "*")|]] private readonly Sequential c = Sequential(("up", Linear(1, 1)), ("down", Linear(1, 1)));
                [[|WeightDecay(0.1, Parameters = "fc.*")|]] private readonly Inner d = new();
            """),
        Model("WeightDecay(0.5)", """
            [WeightDecay(0.1, Parameters = "weight")] private readonly Linear a = Linear(1, 1);
                [WeightDecay(0.1, Parameters = "weight", Policy = DecayPolicy.Weights)] private readonly Linear b = Linear(1, 1);
                [WeightDecay(0.1, Parameters = "*.weight")] private readonly Sequential c = Sequential(("up", Linear(1, 1)), ("down", Linear(1, 1)));
                [WeightDecay(0.1, Parameters = "fc.weight")] private readonly Inner d = new();
            """),
        NarrowDeclarationCodeFix.NarrowKey);

    [Fact]
    public Task Fix_narrows_and_says_what_is_left_out() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", """
            // the head
                [[|WeightDecay(0.1, Parameters = "*")|]]
                private readonly Linear a = Linear(1, 1);
                [[|WeightDecay(0.1, Parameters = "*")|]] private readonly Sequential c = Sequential(("up", Linear(1, 1)), ("down", Linear(1, 1)));
            """),
        Model("WeightDecay(0.5)", """
            // the head
                [NoWeightDecay(Parameters = "bias")]
                [WeightDecay(0.1, Parameters = "weight")]
                private readonly Linear a = Linear(1, 1);
                [NoWeightDecay(Parameters = "*.bias")]
                [WeightDecay(0.1, Parameters = "*.weight")] private readonly Sequential c = Sequential(("up", Linear(1, 1)), ("down", Linear(1, 1)));
            """),
        NarrowDeclarationCodeFix.ExcludeKey);

    [Fact]
    public Task Fix_turns_a_declaration_round_that_names_only_biases() => Fix.ChangesAsync(
        Model("WeightDecay(0.5)", """
            [[|WeightDecay(0.1, Parameters = "bias")|]] private readonly Linear a = Linear(1, 1);
                [[|WeightDecay(0.1)|], ParameterRole(ParameterRole.Bias)] private readonly Parameter b = Parameter(zeros(3));
            """),
        Model("WeightDecay(0.5)", """
            [NoWeightDecay(Parameters = "bias")] private readonly Linear a = Linear(1, 1);
                [NoWeightDecay, ParameterRole(ParameterRole.Bias)] private readonly Parameter b = Parameter(zeros(3));
            """),
        NarrowDeclarationCodeFix.ReplaceKey);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Linear fc = Linear(1, 1);"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("WeightDecay(0.5)", "[[|WeightDecay(0.1, Parameters = \"*\")|]] private readonly Linear fc = Linear(1, 1);"));

    internal static string Model(string annotation, string members) => $$"""

        [{{annotation}}]
        public class Net : Module<Tensor, Tensor>
        {
            {{members}}

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => x;
        }

        public sealed class Inner : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Inner() : base("Inner") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """;
}

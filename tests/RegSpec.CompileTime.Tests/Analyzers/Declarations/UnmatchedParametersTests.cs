using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnmatchedParametersAnalyzer, RegSpec.CodeFixes.ReplacePatternCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnmatchedParametersAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0003: patterns that match nothing. F-numbers are failures of published training code.</summary>
public class UnmatchedParametersTests
{
    [Theory]
    [InlineData("Linear", "Linear(1, 1)", "wieght")]
    [InlineData("Linear", "Linear(1, 1)", "Weight")]
    [InlineData("Linear", "Linear(1, 1)", "")]
    [InlineData("Linear", "Linear(1, 1)", "*.weight")]
    [InlineData("Linear", "Linear(1, 1)", "member.weight")]
    [InlineData("Linear", "Linear(1, 1, hasBias: false)", "bias")]
    [InlineData("Conv2d", "Conv2d(1, 1, 3, bias: false)", "bias*")]
    [InlineData("BatchNorm2d", "BatchNorm2d(3)", "gamma")]
    [InlineData("LSTM", "LSTM(3, 3)", "weight_hh")]
    [InlineData("LSTM", "LSTM(3, 3)", "weight_hh_l1")]
    [InlineData("GRU", "GRU(3, 3)", "*_reverse")]
    [InlineData("MultiheadAttention", "MultiheadAttention(4, 2)", "q_proj_weight")]
    [InlineData("Sequential", "Sequential(Linear(1, 1), ReLU())", "1.weight")]
    [InlineData("Sequential", "Sequential((\"fc\", Linear(1, 1)))", "0.weight")]
    [InlineData("Module<Tensor, Tensor>", "Linear(1, 1)", "w*t?")]
    public Task Matches_nothing(string type, string value, string pattern) => Verify.ReportsAsync(
        Model($"[[|NoWeightDecay(Parameters = \"{pattern}\")|]] private readonly {type} member = {value};"));

    [Theory]
    [InlineData("Linear", "Linear(1, 1)", "weight")]
    [InlineData("Linear", "Linear(1, 1)", "*")]
    [InlineData("Linear", "Linear(1, 1)", "bias; weight")]
    [InlineData("LSTM", "LSTM(3, 3, 2, bidirectional: true)", "weight_hh_*;bias_ih_l1_reverse")]
    [InlineData("MultiheadAttention", "MultiheadAttention(4, 2)", "in_proj_*;out_proj.weight")]
    [InlineData("Sequential", "Sequential((\"fc\", Linear(1, 1)), (\"act\", ReLU()))", "fc.*")]
    [InlineData("ParameterList", "new()", "0;*")]
    [InlineData("Inner", "new()", "fc.weight;*.bias")]
    [InlineData("ModuleList<Linear>", "new(Linear(1, 1), Linear(1, 1))", "1.*")]
    public Task Matches(string type, string value, string pattern) => Verify.IsSilentAsync(
        Model($"[NoWeightDecay(Parameters = \"{pattern}\")] private readonly {type} member = {value};"));

    [Fact]
    public Task What_a_run_time_switch_decides_is_not_known() => Verify.IsSilentAsync("""

        [WeightDecay(0.1)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            [NoWeightDecay(Parameters = "bias")] private readonly Linear fc;
            [NoWeightDecay(Parameters = "bias")] private readonly Module<Tensor, Tensor> given;
            [NoWeightDecay(Parameters = "3.bias;fc*")] private readonly Sequential filled = Sequential();
            [NoWeightDecay(Parameters = "running")] private readonly Module<Tensor, Tensor> either;
            private readonly Linear? maybe;

            public Net(bool bias, int depth, Module<Tensor, Tensor> module)
                : base("Net")
            {
                fc = Linear(1, 1, hasBias: bias);
                given = module;
                for (int i = 0; i < depth; i++)
                {
                    filled.append($"fc{i}", Linear(1, 1));
                }

                either = bias ? new A() : new B();
                if (bias)
                {
                    maybe = Linear(1, 1);
                }

                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => x;
        }

        public sealed class A : Module<Tensor, Tensor>
        {
            private readonly Parameter running = Parameter(zeros(1));
            public A() : base("A") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }

        public sealed class B : Module<Tensor, Tensor>
        {
            public B() : base("B") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """);

    [Fact]
    public Task On_a_class() => Verify.ReportsAsync("""

        [WeightDecay(0.1)]
        [NoWeightDecay(Parameters = "head.*")]
        [[|NoWeightDecay(Parameters = "tail.*")|]]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear head = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => head.call(x);
        }

        [NoWeightDecay(Parameters = "tail.*")]
        public abstract class Base : Module<Tensor, Tensor>
        {
            protected Base() : base("Base") { }
        }
        """);

    [Fact]
    public Task An_empty_pattern_is_no_pattern_for_the_parameter_itself() =>
        Verify.ReportsAsync(Model("[[|NoWeightDecay(Parameters = \"\")|]] private readonly Parameter raw = Parameter(zeros(1));"));

    [Fact]
    public Task A_raw_parameter_has_no_names_to_list() => Verify.ReportsMessageAsync(
        Model("[[|NoWeightDecay(Parameters = \"x\")|]] private readonly Parameter raw = Parameter(zeros(1));"),
        "'x' in Parameters of [NoWeightDecay] matches no parameter of 'raw', which has no named parameters");

    [Fact]
    public Task A_member_that_owns_nothing_is_another_rule_s() =>
        Verify.IsSilentAsync(Model("[NoWeightDecay(Parameters = \"weight\")] private readonly ReLU act = ReLU();"));

    [Theory]
    [InlineData("tail.*", "'tail.*' in Parameters of [NoWeightDecay] matches no parameter of 'Net'; it has fc.weight, fc.bias, more.0.weight, more.0.bias and 2 more")]
    [InlineData("fc.wieght", "'fc.wieght' in Parameters of [NoWeightDecay] matches no parameter of 'Net'; did you mean 'fc.weight'?")]
    public Task Beside_a_member_that_only_the_run_time_can_open(string pattern, string message) => Verify.ReportsMessageAsync(
        Opened(pattern).Replace("[NoWeight", "[[|NoWeight").Replace("\")]", "\")|]]"), message);

    [Fact]
    public Task Below_a_member_that_only_the_run_time_can_open() => Verify.IsSilentAsync(Opened("given.head.*"));

    [Theory]
    [InlineData("member.weight", "did you mean 'weight'?")]
    [InlineData("member.wieght", "it has weight, bias")]
    public Task The_name_of_the_member_is_not_part_of_the_pattern(string pattern, string hint) => Verify.ReportsMessageAsync(
        Model($"[[|NoWeightDecay(Parameters = \"{pattern}\")|]] private readonly Linear member = Linear(1, 1);"),
        $"'{pattern}' in Parameters of [NoWeightDecay] matches no parameter of 'member'; {hint}");

    [Fact]
    public Task Case_and_underscores_count_little_in_a_suggestion() => Verify.ReportsMessageAsync(
        Model("[[|NoWeightDecay(Parameters = \"A_B_C.weight\")|]] private readonly Sequential member = Sequential((\"abc\", Linear(1, 1)));"),
        "'A_B_C.weight' in Parameters of [NoWeightDecay] matches no parameter of 'member'; did you mean 'abc.weight'?");

    [Fact]
    public Task Only_a_name_that_exists_is_suggested() => Verify.ReportsMessageAsync(
        Model("[[|NoWeightDecay(Parameters = \"a.bais\")|]] private readonly Sequential member = Sequential((\"a\", Linear(1, 1, hasBias: false)), (\"b\", Linear(1, 1)));"),
        "'a.bais' in Parameters of [NoWeightDecay] matches no parameter of 'member'; did you mean 'b.bias'?");

    [Fact]
    public Task F01_typo_of_a_member_name() => Verify.ReportsMessageAsync(
        Blocks("level.*.pos_embed"),
        "'level.*.pos_embed' in Parameters of [NoWeightDecay] matches no parameter of 'Net'; did you mean 'levels.*.pos_embed'?");

    [Fact]
    public Task F02_names_of_modules_are_not_names_of_parameters() => Verify.ReportsMessageAsync(
        Blocks("levels"),
        "'levels' in Parameters of [NoWeightDecay] matches no parameter of 'Net'; did you mean 'levels.*'?");

    [Fact]
    public Task F03_a_nested_class_is_asked_itself() => Verify.ReportsAsync("""

        public sealed class Attention : Module<Tensor, Tensor>
        {
            [[|NoWeightDecay(Parameters = "temprature")|]] private readonly Linear scale = Linear(1, 1);
            public Attention() : base("Attention") => RegisterComponents();
            public override Tensor forward(Tensor x) => scale.call(x);
        }
        """);

    [Fact]
    public Task F04_a_renamed_field_leaves_a_stale_name() => Verify.ReportsAsync(Blocks("pos_embed_abs"));

    [Fact]
    public Task F05_a_list_with_an_entry_that_does_not_exist() => Verify.ReportsMessageAsync(
        Blocks("pos_embed;dist_token"),
        "'dist_token' in Parameters of [NoWeightDecay] matches no parameter of 'Net'; it has pos_embed, levels.0.pos_embed, levels.1.pos_embed");

    [Fact]
    public Task F10_an_alternation_with_a_dead_branch() => Verify.ReportsAsync(Blocks("*.pos_embed;output.*"));

    [Fact]
    public Task F13_the_last_part_of_a_name_is_not_the_name() => Verify.ReportsMessageAsync(
        Model("[[|NoWeightDecay(Parameters = \"kernel\")|]] private readonly Sequential member = Sequential((\"kernel\", Linear(3, 3)));"),
        "'kernel' in Parameters of [NoWeightDecay] matches no parameter of 'member'; did you mean 'kernel.*'?");

    [Theory]
    [InlineData("self_attn_layer_norm")]
    [InlineData("input_layernorm")]
    [InlineData("ln_f")]
    public Task F18_one_list_does_not_fit_every_model(string name) => Verify.ReportsAsync(
        Model($"[[|NoWeightDecay(Parameters = \"*LayerNorm.weight\")|]] private readonly Sequential member = Sequential((\"{name}\", LayerNorm(3)));"));

    [Fact]
    public Task F67_an_exemption_of_a_layer_without_parameters_tests_nothing() => Verify.ReportsAsync(
        Model("[[|NoWeightDecay(Parameters = \"1.weight\")|]] private readonly Sequential member = Sequential(Linear(1, 1), ReLU(), Linear(1, 1));"));

    [Fact]
    public Task F14_F15_case_and_underscores() => Verify.ReportsMessageAsync(
        Model("[[|NoWeightDecay(Parameters = \"LayerNorm.weight\")|]] private readonly Sequential member = Sequential((\"layer_norm\", LayerNorm(3)));"),
        "'LayerNorm.weight' in Parameters of [NoWeightDecay] matches no parameter of 'member'; did you mean 'layer_norm.weight'?");

    [Fact]
    public Task F19_F22_an_exemption_without_effect() => Verify.ReportsAsync(
        Model("[[|NoWeightDecay(Parameters = \"*norm*\")|]] private readonly Sequential member = Sequential((\"conv\", Conv2d(1, 1, 3)), (\"bn\", BatchNorm2d(1)));"));

    [Fact]
    public Task F44_a_prefix_is_not_the_middle_of_a_path() => Verify.ReportsAsync(
        Model("[[|NoWeightDecay(Parameters = \"encoder.cpb_mlp.*\")|]] private readonly Sequential member = Sequential((\"encoder\", Sequential((\"layers\", Sequential((\"cpb_mlp\", Linear(1, 1)))))));"));

    [Fact]
    public Task Fix_replaces_only_what_is_wrong() => Fix.ChangesAsync(
        Model("""
            [{|REG0003:{|REG0003:NoWeightDecay(Parameters = "wieght; bais")|}|}] private readonly Linear a = Linear(1, 1);
            [[|NoWeightDecay(Parameters = "weight ;Bias")|]] private readonly Linear b = Linear(1, 1);
            """),
        Model("""
            [NoWeightDecay(Parameters = "weight; bias")] private readonly Linear a = Linear(1, 1);
            [NoWeightDecay(Parameters = "weight ;bias")] private readonly Linear b = Linear(1, 1);
            """),
        ReplacePatternCodeFix.Key);

    [Fact]
    public Task Fix_of_a_module_name_and_of_the_own_name() => Fix.ChangesAsync(
        Model("""
            [[|NoWeightDecay(Parameters = "fc")|]] private readonly Inner a = new();
            [[|NoWeightDecay(Parameters = "b.fc.weight")|]] private readonly Inner b = new();
            """),
        Model("""
            [NoWeightDecay(Parameters = "fc.*")] private readonly Inner a = new();
            [NoWeightDecay(Parameters = "fc.weight")] private readonly Inner b = new();
            """),
        ReplacePatternCodeFix.Key);

    [Fact]
    public Task Fix_is_not_offered_without_a_near_name_or_a_literal() => Fix.OffersNothingAsync(Model("""
        [[|NoWeightDecay(Parameters = "something_else_entirely")|]] private readonly Linear a = Linear(1, 1);
        [[|NoWeightDecay(Parameters = Names)|]] private readonly Linear b = Linear(1, 1);
        private const string Names = "weigth";
        """));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Blocks("gone"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Blocks("gone"));

    private static string Blocks(string pattern) => $$"""

        [[|NoWeightDecay(Parameters = "{{pattern}}")|]]
        public sealed class Net : Module<Tensor, Tensor>
        {
            [NoWeightDecay] private readonly Parameter pos_embed = Parameter(zeros(1, 4));
            private readonly ModuleList<Level> levels = new(new Level(), new Level());
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }

        public sealed class Level : Module<Tensor, Tensor>
        {
            private readonly Parameter pos_embed = Parameter(zeros(1, 4));
            public Level() : base("Level") => RegisterComponents();
            public override Tensor forward(Tensor x) => x + pos_embed;
        }
        """;

    /// <summary>A class with a pattern, members that are known, and one that is given from outside.</summary>
    private static string Opened(string pattern) => $$"""

        [NoWeightDecay(Parameters = "{{pattern}}")]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            private readonly Module<Tensor, Tensor> given;
            private readonly ModuleList<Linear> more = new(Linear(1, 1), Linear(1, 1));
            public Net(Module<Tensor, Tensor> given) : base("Net") { this.given = given; RegisterComponents(); }
            public override Tensor forward(Tensor x) => given.call(fc.call(x));
        }
        """;

    private static string Model(string members) => $$"""

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            {{members.Replace("\n", "\n    ")}}

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

using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnknownRoleAnalyzer, RegSpec.CodeFixes.AddRoleCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnknownRoleAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0006: raw parameters without a role. F-numbers are failures of published training code.</summary>
public class UnknownRoleTests
{
    [Theory]
    [InlineData("WeightDecay(0.1)")]
    [InlineData("WeightDecay(0.1, Policy = DecayPolicy.Principled)")]
    [InlineData("WeightDecay(0.1, Policy = DecayPolicy.Weights)")]
    public Task Under_a_policy_that_decides_by_role(string annotation) => Verify.ReportsAsync(Model(annotation, "private readonly Parameter [|raw|] = Parameter(randn(3, 3));"));

    [Theory]
    [InlineData("WeightDecay(0.1, Policy = DecayPolicy.Matrices)")]
    [InlineData("WeightDecay(0.1, Policy = DecayPolicy.Everything)")]
    [InlineData("WeightDecay(0.1, Policy = DecayPolicy.DeclaredOnly)")]
    public Task Under_other_policies(string annotation) => Verify.IsSilentAsync(Model(annotation, "private readonly Parameter raw = Parameter(randn(3, 3));"));

    [Theory]
    [InlineData("private readonly Parameter [|raw|] = new Parameter(zeros(3));")]
    [InlineData("private readonly Tensor [|raw|] = Parameter(zeros(3));")]
    [InlineData("public Parameter [|Raw|] { get; } = Parameter(zeros(3));")]
    [InlineData("private readonly ParameterList [|raw|] = new(Parameter(zeros(3)));")]
    [InlineData("private readonly Parameter [|a|] = Parameter(zeros(3)), [|b|] = Parameter(zeros(3));")]
    public Task Every_kind_of_raw_parameter(string member) => Verify.ReportsAsync(Model("WeightDecay(0.1)", member));

    [Theory]
    [InlineData("[ParameterRole(ParameterRole.Weight)] private readonly Parameter raw = Parameter(zeros(3));")]
    [InlineData("[NoWeightDecay] private readonly Parameter raw = Parameter(zeros(3));")]
    [InlineData("[WeightDecay(0.5)] private readonly Parameter raw = Parameter(zeros(3));")]
    [InlineData("private readonly Parameter raw = Parameter(zeros(3), requires_grad: false);")]
    [InlineData("private readonly Tensor raw = zeros(3);")]
    [InlineData("private readonly Linear fc = Linear(1, 1);")]
    [InlineData("private readonly Norm norm = new();")]
    public Task Decided_or_not_trainable(string member) => Verify.IsSilentAsync(Model("WeightDecay(0.1)", member));

    [Fact]
    public Task A_pattern_of_the_class_decides_too() => Verify.IsSilentAsync(
        Model("WeightDecay(0.1), NoWeightDecay(Parameters = \"r*\")", "private readonly Parameter raw = Parameter(zeros(3));"));

    [Fact]
    public Task Without_annotation_nobody_asked() => Verify.IsSilentAsync(Model("Obsolete", "private readonly Parameter raw = Parameter(zeros(3));"));

    [Theory]
    [InlineData("Other | Models.RmsNorm", "raw")]
    [InlineData("RmsNorm", "raw")]
    [InlineData("Models.Other", "[|raw|]")]
    public Task The_option_names_normalizations(string names, string member) => Verify.ReportsWithOptionAsync($"regspec.normalization_types = {names}", $$"""

        namespace Models
        {
            [WeightDecay(0.1)]
            public class RmsNorm : Module<Tensor, Tensor>
            {
                private readonly Parameter {{member}} = Parameter(ones(3));

                public RmsNorm() : base("RmsNorm") => RegisterComponents();

                public override Tensor forward(Tensor x) => x;
            }
        }
        """);

    [Fact]
    public Task F06_F43_forgotten_tokens() => Verify.ReportsAsync(Model("WeightDecay(0.1)", """
        [ParameterRole(ParameterRole.Token)] private readonly Parameter cls_token = Parameter(zeros(1, 1, 8));
            private readonly Parameter [|reg_token|] = Parameter(zeros(1, 4, 8));
            private readonly Parameter [|pos_embed1|] = Parameter(zeros(1, 16, 8));
            private readonly Parameter [|pos_embed2|] = Parameter(zeros(1, 16, 8));
        """));

    [Fact]
    public Task F08_F09_rank_does_not_tell_a_gain_from_a_weight() => Verify.ReportsMessageAsync(
        Model("WeightDecay(0.1)", "private readonly Parameter [|gamma|] = Parameter(ones(8, 1, 1));"),
        "Nothing shows what the parameter 'gamma' is, and policy Principled decides by role: it is not decayed until [ParameterRole] says so");

    [Fact]
    public Task In_a_nested_module_the_holder_is_reported() => Verify.ReportsMessageAsync(
        Model("WeightDecay(0.1)", "private readonly ModuleList<Raw> [|blocks|] = new(new Raw(), new Raw());"),
        "Nothing shows what the parameter 'blocks.0.scale' is, and policy Principled decides by role: it is not decayed until [ParameterRole] says so");

    [Fact]
    public Task A_nested_class_with_a_default_of_its_own_reports_itself() => Verify.ReportsAsync("""

        [WeightDecay(0.1)]
        public sealed class Inner : Module<Tensor, Tensor>
        {
            private readonly Parameter [|scale|] = Parameter(ones(8));
            public Inner() : base("Inner") => RegisterComponents();
            public override Tensor forward(Tensor x) => x + scale;
        }

        [WeightDecay(0.1)]
        public sealed class Outer : Module<Tensor, Tensor>
        {
            private readonly Inner inner = new();
            public Outer() : base("Outer") => RegisterComponents();
            public override Tensor forward(Tensor x) => inner.call(x);
        }
        """);

    [Fact]
    public Task In_an_unannotated_base_the_class_is_reported() => Verify.ReportsAsync("""

        public abstract class Base : Module<Tensor, Tensor>
        {
            protected readonly Parameter scale = Parameter(ones(8));
            protected Base() : base("Base") { }
        }

        [WeightDecay(0.1)]
        public sealed class [|Net|] : Base
        {
            public Net() => RegisterComponents();
            public override Tensor forward(Tensor x) => x + scale;
        }
        """);

    [Fact]
    public Task Fix_adds_the_role_to_each() => Fix.ChangesAsync(
        Model("WeightDecay(0.1)", """
            // positions
                private readonly Parameter [|a|] = Parameter(zeros(1, 4));
                [Obsolete] private readonly Parameter [|b|] = Parameter(zeros(1, 4));
                public Parameter [|C|] { get; } = Parameter(zeros(1, 4));
                private readonly Raw [|nested|] = new();
            """),
        Model("WeightDecay(0.1)", """
            // positions
                [ParameterRole(ParameterRole.Token)]
                private readonly Parameter a = Parameter(zeros(1, 4));
                [ParameterRole(ParameterRole.Token)]
                [Obsolete] private readonly Parameter b = Parameter(zeros(1, 4));
                [ParameterRole(ParameterRole.Token)]
                public Parameter C { get; } = Parameter(zeros(1, 4));
                private readonly Raw nested = new();
            """).Replace("    private readonly Parameter scale", "    [ParameterRole(ParameterRole.Token)]\n    private readonly Parameter scale"),
        AddRoleCodeFix.KeyPrefix + "Token");

    [Fact]
    public Task Fix_edits_the_file_that_declares_the_parameter() => Fix.FilesAsync(
        [
            TestCompilation.ModelUsings + """

            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Parts.Affine [|first|] = new();
                private readonly Parts.Affine second = new();
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => second.call(first.call(x));
            }
            """,
            """
            using TorchSharp;
            using TorchSharp.Modules;

            namespace Parts
            {
                public sealed class Affine : torch.nn.Module<torch.Tensor, torch.Tensor>
                {
                    /// <summary>α of ResMLP (F09).</summary>
                    private readonly Parameter alpha = torch.nn.Parameter(torch.ones(1, 1, 8));
                    public Affine() : base("Affine") => RegisterComponents();
                    public override torch.Tensor forward(torch.Tensor x) => x * alpha;
                }
            }
            """,
        ],
        [
            TestCompilation.ModelUsings + """

            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Parts.Affine first = new();
                private readonly Parts.Affine second = new();
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => second.call(first.call(x));
            }
            """,
            """
            using RegSpec;
            using TorchSharp;
            using TorchSharp.Modules;

            namespace Parts
            {
                public sealed class Affine : torch.nn.Module<torch.Tensor, torch.Tensor>
                {
                    /// <summary>α of ResMLP (F09).</summary>
                    [ParameterRole(ParameterRole.Gain)]
                    private readonly Parameter alpha = torch.nn.Parameter(torch.ones(1, 1, 8));
                    public Affine() : base("Affine") => RegisterComponents();
                    public override torch.Tensor forward(torch.Tensor x) => x * alpha;
                }
            }
            """,
        ],
        AddRoleCodeFix.KeyPrefix + "Gain");

    /// <summary>Norms, layers and heads by hand say what their parameters are; gains and tokens do not.</summary>
    [Theory]
    [InlineData("raw", "raw * (x * rsqrt(x.square().mean(new long[] { -1 }, true) + 1e-6))")]
    [InlineData("raw", "functional.normalize(x) + raw")]
    [InlineData("raw", "functional.linear(x, raw)")]
    [InlineData("raw", "x.matmul(raw.t())")]
    [InlineData("[|raw|]", "x * raw")]
    [InlineData("[|raw|]", "x + raw")]
    [InlineData("[|raw|]", "cat(new[] { raw, x }, 0)")]
    [InlineData("[|raw|]", "functional.gelu(functional.normalize(x)) * raw")]
    public Task What_forward_shows_needs_no_attribute(string name, string forward) => Verify.ReportsAsync($$"""

        [WeightDecay(0.1)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Parameter {{name}} = Parameter(randn(3, 3));
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => {{forward}};
        }
        """);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("WeightDecay(0.1)", "private readonly Parameter [|raw|] = Parameter(zeros(3));"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("WeightDecay(0.1)", "private readonly Parameter [|raw|] = Parameter(zeros(3));"));

    private static string Model(string annotation, string members) => $$"""

        [{{annotation}}]
        public class Net : Module<Tensor, Tensor>
        {
            {{members}}

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => x;
        }

        [Normalization]
        public sealed class Norm : Module<Tensor, Tensor>
        {
            private readonly Parameter weight = Parameter(ones(8));
            public Norm() : base("Norm") => RegisterComponents();
            public override Tensor forward(Tensor x) => x * weight;
        }

        public sealed class Raw : Module<Tensor, Tensor>
        {
            private readonly Parameter scale = Parameter(ones(8, 8));
            public Raw() : base("Raw") => RegisterComponents();
            public override Tensor forward(Tensor x) => x * scale;
        }
        """;
}

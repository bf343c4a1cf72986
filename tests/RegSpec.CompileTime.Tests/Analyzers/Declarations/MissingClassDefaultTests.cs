using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.MissingClassDefaultAnalyzer, RegSpec.CodeFixes.AddClassDefaultCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.MissingClassDefaultAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0008: classes that should say their own default.</summary>
public class MissingClassDefaultTests
{
    private const string Base = """

        [WeightDecay(0.25)]
        public abstract class Base : Module<Tensor, Tensor>
        {
            protected readonly Linear shared = Linear(1, 1);
            protected Base() : base("Base") { }
        }

        """;

    private const string Rest = "public Net() => RegisterComponents(); public override Tensor forward(Tensor x) => x; }";

    [Fact]
    public Task Adds_parameters_under_an_annotated_base() => Verify.ReportsMessageAsync(
        Base + "public sealed class [|Net|] : Base { private readonly Linear head = Linear(1, 1); " + Rest,
        "'Net' adds 'head.weight' to the parameters of the annotated 'Base' but carries no [WeightDecay] itself: they get λ = 0.25 of 'Base', and the generated code knows that class alone; write [WeightDecay(0.25)] on 'Net'");

    [Fact]
    public Task Declares_on_a_member() => Verify.ReportsMessageAsync(
        """

        public sealed class [|Net|] : Module<Tensor, Tensor>
        {
            [NoWeightDecay] private readonly Linear head = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """,
        "'Net' declares the weight decay of 'head' but carries no [WeightDecay] itself: as a root it has no λ for its other weights, and ParameterGroups() throws; write [WeightDecay(0.01)] on 'Net'");

    [Theory]
    [InlineData("public sealed class Net : Base { ")]
    [InlineData("public sealed class Net : Base { private readonly ReLU act = ReLU(); private readonly string name = \"\"; ")]
    [InlineData("public sealed class Net : Base { private readonly Tensor mask = zeros(1); ")]
    [InlineData("[WeightDecay(0.1)] public sealed class Net : Base { private readonly Linear head = Linear(1, 1); ")]
    [InlineData("[NoWeightDecay] public sealed class Net : Base { private readonly Linear head = Linear(1, 1); ")]
    public Task Nothing_to_add(string head) => Verify.IsSilentAsync(Base + head + Rest);

    [Fact]
    public Task What_a_given_module_adds_is_not_known() => Verify.IsSilentAsync(Base
        + "public sealed class Net : Base { private readonly Module<Tensor, Tensor> given; public Net(Module<Tensor, Tensor> given) { this.given = given; RegisterComponents(); } public override Tensor forward(Tensor x) => given.call(x); }");

    [Theory]
    [InlineData("public abstract class Net : Base { private readonly Linear head = Linear(1, 1); protected Net() => RegisterComponents(); }")]
    [InlineData("public abstract class Net : Module<Tensor, Tensor> { [NoWeightDecay] private readonly Linear head = Linear(1, 1); protected Net() : base(\"\") => RegisterComponents(); }")]
    public Task Abstract_classes_leave_it_to_others(string type) => Verify.IsSilentAsync(Base + type);

    [Fact]
    public Task A_role_or_a_learning_rate_is_no_decay() => Verify.IsSilentAsync("""

        public sealed class Block : Module<Tensor, Tensor>
        {
            [ParameterRole(ParameterRole.Gain)] private readonly Parameter scale = Parameter(ones(1));
            [LearningRateScale(0.1)] private readonly Linear fc = Linear(1, 1);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x) * scale;
        }
        """);

    [Fact]
    public Task Annotated_from_the_assembly() => Verify.IsSilentAsync("""

        [assembly: WeightDecayFor(typeof(Net), 0.1)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            [NoWeightDecay] private readonly Linear head = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """);

    [Fact]
    public Task Fix_takes_the_coefficient_of_the_base_or_the_usual_one() => Fix.ChangesAsync(
        Base + """
        // the classifier
        public sealed class [|Net|] : Base
        {
            private readonly Linear head = Linear(1, 1);
            public Net() => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }

        public sealed class [|Other|] : Module<Tensor, Tensor>
        {
            [NoWeightDecay] private readonly Linear head = Linear(1, 1);
            public Other() : base("Other") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """,
        Base + """
        // the classifier
        [WeightDecay(0.25)]
        public sealed class Net : Base
        {
            private readonly Linear head = Linear(1, 1);
            public Net() => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }

        [WeightDecay(0.01)]
        public sealed class Other : Module<Tensor, Tensor>
        {
            [NoWeightDecay] private readonly Linear head = Linear(1, 1);
            public Other() : base("Other") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """,
        AddClassDefaultCodeFix.Key);

    [Fact]
    public Task Fix_does_not_take_the_coefficient_of_a_pattern()
    {
        string model = Base.Replace("[WeightDecay(0.25)]", "[WeightDecay(0.75, Parameters = \"shared.*\")]\n[WeightDecay(0.25)]")
            + "\npublic sealed class [|Net|] : Base\n{\n    private readonly Linear head = Linear(1, 1);\n    public Net() => RegisterComponents();\n    public override Tensor forward(Tensor x) => x;\n}\n";
        return Fix.ChangesAsync(
            model,
            model.Replace("public sealed class [|Net|]", "[WeightDecay(0.25)]\npublic sealed class Net"),
            AddClassDefaultCodeFix.Key);
    }

    [Fact]
    public Task Fix_adds_the_using_it_needs() => Fix.FilesAsync(
        [
            TestCompilation.ModelUsings + Base,
            """
            // licence
            using TorchSharp;
            using TorchSharp.Modules;

            namespace Models;

            public sealed class [|Net|] : Base
            {
                private readonly Linear head = torch.nn.Linear(1, 1);
                public Net() => RegisterComponents();
                public override torch.Tensor forward(torch.Tensor x) => x;
            }
            """,
        ],
        [
            TestCompilation.ModelUsings + Base,
            """
            // licence
            using RegSpec;
            using TorchSharp;
            using TorchSharp.Modules;

            namespace Models;

            [WeightDecay(0.25)]
            public sealed class Net : Base
            {
                private readonly Linear head = torch.nn.Linear(1, 1);
                public Net() => RegisterComponents();
                public override torch.Tensor forward(torch.Tensor x) => x;
            }
            """,
        ],
        AddClassDefaultCodeFix.Key);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Base + "public sealed class [|Net|] : Base { private readonly Linear head = Linear(1, 1); " + Rest);

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Base + "public sealed class [|Net|] : Base { private readonly Linear head = Linear(1, 1); " + Rest);
}

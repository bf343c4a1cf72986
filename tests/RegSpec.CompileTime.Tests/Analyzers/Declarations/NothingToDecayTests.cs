using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.NothingToDecayAnalyzer, RegSpec.CodeFixes.RemoveDeclarationCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.NothingToDecayAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0002: declarations on members that can never own a parameter.</summary>
public class NothingToDecayTests
{
    [Theory]
    [InlineData("ReLU", "ReLU()")]
    [InlineData("Dropout", "Dropout(0.1)")]
    [InlineData("MaxPool2d", "MaxPool2d(2)")]
    [InlineData("string", "\"x\"")]
    [InlineData("long", "3")]
    [InlineData("Tensor", "zeros(3)")]
    [InlineData("Module<Tensor, Tensor>", "ReLU()")]
    [InlineData("Func<Tensor, Tensor>", "x => x")]
    public Task Never_owns_a_parameter(string type, string value) => Verify.ReportsAsync(Model($"[[|WeightDecay(0.1)|]] private readonly {type} member = {value};"));

    [Theory]
    [InlineData("WeightDecay(0.1)")]
    [InlineData("NoWeightDecay")]
    [InlineData("LearningRateScale(2)")]
    [InlineData("ParameterRole(ParameterRole.Gain)")]
    public Task Every_declaration_counts(string attribute) => Verify.ReportsAsync(Model($"[[|{attribute}|]] private readonly GELU member = GELU();"));

    [Theory]
    [InlineData("private readonly Linear member = Linear(1, 1);")]
    [InlineData("private readonly Module<Tensor, Tensor> member = Linear(1, 1);")]
    [InlineData("private Module<Tensor, Tensor>? member;")]
    [InlineData("private readonly Parameter member = Parameter(zeros(1));")]
    [InlineData("private readonly Tensor member = Parameter(zeros(1));")]
    [InlineData("private readonly ParameterList member = new();")]
    [InlineData("private readonly Sequential member = Sequential(ReLU());")]
    [InlineData("private readonly ModuleList<Linear> member = new();")]
    [InlineData("private readonly Inner member = new();")]
    [InlineData("private readonly List<Linear> member = new();")]
    [InlineData("public Linear Member { get; } = Linear(1, 1);")]
    [InlineData("private readonly Module<Tensor, Tensor> member = Environment.NewLine.Length > 1 ? Linear(1, 1) : ReLU();")]
    public Task May_own_a_parameter(string member) => Verify.IsSilentAsync(Model("[WeightDecay(0.1)] " + member));

    [Theory]
    [InlineData("Linear", "Linear(1, 1)", "Linear")]
    [InlineData("string", "\"x\"", "String")]
    [InlineData("List<Linear>", "new()", "List")]
    [InlineData("Inner", "new()", "Inner")]
    [InlineData("ModuleDict<Linear>", "new()", "ModuleDict")]
    [InlineData("Module<Tensor, Tensor>", "Linear(1, 1)", "Linear")]
    [InlineData("Parameter", "Parameter(zeros(1))", "Parameter")]
    public Task Layer_wise_rates_need_numbered_items(string type, string value, string name) => Verify.ReportsMessageAsync(
        Model($"[[|LayerwiseLearningRate(0.8)|]] private readonly {type} member = {value};"),
        $"[LayerwiseLearningRate] on 'member' has no effect: {name} has no numbered items; it is for a ModuleList or Sequential");

    [Theory]
    [InlineData("private readonly ModuleList<Linear> member = new();")]
    [InlineData("private readonly Sequential member = Sequential(Linear(1, 1));")]
    [InlineData("private readonly Module<Tensor, Tensor> member = Sequential(Linear(1, 1));")]
    [InlineData("private Module<Tensor, Tensor>? member;")]
    [InlineData("private readonly Stack member = new(); public sealed class Stack : Sequential { public Stack() : base(new Module<Tensor, Tensor>[0]) { } }")]
    [InlineData("public ModuleList<Linear> Member { get; } = new();")]
    public Task Layer_wise_rates_of_lists(string member) => Verify.IsSilentAsync(Model("[LayerwiseLearningRate(0.8)] " + member));

    [Fact]
    public Task A_role_is_for_raw_parameters() => Verify.ReportsAsync(Model("""
        [[|ParameterRole(ParameterRole.Weight)|]] private readonly Linear fc = Linear(1, 1);
        [[|ParameterRole(ParameterRole.Weight)|]] private readonly Inner inner = new();
        [[|ParameterRole(ParameterRole.Weight)|]] private readonly Sequential several = Sequential(Linear(1, 1));
        [ParameterRole(ParameterRole.Weight)] private readonly Parameter raw = Parameter(zeros(1));
        [ParameterRole(ParameterRole.Weight)] private readonly ParameterDict dict = new();
        """));

    [Theory]
    [InlineData("[ParameterRole(ParameterRole.Weight)] private readonly List<Parameter> several = new();")]
    [InlineData("[Feature] private readonly string other = \"\";")]
    public Task Another_rule_s_or_of_another_purpose(string member) => Verify.IsSilentAsync(Model(member));

    [Fact]
    public Task The_type_is_named_without_its_arguments() => Verify.ReportsMessageAsync(
        Model("[[|WeightDecay(0.1)|]] private readonly Dictionary<string, List<int>> sizes = new();"),
        "[WeightDecay] on 'sizes' has no effect: Dictionary never owns a parameter");

    [Fact]
    public Task A_property_with_storage_is_judged_by_its_type() => Verify.ReportsMessageAsync(
        Model("[[|WeightDecay(0.1)|]] public ReLU Act { get; } = ReLU();"),
        "[WeightDecay] on 'Act' has no effect: ReLU never owns a parameter");

    [Theory]
    [InlineData("protected abstract Linear Member { get; }")]
    [InlineData("public Linear Member => fc; private readonly Linear fc = Linear(1, 1);")]
    public Task A_property_without_storage(string member) => Verify.ReportsMessageAsync(
        Model("[[|WeightDecay(0.1)|]] " + member),
        "[WeightDecay] on 'Member' has no effect: the property stores nothing; write it on the field it returns");

    [Fact]
    public Task Message() => Verify.ReportsMessageAsync(
        Model("[[|NoWeightDecay|]] private readonly ReLU act = ReLU();"),
        "[NoWeightDecay] on 'act' has no effect: ReLU never owns a parameter");

    [Fact]
    public Task Fix_removes_each_and_keeps_comments() => Fix.ChangesAsync(
        Model("""
            // an activation
            [[|WeightDecay(0.1)|]]
            private readonly ReLU a = ReLU();

            /// <summary>Another.</summary>
            [[|WeightDecay(0.1)|], [|LearningRateScale(2)|]] private readonly ReLU b = ReLU();

            [Obsolete, [|NoWeightDecay|]] private readonly ReLU c = ReLU();
            [Obsolete]
            [[|NoWeightDecay|]]
            private readonly ReLU d = ReLU();
            """),
        Model("""
            // an activation
            private readonly ReLU a = ReLU();

            /// <summary>Another.</summary>
            private readonly ReLU b = ReLU();

            [Obsolete] private readonly ReLU c = ReLU();
            [Obsolete]
            private readonly ReLU d = ReLU();
            """),
        RemoveDeclarationCodeFix.Key);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("[[|NoWeightDecay|]] private readonly ReLU act = ReLU();"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("[[|NoWeightDecay|]] private readonly ReLU act = ReLU();"));

    private static string Model(string members) => $$"""

        public abstract class Net : Module<Tensor, Tensor>
        {
            {{members.Replace("\n", "\n    ").Replace("\n    \n", "\n\n")}}

            protected Net() : base("Net") => RegisterComponents();
        }

        public sealed class Inner : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Inner() : base("Inner") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """;
}

using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.ConflictingDeclarationsAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0004: declarations that disagree.</summary>
public class ConflictingDeclarationsTests
{
    [Theory]
    [InlineData("WeightDecay(0.1)", "WeightDecay(0.2)")]
    [InlineData("WeightDecay(0.1)", "NoWeightDecay")]
    [InlineData("WeightDecay(0.1, Policy = DecayPolicy.Weights)", "WeightDecay(0.1)")]
    [InlineData("WeightDecay(0.1, Parameters = \"*\")", "NoWeightDecay(Parameters = \"bias\")")]
    [InlineData("WeightDecay(0.1, Parameters = \"weight\")", "WeightDecay(0.2, Parameters = \"w*\")")]
    public Task Disagree(string first, string second) => Verify.ReportsAsync(Model($"[{first}, [|{second}|]] private readonly Linear fc = Linear(1, 1);"));

    [Theory]
    [InlineData("WeightDecay(0.1)", "WeightDecay(0.1)")]
    [InlineData("WeightDecay(0)", "NoWeightDecay")]
    [InlineData("WeightDecay(0.1)", "NoWeightDecay(Parameters = \"bias\")")]
    [InlineData("WeightDecay(0.1, Parameters = \"weight\")", "WeightDecay(0.2, Parameters = \"bias\")")]
    [InlineData("WeightDecay(0.1, Parameters = \"*\")", "WeightDecay(0.1, Parameters = \"bias\")")]
    [InlineData("WeightDecay(0.1)", "LearningRateScale(0.5)")]
    public Task Agree(string first, string second) => Verify.IsSilentAsync(Model($"[{first}, {second}] private readonly Linear fc = Linear(1, 1);"));

    [Fact]
    public Task Two_members_are_two_places() => Verify.IsSilentAsync(
        Model("[WeightDecay(0.2)] private readonly Linear a = Linear(1, 1);\n[WeightDecay(0.3), WeightDecay(0.3)] private readonly Linear b = Linear(1, 1);"));

    [Fact]
    public Task Below_a_member_that_only_the_run_time_can_open_nothing_is_certain() => Verify.IsSilentAsync("""

        [WeightDecay(0.1, Parameters = "given*"), NoWeightDecay(Parameters = "g*")]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> given;
            public Net(Module<Tensor, Tensor> given) : base("Net") { this.given = given; RegisterComponents(); }
            public override Tensor forward(Tensor x) => given.call(x);
        }
        """);

    [Fact]
    public Task F23_a_container_s_patterns_are_checked_on_what_it_holds() => Verify.ReportsMessageAsync(
        Model("[WeightDecay(0.1, Parameters = \"*.bias\"), [|NoWeightDecay(Parameters = \"1.*\")|]] private readonly Sequential body = Sequential(Linear(1, 1), BatchNorm1d(1));"),
        "[WeightDecay(0.1)] and [NoWeightDecay] disagree about 'body.1.bias'");

    [Fact]
    public Task On_a_class() => Verify.ReportsAsync("""

        [WeightDecay(0.1)]
        [WeightDecay(0.1)]
        [[|WeightDecay(0.2)|]]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """);

    [Fact]
    public Task Different_places_are_ordered_not_in_conflict() => Verify.IsSilentAsync("""

        [WeightDecay(0.1, Parameters = "fc.weight")]
        public sealed class Net : Module<Tensor, Tensor>
        {
            [WeightDecay(0.2)] private readonly Linear fc = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """);

    [Theory]
    [InlineData("head.weight = emb.weight")]
    [InlineData("emb.weight = head.weight")]
    [InlineData("this.head.weight = this.emb.weight!")]
    public Task F30_tied_tensors_with_two_coefficients(string tie) => Verify.ReportsAsync(Tied("[WeightDecay(0.1)]", "[NoWeightDecay]", "[|" + tie + "|]"));

    [Theory]
    [InlineData("", "")]
    [InlineData("[WeightDecay(0.1)]", "[WeightDecay(0.1)]")]
    [InlineData("[WeightDecay(0.1)]", "")]
    [InlineData("[NoWeightDecay(Parameters = \"bias\")]", "[WeightDecay(0.1)]")]
    public Task Tied_tensors_without_contradiction(string onHead, string onEmbedding) => Verify.IsSilentAsync(Tied(onHead, onEmbedding, "head.weight = emb.weight"));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("[WeightDecay(0.1), [|NoWeightDecay|]] private readonly Linear fc = Linear(1, 1);"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("[WeightDecay(0.1), [|NoWeightDecay|]] private readonly Linear fc = Linear(1, 1);"));

    private static string Tied(string onHead, string onEmbedding, string tie) => $$"""

        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            {{onHead}} private readonly Linear head = Linear(8, 100);
            {{onEmbedding}} private readonly Embedding emb = Embedding(100, 8);

            public Net()
                : base("Net")
            {
                {{tie}};
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => head.call(emb.call(x));
        }
        """;

    private static string Model(string member) => $$"""

        public sealed class Net : Module<Tensor, Tensor>
        {
            {{member}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """;
}

using RegSpec.Analyzers;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.CoefficientRangeAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0001: coefficients out of range.</summary>
public class CoefficientRangeTests
{
    [Theory]
    [InlineData("WeightDecay(-0.1)")]
    [InlineData("WeightDecay(double.NaN)")]
    [InlineData("WeightDecay(double.PositiveInfinity)")]
    [InlineData("WeightDecay(1 / 0.0)")]
    [InlineData("WeightDecay(-1e-300, Policy = DecayPolicy.Weights)")]
    [InlineData("LearningRateScale(0)")]
    [InlineData("LearningRateScale(-1)")]
    [InlineData("LearningRateScale(double.NaN)")]
    public Task Out_of_range_on_class_and_member(string attribute) => Verify.ReportsAsync($$"""

        [[|{{attribute}}|]]
        public class Net : Module<Tensor, Tensor>
        {
            [[|{{attribute}}|]] private readonly Linear fc = Linear(1, 1);
            [[|{{attribute}}|]] private Linear Other { get; } = Linear(1, 1);
            [field: [|{{attribute}}|]] private Linear Third { get; } = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => Third.call(Other.call(fc.call(x)));
        }
        """);

    [Theory]
    [InlineData("LearningRateScale(0)", "factor of [LearningRateScale] is 0: it must be finite and greater than 0")]
    [InlineData("WeightDecay(-0.5)", "lambda of [WeightDecay] is -0.5: it must be finite and not negative")]
    public Task Says_what_it_must_be(string attribute, string message) => Verify.ReportsMessageAsync(
        $"[[|{attribute}|]] public abstract class Net : Module<Tensor, Tensor> {{ protected Net() : base(\"Net\") {{ }} }}",
        message);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.8", "-0.8")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    public Task Layer_wise_decay(string decay, string text) => Verify.ReportsMessageAsync(
        Layered("[|LayerwiseLearningRate(" + decay + ")|]"), "decay of [LayerwiseLearningRate] is " + text + ": it must be finite and greater than 0");

    [Theory]
    [InlineData("LayerwiseLearningRate(0.8)")]
    [InlineData("LayerwiseLearningRate(1)")]
    [InlineData("LayerwiseLearningRate(1.5)")]
    public Task Layer_wise_decay_in_range(string attribute) => Verify.IsSilentAsync(Layered(attribute));

    [Theory]
    [InlineData("WeightDecay(0)")]
    [InlineData("WeightDecay(0.05)")]
    [InlineData("WeightDecay(double.MaxValue)")]
    [InlineData("WeightDecay(-0.0)")]
    [InlineData("NoWeightDecay")]
    [InlineData("LearningRateScale(double.Epsilon)")]
    [InlineData("LearningRateScale(100)")]
    public Task In_range(string attribute) => Verify.IsSilentAsync($$"""

        [{{attribute}}]
        public class Net : Module<Tensor, Tensor>
        {
            [{{attribute}}] private readonly Linear fc = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """);

    [Fact]
    public Task A_constant_is_read_through_its_name() => Verify.ReportsMessageAsync(
        """

        public class Net : Module<Tensor, Tensor>
        {
            private const double Decay = -0.5;
            [[|WeightDecay(Decay)|]] private readonly Linear fc = Linear(1, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """,
        "lambda of [WeightDecay] is -0.5: it must be finite and not negative");

    [Fact]
    public Task On_the_assembly() => Verify.ReportsAsync("""

        [assembly: [|WeightDecayFor(typeof(Net), -1)|], WeightDecayFor(typeof(Net), 1)]
        public class Net : Module<Tensor, Tensor>
        {
            public Net() : base("Net") { }
            public override Tensor forward(Tensor x) => x;
        }
        """);

    [Fact]
    public Task In_a_ridge_row() => Verify.ReportsAsync("""

        [[|RidgeRegression(Lambda = -1)|]]
        public record House
        {
            [[|Feature(PenaltyFactor = -0.5)|]] public required double Area { get; init; }
            [Feature(PenaltyFactor = 0)] public required double Age { get; init; }
            [Target] public required double Price { get; init; }
        }

        [RidgeRegression(Lambda = 0)]
        [Interaction("Area", "Age", PenaltyFactor = 0)]
        public record Flat
        {
            [Feature] public required double Area { get; init; }
            [Feature] public required double Age { get; init; }
            [Target] public required double Price { get; init; }
            [Target(Lambda = double.NaN)] public required double Rent { get; init; }
        }

        [RidgeRegression]
        [[|Interaction("Area", "Age", PenaltyFactor = double.NaN)|]]
        public record Hut
        {
            [Feature] public required double Area { get; init; }
            [Feature] public required double Age { get; init; }
            [[|Target(Lambda = -2)|]] public required double Price { get; init; }
            [[|Target(Lambda = double.PositiveInfinity)|]] public required double Rent { get; init; }
        }
        """);

    [Fact]
    public Task Someone_elses_attribute_of_that_name() => Verify.IsSilentAsync("""

        namespace Other
        {
            public sealed class WeightDecayAttribute(double lambda) : System.Attribute { public double Lambda => lambda; }

            [Other.WeightDecay(-1)]
            public class Net : Module<Tensor, Tensor>
            {
                public Net() : base("Net") { }
                public override Tensor forward(Tensor x) => x;
            }
        }
        """);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Negative);

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Negative);

    private const string Negative = """

        [[|WeightDecay(-1)|]]
        public class Net : Module<Tensor, Tensor>
        {
            public Net() : base("Net") { }
            public override Tensor forward(Tensor x) => x;
        }
        """;

    private static string Layered(string attribute) => $$"""

        public class Net : Module<Tensor, Tensor>
        {
            [{{attribute}}] private readonly ModuleList<Linear> blocks = new(Linear(1, 1), Linear(1, 1));
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => blocks[1].call(blocks[0].call(x));
        }
        """;
}

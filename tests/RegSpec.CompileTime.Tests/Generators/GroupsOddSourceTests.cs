using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>Source as the user has it while typing, or as nobody should write it: the generator neither throws nor writes what does not compile.</summary>
public class GroupsOddSourceTests
{
    private const string Model = TestCompilation.ModelUsings + """

        namespace Acme;

        [WeightDecay(0.05, Policy = DecayPolicy.Weights), LearningRateScale(2)]
        [NoWeightDecay(Parameters = "body.*.bias")]
        public sealed partial class Net<T> : Module<Tensor, Tensor>
            where T : Module<Tensor, Tensor>, new()
        {
            private readonly Sequential body = Sequential(("a", Linear(2, 3)), ("b", new T()));
            [ParameterRole(ParameterRole.Gain)] private readonly Parameter gamma = Parameter(ones(3));
            [WeightDecay(0.1, Because = "tuned")] private Linear Head { get; }

            public Net(bool bias) : base(nameof(Net<T>))
            {
                Head = bias ? Linear(3, 1) : Linear(3, 1, hasBias: false);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => Head.call(body.call(x) * gamma);
        }
        """;

    public static TheoryData<int> Cuts => [.. Enumerable.Range(1, 40).Select(i => i * Model.Length / 40)];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_file_that_ends_anywhere_is_survived(int length) =>
        GeneratorRun.Result(GeneratorRun.Driver().RunGenerators(ConsumerCompilation.Create(Model[..length])));

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_file_with_a_hole_anywhere_is_survived(int end) =>
        GeneratorRun.Result(GeneratorRun.Driver().RunGenerators(ConsumerCompilation.Create(Model.Remove(end - 20, 20))));

    [Theory]
    [InlineData("[WeightDecay(0.1, Because = \"two\\nlines, a \\ttab, \\\"quotes\\\", <tags> & \\0 control \\u2028 characters\")]")]
    [InlineData("[WeightDecay(0.1, Parameters = \"*\\r\\n\")]")]
    [InlineData("[WeightDecay(0.1, Policy = (DecayPolicy)99)]")]
    [InlineData("[WeightDecay(0.1), ParameterRole((ParameterRole)99)]")]
    [InlineData("[WeightDecay(double.NaN)]")]
    [InlineData("[WeightDecay(-1e300)]")]
    [InlineData("[WeightDecay(double.PositiveInfinity), LearningRateScale(double.NegativeInfinity)]")]
    public void Values_out_of_all_bounds_still_compile(string attributes) => GeneratorRun.Of(TestCompilation.ModelUsings + $$"""

        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            {{attributes}} private readonly Parameter weight = Parameter(ones(3, 3));
            public Net() : base("") => RegisterComponents();
            public override Tensor forward(Tensor x) => x.matmul(weight);
        }
        """);

    [Fact]
    public void A_generic_class_is_described_by_registered_names() => Snapshot.Matches(GeneratorRun.Of(Model).Text, nameof(A_generic_class_is_described_by_registered_names));

    [Fact]
    public void The_model_of_the_readme() => Snapshot.Matches(
        GeneratorRun.Of(TestCompilation.ModelUsings + """

            namespace Acme;

            [WeightDecay(0.05)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = Linear(64, 128);
                private readonly BatchNorm1d bn1 = BatchNorm1d(128);
                [WeightDecay(0.001, Because = "output layer, tuned")]
                private readonly Linear head = Linear(128, 10);

                public Net() : base(nameof(Net)) => RegisterComponents();
                public override Tensor forward([Standardized] Tensor x) => head.call(functional.relu(bn1.call(fc1.call(x))));
            }
            """).Text,
        nameof(The_model_of_the_readme));

    [Fact]
    public void A_class_of_another_assembly()
    {
        CSharpCompilation library = ConsumerCompilation.Create(
            [TestCompilation.ModelUsings + " namespace Vendor; public sealed class Net : Module<Tensor, Tensor> { public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; }"],
            "Vendor");
        GeneratorRun run = GeneratorRun.Of(ConsumerCompilation.Create(
            ["[assembly: RegSpec.WeightDecayFor(typeof(Vendor.Net), 0.1)]"],
            references: [library.ToMetadataReference()]));
        Snapshot.Matches(run.Text, nameof(A_class_of_another_assembly));
    }
}

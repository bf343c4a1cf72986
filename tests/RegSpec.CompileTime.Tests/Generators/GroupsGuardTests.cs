namespace RegSpec.CompileTime.Tests;

/// <summary>What never reaches <c>parameters()</c> is named before the first step; what does reach it in an odd way is not.</summary>
public class GroupsGuardTests
{
    [Theory]
    [InlineData("private static readonly Linear Shared = Linear(2, 3);", "Shared.weight Shared.bias")]
    [InlineData("private readonly List<Linear> layers = new() { Linear(2, 3) };", "layers.0.weight layers.0.bias")]
    [InlineData("private readonly Linear[] layers = { Linear(2, 3) };", "layers.0.weight layers.0.bias")]
    [InlineData("private readonly Dictionary<string, Linear> layers = new() { [\"a\"] = Linear(2, 3) };", "layers.a.weight layers.a.bias")]
    [InlineData("private readonly (Linear First, int Count) pair = (Linear(2, 3), 1);", "pair.0.weight pair.0.bias")]
    [InlineData("private readonly Tensor trained = ones(3, requires_grad: true);", "trained")]
    public void A_member_that_registers_nothing_is_named(string member, string names) => Assert.Equal(names, NamesOf(Model(member, "")));

    [Theory]
    [InlineData("private Linear? late;", "late = Linear(2, 3);", "late.weight late.bias")]
    [InlineData("private Parameter? late;", "late = Parameter(ones(3));", "late")]
    [InlineData("private Sequential? late;", "late = Sequential(Linear(2, 3));", "late.0.weight late.0.bias")]
    [InlineData("private readonly ModuleList<Linear> late = new();", "late.Add(Linear(2, 3));", "late.0.weight late.0.bias")]
    public void What_is_assigned_after_registration_is_named(string member, string statement, string names) => Assert.Equal(names, NamesOf(Model(member, statement)));

    [Fact]
    public void A_field_hidden_by_one_of_the_same_name_is_named() => Assert.Equal("Base.fc1.weight Base.fc1.bias", NamesOf("""
        public abstract class Base : Module<Tensor, Tensor>
        {
            private readonly Linear fc1 = Linear(7, 7);
            protected Base() : base("") { }
            public override Tensor forward(Tensor x) => fc1.call(x);
        }

        [WeightDecay(0.1)]
        public sealed class Net : Base
        {
            private readonly Linear fc1 = Linear(2, 3);
            public Net() => RegisterComponents();
            public override Tensor forward(Tensor x) => fc1.call(x);
        }
        """));

    [Theory]
    [InlineData("private readonly List<Linear> layers = new(); private readonly Sequential body = Sequential();", "var l = Linear(2, 3); layers.Add(l); body.append(l);")]
    [InlineData("private readonly Linear? maybe = DateTime.Now.Year < 2000 ? Linear(2, 3) : null;", "")]
    [InlineData("private readonly Linear switched = Linear(2, 3, hasBias: DateTime.Now.Year < 2000);", "")]
    [InlineData("private readonly Tensor buffer = ones(3);", "")]
    [InlineData("private readonly Parameter frozen = Parameter(ones(3), requires_grad: false);", "")]
    [InlineData("private readonly ModuleDict<Linear> table = new() { (\"a\", Linear(2, 3)) };", "")]
    [InlineData("[ParameterRole(ParameterRole.Token)] private readonly ParameterList tokens = new(Parameter(ones(3)));", "")]
    public void What_reaches_parameters_or_may_be_absent_is_not(string member, string statement) =>
        Assert.Equal("", NamesOf(Model(member, after: "", before: statement)));

    [Fact]
    public void A_class_of_this_assembly_may_be_annotated_from_outside_too()
    {
        GeneratorRun run = GeneratorRun.Of(
            """
            using RegSpec;
            [assembly: WeightDecayFor(typeof(Net), 0.1)]
            [assembly: WeightDecayFor(typeof(Declared), 0.2)]
            """,
            TestCompilation.ModelUsings + """

            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = Linear(2, 3, hasBias: false);
                public Net() : base("") => RegisterComponents();
                public override Tensor forward(Tensor x) => fc1.call(x);
            }

            public sealed class Declared : Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = Linear(2, 3, hasBias: false);
                [NoWeightDecay] private readonly Linear fc2 = Linear(3, 4, hasBias: false);
                public Declared() : base("") => RegisterComponents();
                public override Tensor forward(Tensor x) => fc2.call(fc1.call(x));
            }

            public static class Program
            {
                public static string Run() => string.Join(" ", new Net().ParameterGroups().Concat(new Declared().ParameterGroups()).Select(p => p.Name + "=" + p.WeightDecay.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
            """);
        Assert.Equal(2, run.Files.Length);
        Assert.All(run.Files, file => Assert.Contains("ParameterGroups(this ", file.SourceText.ToString(), StringComparison.Ordinal));
        Assert.Equal("fc1.weight=0.1 fc1.weight=0.2 fc2.weight=0", LoadedConsumer.Run(run.Output));
    }

    private static string Model(string member, string after, string before = "") => $$"""
        [WeightDecay(0.1)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc1 = Linear(2, 3);
            {{member}}
            public Net() : base("")
            {
                {{before}}
                RegisterComponents();
                {{after}}
            }

            public override Tensor forward(Tensor x) => fc1.call(x);
        }
        """;

    /// <summary>The names the guard throws with; empty when it passes.</summary>
    private static string NamesOf(string model) => LoadedConsumer.Run(GeneratorRun.Of(TestCompilation.ModelUsings + "\n" + model, """
        public static class Program
        {
            public static string Run()
            {
                try
                {
                    return new Net().ParameterGroups().Count > 0 ? "" : "no rows";
                }
                catch (RegSpec.ParameterCoverageException e)
                {
                    return string.Join(" ", e.Names);
                }
            }
        }
        """).Output);
}

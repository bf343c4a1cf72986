namespace RegSpec.CompileTime.Tests.Analyzers.Manifest;

/// <summary>REG4001: refactorings that change what is decayed, and the lines that say so.</summary>
public class RefactoringTests
{
    private const string Model = """

        [WeightDecay(0.05)]
        public sealed class Encoder : Module<Tensor, Tensor>
        {
            [NoWeightDecay] private readonly Embedding tokens = Embedding(10, 4);
            private readonly Linear fc = Linear(4, 4);
            private readonly LayerNorm norm = LayerNorm(4);
            [NoWeightDecay(Because = "small")] private readonly Linear head = Linear(4, 1);
            public Encoder() : base("Encoder") => RegisterComponents();
            public override Tensor forward(Tensor x) => head.call(norm.call(tokens.call(x) + fc.call(tokens.call(x)).relu()));
        }
        """;

    private const string Normed = """

        [WeightDecay(0.05)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(4, 4, hasBias: false);
            private readonly BatchNorm1d bn = BatchNorm1d(4);
            private readonly Linear head = Linear(4, 1);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => head.call(functional.relu(bn.call(fc.call(x))));
        }
        """;

    private const string OwnNorm = """

        public sealed class MyNorm : Module<Tensor, Tensor>
        {
            private readonly Parameter weight;
            public MyNorm(long width) : base("MyNorm") { weight = Parameter(ones(width)); RegisterComponents(); }
            public override Tensor forward(Tensor x) => x * weight;
        }
        """;

    [Theory]
    [InlineData(
        "rename a field",
        "missing 'projection.weight  0.05  Weight  default of Encoder'; missing 'projection.bias  0  Bias  bias'; stale in line 1 'fc.bias  0  Bias  bias'; stale in line 2 'fc.weight  0.05  Weight  default of Encoder'")]
    [InlineData(
        "drop an attribute",
        "changed in line 4 'head.weight  0  Weight  small' → '0.05  Weight  default of Encoder'")]
    [InlineData(
        "drop an exemption of the embedding",
        "changed in line 7 'tokens.weight  0  Embedding  declared on tokens' → '0.05  Embedding  default of Encoder'")]
    [InlineData(
        "a norm of one's own",
        "changed in line 6 'norm.weight  0  NormScale  normalization scale' → '0  Gain  gain'; stale in line 5 'norm.bias  0  NormShift  normalization shift'")]
    [InlineData(
        "decay everything",
        "changed in line 1 'fc.bias  0  Bias  bias' → '0.05  Bias  default of Encoder'; …")]
    [InlineData(
        "another coefficient",
        "changed in line 2 'fc.weight  0.05  Weight  default of Encoder' → '0.5  Weight  default of Encoder'")]
    public async Task F41_F42_A_refactoring_shows_its_lines(string refactoring, string expected)
    {
        PlannedProject before = await PlannedProject.Create(Model, "").FixedAsync();
        Assert.Empty(await before.MessagesAsync());
        PlannedProject after = before.Edit(code => refactoring switch
        {
            "rename a field" => code.Replace("fc", "projection"),
            "drop an attribute" => code.Replace("[NoWeightDecay(Because = \"small\")] ", ""),
            "drop an exemption of the embedding" => code.Replace("[NoWeightDecay] ", ""),
            "a norm of one's own" => code.Replace("LayerNorm norm = LayerNorm(4)", "MyNorm norm = new(4)") + OwnNorm,
            "decay everything" => code.Replace("0.05)", "0.05, Policy = DecayPolicy.Everything)"),
            _ => code.Replace("0.05", "0.5"),
        });

        string[] messages = await after.MessagesAsync();
        string[] lines = expected.Split("; ");
        IEnumerable<string> named = lines[^1] == "…" ? messages.Take(lines.Length - 1) : messages;
        Assert.Equal(lines.Where(line => line != "…").Select(line => "The plan of 'Encoder' differs from DecayPlan.txt: " + line), named);

        Assert.Empty(await (await after.FixedAsync()).MessagesAsync());
    }

    [Fact]
    public async Task A_proof_that_is_lost_shows_its_line()
    {
        PlannedProject before = await PlannedProject.Create(Normed, "").FixedAsync();
        Assert.Contains("Net: fc.weight  0  Weight  scale-invariant: fc → bn", before.Plan);
        PlannedProject after = before.Edit(code => code.Replace("bn.call(fc.call(x))", "bn.call(fc.call(x).tanh())"));
        Assert.Equal(
            "The plan of 'Net' differs from DecayPlan.txt: changed in line 3 'fc.weight  0  Weight  scale-invariant: fc → bn' → '0.05  Weight  default of Net'",
            Assert.Single(await after.MessagesAsync()));
    }

    [Theory]
    [InlineData("// a comment\n")]
    [InlineData("public sealed class Other : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 1); public Other() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }")]
    public async Task What_changes_nothing_says_nothing(string code)
    {
        PlannedProject before = await PlannedProject.Create(Model, "").FixedAsync();
        Assert.Empty(await before.Edit(text => text + "\n" + code).MessagesAsync());
    }

    [Fact]
    public async Task A_renamed_class_has_no_lines_and_its_old_ones_are_stale()
    {
        PlannedProject before = await PlannedProject.Create(Model, "").FixedAsync();
        string[] messages = await before.Edit(code => code.Replace("Encoder", "Model")).MessagesAsync();
        Assert.Equal("DecayPlan.txt lines 1–7: stale, this project has no annotated class 'Encoder'", Assert.Single(messages, message => !message.Contains("missing")));
        Assert.Equal(7, messages.Count(message => message.Contains("missing")));
        Assert.Contains("The plan of 'Model' differs from DecayPlan.txt: missing 'fc.weight  0.05  Weight  default of Model'", messages);
    }
}

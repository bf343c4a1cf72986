namespace RegSpec.CompileTime.Tests;

/// <summary>What the generated file says about proofs and about roles that only <c>forward</c> shows.</summary>
public class GroupsProofTests
{
    private const string Opaque = """

        public sealed class Opaque : Module<Tensor, Tensor>
        {
            private static readonly Func<Tensor, Tensor> Body = x => x / x.norm();
            public Opaque() : base("Opaque") => RegisterComponents();
            public override Tensor forward(Tensor x) => Body(x);
        }
        """;

    [Fact]
    public void A_proof_stands_in_the_table_and_in_the_line_of_its_weight()
    {
        string text = Run(Model("private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly LayerNorm norm = LayerNorm(8);", "norm.call(fc.call(x))"));
        Assert.Matches("/// fc\\.weight +weight +0 +1 +scale-invariant: fc → norm\n", text);
        Assert.Contains("plan.Layer(\"fc\", fc(model)).Weight(\"weight\", scaleInvariant: \"fc → norm\");", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_made_in_a_loop_have_one_line()
    {
        string text = Run("""
            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> layers = new();
                private readonly LayerNorm norm = LayerNorm(8);
                public Net(int depth) : base("Net") { for (int i = 0; i < depth; i++) layers.Add(Linear(8, 8)); RegisterComponents(); }
                public override Tensor forward(Tensor x) { foreach (var layer in layers) x = norm.call(layer.call(x)); return x; }
            }
            """);
        Assert.Contains("plan.ScaleInvariant(\"layers.*.weight\", \"layers.* → norm\", withBias: true);", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_of_a_familiar_name_is_not_believed()
    {
        string text = Run(Model("private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly BatchNorm2d bn = new();", "bn.call(fc.call(x))") + """

            public sealed class BatchNorm2d : Module<Tensor, Tensor>
            {
                public BatchNorm2d() : base("bn") => RegisterComponents();
                public override Tensor forward(Tensor x) => x * 2;
            }
            """);
        Assert.DoesNotContain("scaleInvariant", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("[assembly: NormalizationModule(typeof(Opaque))]\n", true)]
    public void The_user_s_word_for_a_normalization_counts(string attribute, bool isProved)
    {
        string text = Run(attribute + Model("private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly Opaque norm = new();", "norm.call(fc.call(x))") + Opaque);
        Assert.Equal(isProved, text.Contains("scaleInvariant: \"fc → norm\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Roles_of_parts_without_a_file_are_registered()
    {
        string text = Run(Model("private readonly Norm norm = new(); private readonly Marked marked = new();", "marked.call(norm.call(x))") + """

            public sealed class Norm : Module<Tensor, Tensor>
            {
                private readonly Parameter g = Parameter(ones(8)), b = Parameter(zeros(8)), unused = Parameter(zeros(8));
                public Norm() : base("Norm") => RegisterComponents();
                public override Tensor forward(Tensor x) => g * functional.normalize(x) + b;
            }
            public sealed class Marked : Module<Tensor, Tensor>
            {
                [ParameterRole(ParameterRole.Gain)] private readonly Parameter g = Parameter(ones(8));
                private readonly Parameter w = Parameter(zeros(8, 8));
                public Marked() : base("Marked") => RegisterComponents();
                public override Tensor forward(Tensor x) => g * functional.normalize(x).matmul(w);
            }
            """);
        Assert.Contains("global::RegSpec.ModulePlans.RegisterRole(typeof(Net_ParameterGroups), \"Norm\", \"b\", global::RegSpec.ParameterRole.NormShift);", text, StringComparison.Ordinal);
        Assert.Contains("global::RegSpec.ModulePlans.RegisterRole(typeof(Net_ParameterGroups), \"Norm\", \"g\", global::RegSpec.ParameterRole.NormScale);", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("RegisterRole(").Length - 1);
        Assert.Contains("norm.g       normalization scale", text, StringComparison.Ordinal);
        Assert.Contains("marked.w     weight", text, StringComparison.Ordinal);
    }

    private const string Block = """

        public class Block : Module<Tensor, Tensor>
        {
            public readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """;

    /// <summary>Members and <c>forward</c> of a root that cannot be followed, and whether what its block proves itself is planned.</summary>
    [Theory]
    [InlineData("private readonly Block block = new();", "(Tensor)((Delegate)block.call).DynamicInvoke(x)!", true)]
    [InlineData("private readonly Block block = new(); private readonly Linear last = Linear(8, 8); public Tensor Loop() => Loop();", "last.call(Elsewhere.Of(block, x))", true)]
    [InlineData("private readonly ModuleList<Block> blocks = new(new Block());", "blocks.Aggregate(x, (y, b) => (Tensor)((Delegate)b.call).DynamicInvoke(y)!)", true)]
    [InlineData("private readonly Block block = new();", "(Tensor)((Delegate)block.fc.call).DynamicInvoke(x)!", false)]
    [InlineData("private readonly Block block = Elsewhere.Make();", "(Tensor)((Delegate)block.call).DynamicInvoke(x)!", false)]
    [InlineData("private readonly Block block = new(); public void Freeze() => block.eval();", "(Tensor)((Delegate)block.call).DynamicInvoke(x)!", false)]
    public void Where_the_root_gives_up_a_nested_class_keeps_what_it_proves_itself(string members, string forward, bool isProved)
    {
        string text = Run(Model(members, forward) + Block + """

            public static class Elsewhere
            {
                public static Block Make() => Environment.TickCount > 0 ? new Block() : new Heir();
                public static Tensor Of(Module<Tensor, Tensor> module, Tensor x) => (Tensor)((Delegate)module.call).DynamicInvoke(x)!;
            }
            public sealed class Heir : Block { public override Tensor forward(Tensor x) => x; }
            """);
        Assert.Equal(isProved, System.Text.RegularExpressions.Regex.IsMatch(text, "fc\\.weight +weight +0 +1 +scale-invariant: fc → norm\n"));
    }

    /// <summary>The generated file of <c>Net</c>.</summary>
    private static string Run(string source) => Assert.Single(
        GeneratorRun.Of(TestCompilation.ModelUsings + source).Files.Select(file => file.SourceText.ToString()),
        text => text.Contains("static class Net_ParameterGroups", StringComparison.Ordinal));

    private static string Model(string members, string forward) => $$"""
        [WeightDecay(0.1)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            {{members}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => {{forward}};
        }
        """;
}

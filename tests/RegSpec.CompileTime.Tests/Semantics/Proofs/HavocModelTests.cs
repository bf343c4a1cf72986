using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Where a weight is given up for how its model is built, named or held; each model beside one in which nothing stands in the way.</summary>
public class HavocModelTests
{
    private const string Layers = "private readonly Linear fc = Linear(8, 8, hasBias: false); private readonly LayerNorm norm = LayerNorm(8); ";

    [Theory]
    // What a base class does with arguments that nobody writes, or that are initialised on the way.
    [InlineData("fc.weight", true, "public sealed class Net : Base { " + Layers + "private bool raw; protected override void Setup() { raw = true; } public Net() : base(false) { } public override Tensor forward(Tensor x) => raw ? fc.call(x) : norm.call(fc.call(x)); }")]
    [InlineData("fc.weight", false, "public sealed class Net : Base { " + Layers + "private bool raw; protected override void Setup() { raw = true; } public Net() { RegisterComponents(); } public override Tensor forward(Tensor x) => raw ? fc.call(x) : norm.call(fc.call(x)); }")]
    [InlineData("fc.weight", false, "public sealed class Net : Base { " + Layers + "private bool raw; protected override void Setup() { raw = true; } public override Tensor forward(Tensor x) => raw ? fc.call(x) : norm.call(fc.call(x)); }")]
    [InlineData("fc.weight", true, "internal sealed class Net() : Optional(new Options()) { " + Layers + "public override Tensor forward(Tensor x) => Given.Raw ? fc.call(x) : norm.call(fc.call(x)); }")]
    [InlineData("fc.weight", false, "internal sealed class Net() : Optional(new Options { Raw = true }) { " + Layers + "public override Tensor forward(Tensor x) => Given.Raw ? fc.call(x) : norm.call(fc.call(x)); }")]
    [InlineData("fc.weight", false, "public sealed class Net : Module { " + Layers + "public Net() : base(\"Net\") => RegisterComponents(); public Tensor Encode(Tensor x) => norm.call(fc.call(x)); }")]
    // Names that a list gives anew.
    [InlineData("all.0.weight", true, "public sealed class Net : Held { public override Tensor forward(Tensor x) => norm.call(order[0].call(x)) + order[1].call(x); }")]
    [InlineData("all.0.weight", false, "public sealed class Net : Held { public override Tensor forward(Tensor x) => norm.call(order[0].call(x)) + order[1].call(x); public void Turn() { var first = all[0]; all[0] = all[1]; all[1] = first; } }")]
    // One description of several weights: two of them at once are not one that scales.
    [InlineData("blocks.*.p", true, "public sealed class Net(int n) : Blocks(n) { public override Tensor forward(Tensor x) { foreach (var block in blocks) x = block.call(x); return x; } }")]
    [InlineData("blocks.*.p", false, "public sealed class Net(int n) : Blocks(n) { public override Tensor forward(Tensor x) => norm.call(functional.linear(x, blocks[0].p) + functional.linear(x, blocks[1].p)); }")]
    [InlineData("blocks.*.fc.weight", true, "public sealed class Net(int n) : Blocks(n) { public override Tensor forward(Tensor x) { foreach (var block in blocks) x = block.call(x); return x; } }")]
    [InlineData("blocks.*.fc.weight", false, "public sealed class Net(int n) : Blocks(n) { public override Tensor forward(Tensor x) => norm.call(functional.linear(x, blocks[0].held[0]) + functional.linear(x, blocks[1].held[0])); }")]
    [InlineData("many.*.weight", true, "public sealed class Net(int n) : Many(n) { public override Tensor forward(Tensor x) { foreach (var one in many) x = bn.call(one.call(x)); return x; } }")]
    [InlineData("many.*.weight", false, "public sealed class Net(int n) : Many(n) { public override Tensor forward(Tensor x) { foreach (var one in many) x = bn.call(one.call(x)) + many[0].weight!.sum(); return x; } }")]
    [InlineData("many.*.weight", false, "public sealed class Net(int n) : Many(n) { public override Tensor forward(Tensor x) { foreach (var one in many) x = bn.call(one.call(x)) + bn.call(functional.linear(x, many[0].weight!)); return x; } }")]
    [InlineData("*", false, "public sealed class Net : Module<Tensor, Tensor> { private readonly List<Parameter> held = new(); private readonly LayerNorm norm = LayerNorm(8); public Net(int n) : base(\"Net\") { for (int i = 0; i < n; i++) { var p = Parameter(randn(8, 8)); register_parameter($\"p{i}\", p); held.Add(p); } RegisterComponents(); } public override Tensor forward(Tensor x) => norm.call(functional.linear(x, held[0]) + functional.linear(x, held[1])); }")]
    // Weights that are held where nobody follows.
    [InlineData("p", true, "public sealed class Net : Module<Tensor, Tensor> { " + Layers + "private readonly Parameter p = Parameter(randn(8, 8)); public Net() : base(\"Net\") => RegisterComponents(); public override Tensor forward(Tensor x) => norm.call(functional.linear(x, p)); }")]
    [InlineData("p", false, "public sealed class Net : Module<Tensor, Tensor> { " + Layers + "private readonly Parameter p = Parameter(randn(8, 8)); private readonly ParameterDict d; public Net() : base(\"Net\") { d = ParameterDict((\"a\", p)); RegisterComponents(); } public override Tensor forward(Tensor x) => norm.call(functional.linear(x, p)) + d[\"a\"].sum(); }")]
    // Weights that a layer uses in a way of its own.
    [InlineData("cell.weight_ih", false, "public sealed class Net : Module<Tensor, Tensor> { " + Layers + "private readonly RNNCell cell = RNNCell(8, 8); public Net() : base(\"Net\") => RegisterComponents(); public override Tensor forward(Tensor x) => norm.call(functional.linear(x, cell.weight_ih!)) + cell.call(x, x); }")]
    [InlineData("table.weight", true, "public sealed class Net : Module<Tensor, Tensor> { " + Layers + "private readonly Embedding table = Embedding(8, 8); public Net() : base(\"Net\") => RegisterComponents(); public override Tensor forward(Tensor x) => norm.call(table.call(x)); }")]
    [InlineData("table.weight", false, "public sealed class Net : Module<Tensor, Tensor> { " + Layers + "private readonly Embedding table = Embedding(8, 8, max_norm: 1.0); public Net() : base(\"Net\") => RegisterComponents(); public override Tensor forward(Tensor x) => norm.call(table.call(x)); }")]
    public void A_model(string weight, bool isProved, string net)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + net + """

            public abstract class Base : Module<Tensor, Tensor>
            {
                protected Base(bool isRaw = true) : base("Base") { if (isRaw) Setup(); RegisterComponents(); }
                protected abstract void Setup();
            }

            internal sealed class Options { public bool Raw; }

            internal abstract class Optional : Module<Tensor, Tensor>
            {
                protected readonly Options Given;
                protected Optional(Options given) : base("Optional") { Given = given; RegisterComponents(); }
            }

            public abstract class Held : Module<Tensor, Tensor>
            {
                protected readonly ModuleList<Linear> all = new(Linear(8, 8, hasBias: false), Linear(8, 8, hasBias: false));
                protected readonly List<Linear> order;
                protected readonly LayerNorm norm = LayerNorm(8);
                protected Held() : base("Held") { order = new List<Linear> { all[0], all[1] }; RegisterComponents(); }
            }

            public sealed class Block : Module<Tensor, Tensor>
            {
                public readonly Parameter p = Parameter(randn(8, 8));
                public readonly List<Tensor> held;
                private readonly Linear fc = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                public Block() : base("Block") { held = new List<Tensor> { fc.weight! }; RegisterComponents(); }
                public override Tensor forward(Tensor x) => norm.call(functional.linear(x, p)) + norm.call(fc.call(x));
            }

            public abstract class Blocks : Module<Tensor, Tensor>
            {
                protected readonly ModuleList<Block> blocks = new();
                protected readonly LayerNorm norm = LayerNorm(8);
                protected Blocks(int n) : base("Blocks") { for (int i = 0; i < n; i++) blocks.Add(new Block()); RegisterComponents(); }
            }

            public abstract class Many : Module<Tensor, Tensor>
            {
                protected readonly ModuleList<Linear> many = new();
                protected readonly BatchNorm1d bn = BatchNorm1d(8);
                protected Many(int n) : base("Many") { for (int i = 0; i < n; i++) many.Add(Linear(8, 8)); RegisterComponents(); }
            }
            """);
        ScaleInvarianceFacts facts = Specimen.Analyze(compilation, "Net");
        Assert.True(isProved == facts.Proved.Any(fact => weight is "*" || fact.Path == weight), string.Join("; ", facts.Unproved.Select(one => one.Path + ": " + one.Why)));
    }

    /// <summary>What is called by a name that is not known may switch a layer.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("dynamic late = bn; late.eval();", 1)]
    public void A_layer_may_be_switched(string body, int count)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""

            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly BatchNorm1d bn = BatchNorm1d(8);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) { {{body}} return bn.call(x); }
            }
            """);
        Assert.Equal(count, Specimen.Analyze(compilation, "Net").Switched.Count(path => path == "bn"));
    }

    /// <summary>An einsum of one operand may move the axes that a norm takes for samples and channels: then it no longer removes the bias.</summary>
    [Theory]
    [InlineData("bn.call(a.call(x.view(4, 8)))", false)]
    [InlineData("bn.call(einsum(\"ij->ji\", a.call(x.view(4, 8))))", true)]
    public void A_bias_before_a_norm(string result, bool isJoint)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""

            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(8, 8);
                private readonly BatchNorm1d bn = BatchNorm1d(8);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => {{result}};
            }
            """);
        Assert.Equal(isJoint ? InvarianceKind.Joint : InvarianceKind.Exact, Specimen.Analyze(compilation, "Net").Proved.Single(fact => fact.Path == "a.weight").Kind);
    }

    /// <summary>A call through a pointer is not followed.</summary>
    [Fact]
    public void A_function_pointer()
    {
        CSharpCompilation compilation = TestCompilation.CreateUnchecked(TestCompilation.ModelUsings + "public sealed class Net : Module<Tensor, Tensor> { " + Layers + """
            public Net() : base("Net") => RegisterComponents();
            public override unsafe Tensor forward(Tensor x) { delegate*<Tensor, Tensor> same = &Same; var h = fc.call(x); return norm.call(h) + same(h); }
            private static Tensor Same(Tensor t) => t;
            }
            """);
        compilation = TestCompilation.RequireNoErrors(compilation.WithOptions(compilation.Options.WithAllowUnsafe(true)));
        Assert.Empty(Specimen.Analyze(compilation, "Net").Proved);
    }
}

using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Shapes of published code that were read wrongly: what each parameter is, and that nothing is reported of it.</summary>
public class SharedCasesTests
{
    private const string Usings = "using F = TorchSharp.torch.nn.functional;";

    /// <summary>Members and constructors of Net, body of <c>forward</c>, expected roles.</summary>
    public static TheoryData<string, string, string> Roles => new()
    {
        // One constructor, two, branches, handed in.
        { "public Parameter weight; public Parameter? bias; public Net(long i, long o, bool b = true) : base(\"\") { weight = new Parameter(empty(o, i)); if (b) bias = new Parameter(empty(o)); RegisterComponents(); }", "F.linear(x, weight, bias)", "weight: Weight, bias: Bias" },
        { "public Parameter weight; public Parameter? bias; public Net(long i, long o, bool b = true) : base(\"\") { weight = new Parameter(empty(o, i)); if (b) bias = new Parameter(empty(o)); RegisterComponents(); } public Net(Parameter weight, Parameter? bias = null) : base(\"\") { this.weight = weight; this.bias = bias; RegisterComponents(); }", "F.linear(x, weight, bias)", "weight: Weight, bias: Bias" },
        { "public Parameter weight; public Net(long i, long o, bool b) : base(\"\") { if (b) weight = new Parameter(empty(o, i)); else weight = new Parameter(empty(o / 2, i)); RegisterComponents(); }", "F.linear(x, weight)", "weight: Weight" },
        { "public Parameter weight; public object? w; public Net(long i, long o, object? p) : base(\"\") { w = p; if (w is null) weight = new Parameter(empty(o, i)); else { if (o % 2 != 0) throw new Exception(\"x\"); weight = new Parameter(empty(o / 2, i)); } RegisterComponents(); }", "F.linear(x, weight)", "weight: Weight" },
        { "public Parameter weight; public Net(Parameter p) : base(\"\") { weight = p; RegisterComponents(); }", "F.linear(x, weight)", "weight: Weight" },
        { "public Parameter weight; public Net(Parameter? p) : base(\"\") { weight = p ?? new Parameter(empty(3, 3)); RegisterComponents(); }", "F.linear(x, weight)", "weight: Weight" },

        // By name, whatever the order.
        { "private readonly Parameter w = Parameter(empty(3, 3)), b = Parameter(empty(3)); public Net() : base(\"\") => RegisterComponents();", "F.linear(bias: b, input: x, weights: w)", "w: Weight, b: Bias" },
        { "private readonly Parameter s = Parameter(ones(3)), t = Parameter(zeros(3)); public Net() : base(\"\") => RegisterComponents();", "F.layer_norm(x, bias: t, normalized_shape: new long[] { 3 })", "s: Unknown, t: NormShift" },
        { "private readonly Parameter s = Parameter(ones(3)), t = Parameter(zeros(3)); public Net() : base(\"\") => RegisterComponents();", "F.batch_norm(x, zeros(3), ones(3), weight: s, bias: t, training: true)", "s: NormScale, t: NormShift" },

        // Tables and gains.
        { "private readonly Parameter weight; public Net(long i, long o) : base(\"\") { weight = Parameter(empty(o, i)); RegisterComponents(); }", "weight[x]", "weight: Embedding" },
        { "private readonly Parameter s; public Net(int c) : base(\"\") { s = Parameter(0.01 * ones(c)); RegisterComponents(); }", "x * s.unsqueeze(-1).unsqueeze(-1)", "s: Gain" },
        { "private readonly Parameter? s; private readonly Linear l = Linear(8, 8); public Net(bool on) : base(\"\") { s = on ? Parameter(0.01 * ones(8)) : null; RegisterComponents(); }", "s is null ? l.call(x) : x + s.view(-1, 8) * l.call(x)", "s: Gain" },

        // Misses: two uses that disagree, a product with something of two axes, constant rows.
        { "private readonly Parameter w = Parameter(empty(3, 3)); public Net() : base(\"\") => RegisterComponents();", "F.linear(x, w) + F.linear(x, empty(3, 3), w)", "w: Unknown" },
        { "private readonly Parameter w = Parameter(empty(3, 3)); public Net() : base(\"\") => RegisterComponents();", "x * w", "w: Unknown" },
        { "private readonly Parameter w = Parameter(empty(3, 3)); public Net() : base(\"\") => RegisterComponents();", "x + w[0]", "w: Unknown" },
        { "private readonly Parameter w = Parameter(empty(3)); public Net() : base(\"\") => RegisterComponents();", "x + w", "w: Unknown" },
        { "public Parameter w; public Net(bool b) : base(\"\") { w = new Parameter(empty(3)); RegisterComponents(); } public Net() : base(\"\") { w = new Parameter(empty(3, 3)); RegisterComponents(); }", "w.dim() > 1 ? F.linear(x, w) : F.linear(x, empty(3, 3), w)", "w: Unknown" },
    };

    [Theory]
    [MemberData(nameof(Roles))]
    public void Roles_are_joined(string members, string forward, string expected)
    {
        ModuleShape shape = ShapeText.Read($$"""
            #pragma warning disable CS0169, CS8618, CS0414, CS0649
            {{Usings}}
            public class Net : Module<Tensor, Tensor> { {{members}} public override Tensor forward(Tensor x) => {{forward}}; }
            """);
        Assert.Equal(expected, string.Join(", ", shape.Members.Where(member => member.Content is MemberContent.RawParameter).Select(member => member.Name + ": " + ((MemberContent.RawParameter)member.Content).Role)));
    }

    /// <summary>Members and constructors of Net, expected rows of the plan.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { "private readonly ModuleList<Blk> blocks = new(); public Net(int n) : base(\"\") { for (int i = 0; i < n; i++) blocks.Add(new Blk()); RegisterComponents(); }", "blocks.*.conv.weight 0.1, blocks.*.bn.weight 0, blocks.*.bn.bias 0" },
        { "private readonly ModuleList<Blk> blocks = new(); public Net() : base(\"\") { for (int i = 0; i < 2; i++) blocks.Add(new Blk()); RegisterComponents(); }", "blocks.0.conv.weight 0.1, blocks.0.bn.weight 0, blocks.0.bn.bias 0, blocks.1.conv.weight 0.1, blocks.1.bn.weight 0, blocks.1.bn.bias 0" },
        { "private readonly Sequential s; public Net(int n) : base(\"\") { var l = new List<Module<Tensor, Tensor>> { Conv2d(3, 8, 3) }; for (int i = 0; i < n; i++) l.Add(new Blk()); s = Sequential(l); RegisterComponents(); }", "s.0.weight 0.1, s.0.bias 0, s.*.weight 0.1, s.*.bias 0, s.*.conv.weight 0.1, s.*.bn.weight 0, s.*.bn.bias 0" },
        { "private readonly Sequential s; public Net(int n) : base(\"\") { var l = new List<Module<Tensor, Tensor>>(); for (int i = 0; i < n; i++) { l.Add(Conv2d(3, 8, 3)); l.Add(BatchNorm2d(8)); } s = Sequential(l); RegisterComponents(); }", "s opened at run time: filled at run time with Conv2d, BatchNorm2d" },
        { "private readonly Sequential s; public Net(List<Module<Tensor, Tensor>> l) : base(\"\") { s = Sequential(l); RegisterComponents(); }", "s.* opened at run time: an element of a collection" },
        { "[WeightDecay(0.5, Parameters = \"*.conv.weight\")] private readonly ModuleList<Blk> blocks = new(); public Net(int n) : base(\"\") { for (int i = 0; i < n; i++) blocks.Add(new Blk()); RegisterComponents(); }", "blocks.*.conv.weight 0.5, blocks.*.bn.weight 0, blocks.*.bn.bias 0" },
        { "[WeightDecay(0.5, Parameters = \"0.conv.weight\")] private readonly ModuleList<Blk> blocks = new(); public Net(int n) : base(\"\") { for (int i = 0; i < n; i++) blocks.Add(new Blk()); RegisterComponents(); }", "blocks.*.conv.weight opened at run time: a declaration is about some of them, blocks.*.bn.weight 0, blocks.*.bn.bias 0" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void One_row_for_each_parameter(string members, string expected)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""

            public class Blk : Module<Tensor, Tensor> { readonly Conv2d conv = Conv2d(3, 8, 3, bias: false); readonly BatchNorm2d bn = BatchNorm2d(8); public Blk() : base("") => RegisterComponents(); public override Tensor forward(Tensor x) => bn.call(conv.call(x)); }
            [WeightDecay(0.1)] public class Net : Module<Tensor, Tensor> { {{members}} public override Tensor forward(Tensor x) => x; }
            """);
        ModuleShape shape = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!.ShapeOf(compilation.Type("Net"), default);
        Assert.Equal(expected, string.Join(", ", Planner.Plan(shape).Rows.Select(row => row.Path + " " + (row.Decision is { } decision ? FormattableString.Invariant($"{decision.WeightDecay}") : row.Reason))));
    }

    [Theory]
    [InlineData("*.conv.weight", "*.conv.weight", true)]
    [InlineData("0.conv.weight", "*.conv.weight", true)]
    [InlineData("*.weight", "*.conv.weight", true)]
    [InlineData("*", "*.conv.weight", true)]
    [InlineData("0.conv.*; x", "*.conv.weight", true)]
    [InlineData("0.1.conv.weight", "*.conv.weight", false)]
    [InlineData("0.conv.bias", "*.conv.weight", false)]
    [InlineData("conv.weight", "*.conv.weight", false)]
    [InlineData("*a*a*a*a*a*a*a*a*b", "a*.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Patterns_meet_rows_with_a_star(string pattern, string row, bool expected) => Assert.Equal(expected, Glob.Overlaps(pattern, row));
}

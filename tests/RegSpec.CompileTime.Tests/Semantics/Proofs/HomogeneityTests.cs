using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>What makes or breaks a proof, one case each.</summary>
public class HomogeneityTests
{
    private const string Claimed = ForwardBody.Claimed, Refused = ForwardBody.Refused;

    /// <summary>Members, then body of <c>forward</c>; the outcome for <c>fc.weight</c>: claimed, refused, or part of the reason.</summary>
    [Theory]
    [InlineData("", "return norm.call(fc.call(x));", Claimed)]
    [InlineData("", "return fc.call(x);", "comes out of forward")]
    [InlineData("", "return norm.call(functional.gelu(fc.call(x)));", "gelu")]
    [InlineData("", "return norm.call(functional.gelu(fc.call(x) * 64));", "gelu")]
    [InlineData("", "return norm.call(x + fc.call(x));", "LayerNorm")]
    [InlineData("", "var h = fc.call(x); return norm.call(h) + h.detach();", "detach")]
    [InlineData("", "var h = fc.call(x); if (h.sum().item<float>() > 0.5) return norm.call(h); return norm.call(-h);", "item")]
    [InlineData("", "var h = fc.call(x); if (h.sum().item<float>() > 0) return norm.call(h); return norm.call(-h);", Claimed)]
    [InlineData("", "var h = fc.call(x); if (0 == h.max().ToDouble()) return norm.call(h.relu()); return norm.call(h);", Claimed)]
    [InlineData("", "var h = fc.call(x); if ((h + x).sum().item<float>() > 0) return norm.call(h); return norm.call(-h);", "a comparison with 0")]
    [InlineData("", "var h = fc.call(x); if ((long)h.sum().item<float>() > 0) return norm.call(h); return norm.call(-h);", "item")]
    [InlineData("", "var h = fc.call(x); if (h.sum().ToInt64() > 0) return norm.call(h); return norm.call(-h);", "ToInt64")]
    [InlineData("", "var h = fc.call(x); if (h.sum().item<float>() > x.sum().item<float>()) return norm.call(h); return norm.call(-h);", "item")]
    [InlineData("", "var h = norm.call(fc.call(x)); if (h.sum().item<float>() > 0) return h; return -h;", Claimed)]
    [InlineData("public Tensor Embed(Tensor x) => fc.call(x);", "return norm.call(fc.call(x));", "comes out of Embed")]
    [InlineData("public Tensor Embed(Tensor x) => norm.call(fc.call(x));", "return norm.call(fc.call(x));", Claimed)]
    [InlineData("private Tensor? last;", "var h = fc.call(x); last = h; return norm.call(h);", "stored in a member")]
    [InlineData("private static Tensor? last;", "var h = fc.call(x); last = h; return norm.call(h);", "stored")]
    [InlineData("", "var h = fc.call(x); return h / (1 + h.norm());", "comes out of forward")]
    [InlineData("private readonly double eps = 1e-6;", "var h = fc.call(x); return h / (h.norm() + eps);", Claimed)]
    [InlineData("public sealed record Config(double Eps); private readonly Config config = new(1e-6);", "var h = fc.call(x); return h * rsqrt(h.square().mean() + config.Eps);", Claimed)]
    [InlineData("public double Eps { get; set; } = 1e-6;", "var h = fc.call(x); return h * rsqrt(h.square().mean() + Eps);", Claimed)]
    [InlineData("", "var h = fc.call(x); return h / (h.norm() - 1e-6);", "division")]
    [InlineData("", "var h = fc.call(x); return (h.square().mean() + 1e-6) * norm.call(h);", "op_Multiply")]
    [InlineData("", "var h = fc.call(x); return h / h.norm(0, false, 0f);", "norm")]
    [InlineData("", "using (no_grad()) { return norm.call(fc.call(x)); }", "gradients are cut")]
    [InlineData("", "var h = fc.call(x); System.GC.KeepAlive(h); return norm.call(h);", "KeepAlive")]
    [InlineData("private Tensor Again(Tensor t) => t.shape[0] > 3 ? Again(t) : t;", "return norm.call(Again(fc.call(x)));", "calls itself")]
    [InlineData("", "fc.eval(); return norm.call(fc.call(x));", Claimed)]
    [InlineData("public bool Fast;", "var h = fc.call(x); return Fast ? norm.call(h) : h;", "comes out of forward")]
    [InlineData("public bool Fast;", "var h = fc.call(x); return norm.call(Fast ? h : h * h);", Claimed)]
    [InlineData("", "var h = fc.call(x); return norm.call(h) + norm.call(h.round());", "round")]
    [InlineData("", "var h = fc.call(x); return norm.call(h.to(ScalarType.Int64).to(ScalarType.Float32));", "integer")]
    [InlineData("", "var h = fc.call(x); h.add_(x); return norm.call(h);", "LayerNorm")]
    [InlineData("", "var h = fc.call(x); var v = h.view(-1); h.add_(x); return norm.call(v.view(4, 8));", "overwritten")]
    [InlineData("", "x.copy_(fc.call(x)); return norm.call(x);", Refused)]
    [InlineData("", "Tensor y = fc.call(x); for (int i = 0; i < x.shape[0]; i++) y = functional.linear(y, fc.weight!); return norm.call(y);", Claimed)]
    [InlineData("", "Tensor y = fc.call(x); for (int i = 0; i < 3; i++) { if (i == 1) continue; y = y.relu(); } return norm.call(y);", Claimed)]
    [InlineData("", "Tensor y = x; for (int i = 0; i < x.shape[0]; i++) { var pair = new[] { fc.call(x), x }; y = y + norm.call(pair[0]); } return y;", Claimed)]
    [InlineData("", "var all = new System.Collections.Generic.List<Tensor[]>(); for (int i = 0; i < x.shape[0]; i++) all.Add(new[] { fc.call(x), x }); all[0][0] = x; var y = x; foreach (var one in all) y = y + one[0]; return norm.call(y);", "op_Addition")]
    [InlineData("", "var all = new System.Collections.Generic.List<object>(); all.Add(fc.call(x)); all.Add(all); System.GC.KeepAlive(all); return norm.call(x);", "holds itself")]
    [InlineData("private readonly Sequential chain = Sequential(ReLU());", "chain.append(chain); return norm.call(chain.call(fc.call(x)));", "holds itself")]
    [InlineData("", "Tensor y = fc.call(x); do { y = y * 2; } while (x.shape[0] > 5); return norm.call(y);", Claimed)]
    [InlineData("", "try { return norm.call(fc.call(x)); } finally { x.Dispose(); }", Claimed)]
    [InlineData("", "Tensor y = x; try { y = fc.call(x); y = norm.call(y); } catch (System.Exception) { } return y;", Refused)]
    [InlineData("", "Tensor Local(Tensor t) { var k = fc.call(t); return norm.call(k); } return Local(x);", Claimed)]
    [InlineData("", "System.Func<Tensor, Tensor> f = t => fc.call(t); return norm.call(f(x));", Claimed)]
    [InlineData("", "return x.shape[0] switch { 1 => norm.call(fc.call(x)), _ => norm.call(fc.call(x).relu()) };", Claimed)]
    [InlineData("", "var (a, b) = (fc.call(x), x); return norm.call(a) + b;", Claimed)]
    [InlineData("", "return norm.call(where(x > 0, fc.call(x), zeros_like(x)));", Claimed)]
    [InlineData("", "return norm.call(where(fc.call(x) > 0, fc.call(x), zeros_like(x)));", Claimed)]
    [InlineData("", "return norm.call(where(fc.call(x) > 0.5, fc.call(x), zeros_like(x)));", "op_GreaterThan")]
    [InlineData("", "return norm.call(where(x > 0, fc.call(x), x));", "where")]
    [InlineData("", "return norm.call(fc.call(x).masked_fill(x > 0, 1.0));", "masked_fill")]
    [InlineData("", "return norm.call(cat(new[] { fc.call(x), x }, 1));", Refused)]
    // Where what is added, or joined, goes.
    [InlineData("", "var h = fc.call(x.view(-1, 8)) + 1.5; return h.var(0, false, true) / h.var();", Claimed)]
    [InlineData("", "var h = (fc.call(x.view(-1, 8)) + 1.5).tril(); return functional.normalize(h.var(0, false, true));", Refused)]
    [InlineData("", "var h = (fc.call(x.view(-1, 8)) + 1.5).T; return functional.normalize(h.var(0, false, true));", Claimed)]
    [InlineData("", "var h = fc.call(x.view(-1, 8)) + ones(1, 8); return functional.normalize(h.gather(1, x.view(-1, 8).to(ScalarType.Int64)).var(0, false, true));", Refused)]
    [InlineData("", "var h = fc.call(x.view(-1, 8)) + ones(1, 8); return functional.normalize(h.narrow(1, 0, 3).var(0, false, true));", Claimed)]
    [InlineData("", "var h = fc.call(x.view(-1, 8)) + ones(4, 1); return functional.normalize(h.msort().var(1, false, true));", Refused)]
    [InlineData("", "var h = fc.call(x.view(-1, 8)) + ones(4, 1); return functional.normalize(h.sort(1).Values.var(1, false, true));", Claimed)]
    [InlineData("", "var h = fc.call(x.view(-1, 2, 8)) + ones(1, 2, 1); return functional.normalize(h.kthvalue(1, 0).values.var(1, false, true));", Claimed)]
    [InlineData("", "var h = fc.call(x.view(-1, 2, 8)) + ones(1, 2, 1); return functional.normalize(h.kthvalue(1, 0).values.var(0, false, true));", Refused)]
    [InlineData("", "return functional.normalize(torch.cat(new[] { fc.call(x), x }, 0), dim: 1);", Claimed)]
    [InlineData("", "return functional.normalize(torch.hstack(new[] { fc.call(x), x }), dim: 1);", Refused)]
    [InlineData("", "return functional.normalize(torch.concatenate(new[] { fc.call(x), x }, 1), dim: 1);", Refused)]
    [InlineData("", "return functional.normalize(torch.concatenate(new[] { fc.call(x), x }, 0), dim: 1);", Claimed)]
    [InlineData("", "goto end; end: return norm.call(fc.call(x));", Claimed)]
    [InlineData("", "return norm.call(functional.dropout(fc.call(x)).relu().abs().square().sqrt());", Claimed)]
    public void A_case(string members, string body, string outcome) => ForwardBody.Check(members, body, outcome);

    [Fact]
    public void A_member_used_elsewhere_is_not_proved()
    {
        ScaleInvarianceFacts facts = Study("""
            public sealed class Net : Module<Tensor, Tensor>
            {
                public readonly Linear fc = Linear(8, 8, hasBias: false);
                internal readonly Linear other = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => norm.call(fc.call(x)) + norm.call(other.call(x));
            }
            public static class Elsewhere
            {
                public static Tensor Peek(Net net, Tensor x) => net.fc.call(x);
            }
            """);
        Assert.Equal(["other.weight"], facts.Proved.Select(f => f.Path));
    }

    [Theory]
    [InlineData("optim.SGD(net.body.parameters(), 0.1)", true)]
    [InlineData("net.body.state_dict()", true)]
    [InlineData("net.body.ParameterGroups()", true)]
    [InlineData("net.body!.to(CPU)", true)]
    [InlineData("net.body.eval()", false)]
    [InlineData("net.body.weight!.norm()", false)]
    [InlineData("net.body.call(ones(8))", false)]
    [InlineData("net.body", false)]
    public void Optimizers_and_files_may_take_the_parameters_of_a_member(string use, bool isProved) => Assert.Equal(isProved, Study($$"""
        public sealed class Net : Module<Tensor, Tensor>
        {
            public readonly Linear body = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(body.call(x));
        }
        public static class Training
        {
            private static void Show(object? thing) { }
            public static void Run(Net net) { {{(use.Contains("eval", StringComparison.Ordinal) ? use : "Show(" + use + ")")}}; }
        }
        """).Proved.Count == 1);

    /// <summary>Private members can be reached by what is static or nested in the class, and by nothing else.</summary>
    [Theory]
    [InlineData("public static Tensor Penalty(Net net) => net.fc.weight!.norm();", false)]
    [InlineData("public static readonly Func<Net, Tensor> Peek = net => net.fc.call(ones(8));", false)]
    [InlineData("public sealed class Trainer { public Tensor Step(Net net) => net.fc.weight!.square().sum(); }", false)]
    [InlineData("public static string Name => nameof(norm);", true)]
    [InlineData("private void Unused() => fc.weight!.square().sum().backward();", true)]
    [InlineData("public sealed class Trainer { public int fc; public int Step() => fc; }", true)]
    public void A_private_member_used_by_static_or_nested_code_is_not_proved(string member, bool isProved) => Assert.Equal(isProved, Study($$"""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
            {{member}}
        }
        """).Proved.Count == 1);

    [Fact]
    public void A_tied_weight_needs_all_its_uses_normalised()
    {
        const string Template = """
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(8, 8, hasBias: false), b = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                public Net() : base("Net") { b.weight = a.weight; RegisterComponents(); }
                public override Tensor forward(Tensor x) => USE;
            }
            """;
        Assert.Equal(["a.weight", "b.weight"], Study(Template.Replace("USE", "norm.call(b.call(norm.call(a.call(x))))")).Proved.Select(f => f.Path));
        Assert.Empty(Study(Template.Replace("USE", "b.call(norm.call(a.call(x)))")).Proved);
    }

    [Fact]
    public void A_shared_module_needs_all_its_uses_normalised() => Assert.Empty(Study("""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(norm.call(fc.call(x)));
        }
        """).Proved);

    [Fact]
    public void A_batch_norm_in_evaluation_mode_proves_nothing() => Assert.Empty(Study("""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8);
            private readonly BatchNorm1d norm = BatchNorm1d(8);
            public Net() : base("Net") { RegisterComponents(); norm.eval(); }
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """).Proved);

    /// <summary>A norm without trained parameters still divides by what it measures.</summary>
    [Fact]
    public void A_norm_with_frozen_parameters_proves_as_much() => Assert.Single(Study("""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public Net() : base("Net") { RegisterComponents(); norm.weight!.requires_grad = false; norm.bias!.requires_grad = false; }
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """).Proved);

    [Fact]
    public void A_frozen_bias_leaves_no_joint_proof() => Assert.Empty(Study("""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8);
            private readonly LayerNorm norm = LayerNorm(8);
            public Net() : base("Net") { RegisterComponents(); fc.bias!.requires_grad = false; }
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """).Proved);

    [Fact]
    public void Layers_made_in_a_loop_of_unknown_length_are_proved_under_one_name()
    {
        ScaleInvarianceFacts facts = Study("""
            public sealed class Block : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false), last = Linear(8, 8);
                private readonly LayerNorm norm = LayerNorm(8);
                public Block() : base("Block") => RegisterComponents();
                public override Tensor forward(Tensor x) => x + last.call(norm.call(fc.call(x)));
            }
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Block> blocks = new();
                private readonly ModuleList<Linear> sum = new();
                public Net(int depth) : base("Net")
                {
                    for (int i = 0; i < depth; i++) { blocks.Add(new Block()); sum.Add(Linear(8, 8, hasBias: false)); }
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x)
                {
                    foreach (var block in blocks) x = block.call(x);
                    var total = zeros_like(x);
                    foreach (var layer in sum) total = total + layer.call(x);
                    return x + functional.normalize(total);
                }
            }
            """);
        Assert.Equal(["blocks.*.fc.weight"], facts.Proved.Select(f => f.Path));
    }

    [Fact]
    public void The_proof_names_the_path()
    {
        ScaleInvarianceFacts facts = Study("""
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = Linear(64, 128);
                private readonly BatchNorm1d bn1 = BatchNorm1d(128);
                private readonly Linear head = Linear(128, 10);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => head.call(functional.relu(bn1.call(fc1.call(x))));
            }
            """);
        Assert.Equal([new ScaleInvarianceFact("fc1.weight", InvarianceKind.Joint, "fc1 → bn1", false)], facts.Proved);
        Assert.Equal("fc1 → bn1, with its bias", facts.Proved[0].Text);
    }

    /// <summary>Of (N, C) the batch norm removes the bias; of (N, L, C) with L = C it normalises the steps, and the bias stays.</summary>
    [Theory]
    [InlineData("x", ", with its bias")]
    [InlineData("x.flatten(1)", "")]
    [InlineData("x.view(-1, 64)", "")]
    [InlineData("x.view(-1, 128, 64)", ", with its bias")]
    public void A_batch_norm_after_a_linear_layer_absorbs_the_bias_where_the_input_has_two_axes(string input, string reservation) =>
        Assert.Equal("fc1 → bn1" + reservation, Assert.Single(Study($$"""
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = Linear(64, 128);
                private readonly BatchNorm1d bn1 = BatchNorm1d(128);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => bn1.call(fc1.call({{input}}));
            }
            """).Proved).Text);

    [Fact]
    public void A_private_constructor_counts_too() => Assert.Empty(Study("""
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8);
            private readonly BatchNorm1d norm = BatchNorm1d(8);
            public Net() : base("Net") => RegisterComponents();
            private Net(string name) : base(name) { RegisterComponents(); norm.eval(); }
            public static Net Frozen() => new Net("frozen");
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """).Proved);

    private static ScaleInvarianceFacts Study(string source, string root = "Net") => Specimen.Analyze(TestCompilation.Create(TestCompilation.ModelUsings + source), root);
}

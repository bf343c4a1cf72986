using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Ordinary code around a layer and its norm that once hid the proof: how it is registered, initialised, built, counted.</summary>
public class MissedClaimsTests
{
    private const string Models = """
        [WeightDecay(0.05)]
        public sealed class ViaAddModule : Module<Tensor, Tensor>
        {
            private readonly Conv2d c; private readonly BatchNorm2d bn;
            public ViaAddModule() : base("a")
            {
                c = Conv2d(3, 8, 3, bias: false); bn = BatchNorm2d(8);
                add_module("c", c); add_module("bn", bn);
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => bn.call(c.call(x));
        }
        [WeightDecay(0.05)]
        public sealed class ViaInit : Module<Tensor, Tensor>
        {
            private readonly Conv2d c = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);
            public ViaInit() : base("a") { init.constant_(bn.weight, 1); init.constant_(bn.bias, 0); RegisterComponents(); }
            public override Tensor forward(Tensor x) => bn.call(c.call(x));
        }
        [WeightDecay(0.05)]
        public sealed class ViaNamedModulesInit : Module<Tensor, Tensor>
        {
            private readonly Conv2d c = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);
            public ViaNamedModulesInit() : base("a") { RegisterComponents(); foreach (var (_, m) in named_modules()) if (m is Conv2d k) init.kaiming_normal_(k.weight); }
            public override Tensor forward(Tensor x) => bn.call(c.call(x));
        }
        [WeightDecay(0.05)]
        public sealed class ViaCount : Module<Tensor, Tensor>
        {
            private readonly Conv2d c = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);
            public ViaCount() : base("a") { RegisterComponents(); }
            public long Count() => parameters().Sum(p => p.numel());
            public override Tensor forward(Tensor x) => bn.call(c.call(x));
        }
        [WeightDecay(0.05)]
        public sealed class ViaFactory : Module<Tensor, Tensor>
        {
            private readonly Sequential body;
            public ViaFactory() : base("a") { body = Build(); RegisterComponents(); }
            internal Sequential Build() => Sequential(Conv2d(3, 8, 3, bias: false), BatchNorm2d(8));
            public override Tensor forward(Tensor x) => body.call(x);
        }
        public class Block : Module<Tensor, Tensor>
        {
            public readonly Conv2d conv; public readonly BatchNorm2d bn;
            public Block(int i, int o) : base("b") { conv = Conv2d(i, o, 3, bias: false); bn = BatchNorm2d(o); RegisterComponents(); }
            public override Tensor forward(Tensor x) => bn.call(conv.call(x));
        }
        [WeightDecay(0.05)]
        public sealed class UsesBlock : Module<Tensor, Tensor>
        {
            private readonly Block b = new(3, 8);
            public UsesBlock() : base("a") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => b.call(x);
        }
        public static class Tools { public static long Width(Block b) => b.conv.out_channels; }
        [WeightDecay(0.05)]
        public sealed class ViaDelegate : Module<Tensor, Tensor>
        {
            private readonly Sequential body;
            public ViaDelegate(Func<int, Module<Tensor, Tensor>> block) : base("a") { body = Sequential(("c", Conv2d(3, 8, 3, bias: false)), ("n", BatchNorm2d(8)), ("x", block(8))); RegisterComponents(); }
            public override Tensor forward(Tensor x) => body.call(x);
        }
        [WeightDecay(0.05)]
        public sealed class ViaLists : Module<Tensor, Tensor>
        {
            private readonly List<Conv1d> cs = new(); private readonly List<BatchNorm1d> ns = new();
            public ViaLists(int n) : base("a") { for (int i = 0; i < n; i++) { cs.Add(Conv1d(8, 8, 3, padding: 1)); ns.Add(BatchNorm1d(8)); } for (int i = 0; i < n; i++) { register_module($"c_{i}", cs[i]); register_module($"n_{i}", ns[i]); } RegisterComponents(); }
            public override Tensor forward(Tensor x) { for (int i = 0; i < cs.Count; i++) { x = cs[i].forward(x); x = ns[i].forward(x); x = functional.relu(x); } return x; }
        }
        [WeightDecay(0.05)]
        public sealed class NoRegister : Module<Tensor, Tensor>
        {
            private readonly Conv2d c = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d bn = BatchNorm2d(8);
            public NoRegister() : base("a") { }
            public override Tensor forward(Tensor x) => bn.call(c.call(x));
        }
        [WeightDecay(0.05)]
        public sealed class HoldsNoRegister : Module<Tensor, Tensor>
        {
            private readonly NoRegister n = new();
            public HoldsNoRegister() : base("a") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => n.call(x);
        }
        public class F1 : Module<Tensor, Tensor> { private Conv2d c; private BatchNorm2d bn; public F1() : base("a") { c = Conv2d(3, 8, 3, bias: false); bn = BatchNorm2d(8); RegisterComponents(); }
          public override Tensor forward(Tensor x) => bn.forward(c.forward(x));
          public Module<Tensor, Tensor> fuse() { using (var _ = no_grad()) { var w = bn.weight / (bn.running_var + 1e-5).sqrt(); var f = Conv2d(3, 8, 3); f.weight.copy_(c.weight * w.view(-1, 1, 1, 1)); return f; } } }
        public class F2 : Module<Tensor, Tensor> { private Conv2d c; private BatchNorm2d bn; public F2() : base("a") { c = Conv2d(3, 8, 3, bias: false); bn = BatchNorm2d(8); RegisterComponents(); }
          public override Tensor forward(Tensor x) => bn.forward(c.forward(x));
          public long Width() => c.out_channels; }
        public class FactoryBlk : Module<Tensor, Tensor> { private readonly Conv2d conv; private readonly BatchNorm2d bn;
          public FactoryBlk() : base("b") { conv = Conv2d(3, 8, 3, bias: false); bn = BatchNorm2d(8); RegisterComponents(); }
          public override Tensor forward(Tensor x) => bn.call(conv.call(x)); }
        public class V1 : Module<Tensor, Tensor> { private Sequential m; public V1() : base("v") { m = Build(); RegisterComponents(); } internal Sequential Build() => Sequential(new FactoryBlk()); public override Tensor forward(Tensor x) => m.call(x); }
        public class V2 : Module<Tensor, Tensor> { private Sequential m; public V2() : base("v") { m = Build(); RegisterComponents(); } private Sequential Build() => Sequential(new FactoryBlk()); public override Tensor forward(Tensor x) => m.call(x); }
        public class V3 : Module<Tensor, Tensor> { private Sequential m; public V3() : base("v") { m = Build(); RegisterComponents(); } internal virtual Sequential Build() => Sequential(Conv2d(3, 8, 3, bias: false), BatchNorm2d(8)); public override Tensor forward(Tensor x) => m.call(x); }
        public class Blk : Module<Tensor, Tensor> { public readonly Conv2d conv; public readonly BatchNorm2d bn;
            public Blk() : base("b") { conv = Conv2d(3, 8, 3, bias: false); bn = BatchNorm2d(8); RegisterComponents(); }
            public override Tensor forward(Tensor x) => bn.call(conv.call(x)); }
        [WeightDecay(0.05)] public class InitOuter : Module<Tensor, Tensor> { private readonly Blk b = new();
            public InitOuter() : base("a") { RegisterComponents(); init.kaiming_normal_(b.conv.weight); }
            public override Tensor forward(Tensor x) => b.call(x); }
        [WeightDecay(0.05)] public class ApplyInit : Module<Tensor, Tensor> { private readonly Conv2d c = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d n = BatchNorm2d(8);
            public ApplyInit() : base("a") { RegisterComponents(); apply(Init); }
            private static void Init(Module m) { if (m is Conv2d k) init.kaiming_normal_(k.weight); }
            public override Tensor forward(Tensor x) => n.call(c.call(x)); }
        [WeightDecay(0.05)] public class DevOf : Module<Tensor, Tensor> { private readonly Conv2d c = Conv2d(3, 8, 3, bias: false); private readonly BatchNorm2d n = BatchNorm2d(8);
            public DevOf() : base("a") { RegisterComponents(); }
            public override Tensor forward(Tensor x) { var d = parameters().First().device; return n.call(c.call(x.to(d))); } }
        public class VB : Module<Tensor, Tensor> { private ModuleList<Module<Tensor, Tensor>> m; public VB() : base("v") { m = Build(); RegisterComponents(); }
            internal virtual ModuleList<Module<Tensor, Tensor>> Build() => new ModuleList<Module<Tensor, Tensor>>(new Blk());
            public override Tensor forward(Tensor x) { foreach (var k in m) x = k.call(x); return x; } }

        public class AddedProduct : Module<Tensor, Tensor>
        {
            private readonly Parameter w = Parameter(randn(8, 3)), b = Parameter(zeros(8)); private readonly BatchNorm1d n = BatchNorm1d(8);
            public AddedProduct() : base("a") => RegisterComponents();
            public override Tensor forward(Tensor x) => n.call(torch.addmm(b, x, w.t(), 1, 1));
        }
        public class AddedProductShown : Module<Tensor, Tensor>
        {
            private readonly Parameter w = Parameter(randn(8, 3)), b = Parameter(zeros(8)); private readonly LayerNorm n = LayerNorm(8);
            public AddedProductShown() : base("a") => RegisterComponents();
            public override Tensor forward(Tensor x) => n.call(torch.addmm(b, x, w.t(), 1, 1));
        }
        public class Stacked : Module<Tensor, Tensor>
        {
            private readonly Linear f = Linear(3, 8, hasBias: false), g = Linear(3, 8, hasBias: false); private readonly BatchNorm1d n = BatchNorm1d(2);
            public Stacked() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) => n.call(torch.stack(new[] { f.call(x), g.call(x) }, 1));
        }
        public class StackedElsewhere : Module<Tensor, Tensor>
        {
            private readonly Linear f = Linear(3, 8, hasBias: false), g = Linear(3, 8, hasBias: false); private readonly BatchNorm1d n = BatchNorm1d(8);
            public StackedElsewhere() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) => n.call(torch.stack(new[] { f.call(x), g.call(x) }, 2));
        }
        public class StackedThenMixed : Module<Tensor, Tensor>
        {
            private readonly Linear f = Linear(3, 8, hasBias: false), g = Linear(3, 8, hasBias: false); private readonly LayerNorm n = LayerNorm(8);
            public StackedThenMixed() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) => n.call(torch.stack(new[] { f.call(x), g.call(x) }, 1).sum(dim: 1));
        }
        public class ShowsNorm : Module<Tensor, Tensor>
        {
            private readonly Linear c = Linear(3, 8, hasBias: false); private readonly LayerNorm norm = LayerNorm(8);
            public ShowsNorm() : base("s") => RegisterComponents();
            public Module<Tensor, Tensor> Norm => norm;
            public override Tensor forward(Tensor x) => norm.call(c.call(x));
        }
        public class ShowsChangedNorm : Module<Tensor, Tensor>
        {
            private readonly Linear c = Linear(3, 8, hasBias: false); private readonly BatchNorm1d norm = BatchNorm1d(8);
            public ShowsChangedNorm() : base("s") => RegisterComponents();
            public Module<Tensor, Tensor> Changed => norm;
            public override Tensor forward(Tensor x) => norm.call(c.call(x));
        }
        public static class Changes { public static void Switch(ShowsChangedNorm net) => net.Changed.eval(); }
        public class ShowsWeight : Module<Tensor, Tensor>
        {
            private readonly Linear c = Linear(3, 8, hasBias: false); private readonly LayerNorm norm = LayerNorm(8);
            public ShowsWeight() : base("s") => RegisterComponents();
            public Module<Tensor, Tensor> Body => c;
            public override Tensor forward(Tensor x) => norm.call(c.call(x));
        }
        public interface INormed { Module<Tensor, Tensor> Through { get; } }
        public class ShowsByInterface : Module<Tensor, Tensor>, INormed
        {
            private readonly Linear c = Linear(3, 8, hasBias: false); private readonly BatchNorm1d norm = BatchNorm1d(8);
            public ShowsByInterface() : base("s") => RegisterComponents();
            public Module<Tensor, Tensor> Through => norm;
            public override Tensor forward(Tensor x) => norm.call(c.call(x));
        }
        public static class ChangesByInterface { public static void Switch(INormed net) => net.Through.eval(); }

        public class Initialized : Module<Tensor, Tensor>
        {
            public readonly Linear begun = Linear(3, 8, hasBias: false); private readonly LayerNorm norm = LayerNorm(8);
            public Initialized() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(begun.call(x));
        }
        public static class Initializes { public static void Begin(Initialized net) { init.xavier_uniform_(net.begun.weight); } }
        public class InitializedAndShown : Module<Tensor, Tensor>
        {
            public readonly Linear shown = Linear(3, 8, hasBias: false); private readonly LayerNorm norm = LayerNorm(8);
            public InitializedAndShown() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(shown.call(x));
        }
        public static class Shows { public static Tensor Begin(InitializedAndShown net) => init.xavier_uniform_(net.shown.weight); }

        public class StandardDeviation : Module<Tensor, Tensor>
        {
            private readonly Linear c = Linear(3, 8, hasBias: false);
            public StandardDeviation() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) { var (s, m) = torch.std_mean(c.call(x), -1, keepdim: true); return (c.call(x) - m) / (s + 1e-5); }
        }
        public class Deviation : Module<Tensor, Tensor>
        {
            private readonly Linear c = Linear(3, 8, hasBias: false);
            public Deviation() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) { var (s, m) = torch.std_mean(c.call(x), -1, keepdim: true); return c.call(x) - m / (s + 1e-5); }
        }
        public class Shown : Module<Tensor, Tensor>
        {
            private readonly Linear c = Linear(3, 8, hasBias: false);
            public Shown() : base("s") => RegisterComponents();
            public override Tensor forward(Tensor x) { var (s, m) = torch.std_mean(c.call(x), -1, keepdim: true); return (c.call(x) - m) / (s + 1e-5) + m; }
        }
        """;

    private static readonly Lazy<CSharpCompilation> Compilation = new(() =>
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + "\n" + Models);
        TestCompilation.RequireNoErrors(compilation);
        return compilation;
    });

    [Theory]
    [InlineData("ViaAddModule", "c.weight")]
    [InlineData("ViaInit", "c.weight")]
    [InlineData("ViaNamedModulesInit", "c.weight")]
    [InlineData("ViaCount", "c.weight")]
    [InlineData("ViaFactory", "body.0.weight")]
    [InlineData("UsesBlock", "b.conv.weight")]
    [InlineData("ViaDelegate", "body.c.weight")]
    [InlineData("NoRegister", "c.weight")]
    [InlineData("HoldsNoRegister", "n.c.weight")]
    [InlineData("F2", "c.weight")]
    [InlineData("V1", "m.0.conv.weight")]
    [InlineData("V2", "m.0.conv.weight")]
    [InlineData("V3", "m.0.weight")]
    [InlineData("InitOuter", "b.conv.weight")]
    [InlineData("ApplyInit", "c.weight")]
    [InlineData("DevOf", "c.weight")]
    [InlineData("StandardDeviation", "c.weight")]
    [InlineData("VB", "m.0.conv.weight")]
    [InlineData("AddedProduct", "w")]
    [InlineData("Stacked", "f.weight")]
    [InlineData("Stacked", "g.weight")]
    [InlineData("ShowsNorm", "c.weight")]
    [InlineData("Initialized", "begun.weight")]
    public void Is_proved(string model, string weight)
    {
        ScaleInvarianceFacts facts = Specimen.Analyze(Compilation.Value, model);
        Assert.True(facts.Proved.Any(fact => fact.Path == weight), string.Join("; ", facts.Unproved.Select(unproved => unproved.Path + ": " + unproved.Why)));
    }

    [Theory]
    [InlineData("Deviation")]
    [InlineData("AddedProductShown")]
    [InlineData("StackedElsewhere")]
    [InlineData("StackedThenMixed")]
    [InlineData("ShowsChangedNorm")]
    [InlineData("ShowsWeight")]
    [InlineData("InitializedAndShown")]
    [InlineData("ShowsByInterface")]
    [InlineData("Shown")]
    public void Is_not_claimed(string model) => Assert.Empty(Proved(model));

    private static IEnumerable<string> Proved(string model) => Specimen.Analyze(Compilation.Value, model).Proved.Select(fact => fact.Path);
}

namespace RegSpec.CompileTime.Tests;

/// <summary>What constructors and the helpers they call leave in members.</summary>
public class ModuleReaderConstructorTests
{
    /// <summary>Fields, constructor parameters, constructor body, expected members.</summary>
    public static TheoryData<string, string, string, string> Constructors => new()
    {
        // Straight lines.
        { "private readonly Linear fc;", "", "fc = Linear(1, 2); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Linear fc;", "", "this.fc = Linear(1, 2, hasBias: false); RegisterComponents();", "fc: Linear(weight)" },
        { "private readonly Module<Tensor, Tensor> fc;", "", "var layer = Linear(1, 2); fc = layer; RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Linear fc;", "", "fc = Linear(1, 2); fc = Linear(1, 2, hasBias: false); RegisterComponents();", "fc: Linear(weight)" },
        { "private readonly Linear a, b;", "", "(a, b) = (Linear(1, 2), Linear(1, 2, false)); RegisterComponents();", "a: Linear(weight bias)\nb: Linear(weight)" },
        { "private readonly Linear a, b;", "", "a = b = Linear(1, 2); RegisterComponents();", "a: Linear(weight bias)\nb: Linear(weight bias)" },
        { "public Linear Fc { get; private set; }", "", "Fc = Linear(1, 2); RegisterComponents();", "Fc: Linear(weight bias)" },
        { "private readonly Module fc;", "", "fc = Linear(1, 2).to(CPU).to(float32).cuda(); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc;", "", "fc = (Module)Linear(1, 2)!; RegisterComponents();", "fc: Linear(weight bias)" },
        { "private Linear? fc;", "", "RegisterComponents();", "fc: Linear(weight bias?), Never" },

        // Switches that are no constants.
        { "private readonly Linear fc;", "bool bias", "fc = Linear(1, 2, hasBias: bias); RegisterComponents();", "fc: Linear(weight bias?)" },
        { "private const bool Bias = false; private readonly Linear fc;", "", "const bool local = Bias; fc = Linear(1, 2, local); RegisterComponents();", "fc: Linear(weight)" },
        { "private readonly Linear fc;", "", "bool bias = false; fc = Linear(1, 2, bias); RegisterComponents();", "fc: Linear(weight)" },
        { "private readonly LSTM rnn;", "int layers", "rnn = LSTM(1, 2, numLayers: 2, bias: false); RegisterComponents();", "rnn: LSTM(weight_ih_l0 weight_hh_l0 weight_ih_l1 weight_hh_l1)" },

        // Branches.
        { "private readonly Linear? fc;", "bool on", "if (on) { fc = Linear(1, 2); } RegisterComponents();", "fc: Linear(weight bias), Maybe" },
        { "private readonly Linear fc;", "bool on", "if (on) fc = Linear(1, 2); else fc = Linear(1, 2, false); RegisterComponents();", "fc: Linear(weight bias?)" },
        { "private readonly Module fc;", "bool on", "if (on) fc = Linear(1, 2); else fc = Conv2d(1, 2, 3); RegisterComponents();", "fc: ? Linear or Conv2d" },
        { "private readonly Module fc;", "bool on", "fc = on ? BatchNorm1d(2) : BatchNorm1d(2, affine: false); RegisterComponents();", "fc: BatchNorm1d(weight? bias?)" },
        { "private readonly Module? fc;", "bool on", "fc = on ? Linear(1, 2) : null; RegisterComponents();", "fc: Linear(weight bias), Maybe" },
        { "private readonly Module fc;", "bool on", "fc = on ? ReLU() : GELU(); RegisterComponents();", "fc: nothing ReLU or GELU" },
        { "private readonly Module fc;", "Module? norm = null", "fc = norm ?? LayerNorm(3); RegisterComponents();", "fc: ? the parameter norm or LayerNorm" },
        { "private readonly LayerNorm fc;", "LayerNorm? norm = null", "fc = norm ?? LayerNorm(3); RegisterComponents();", "fc: LayerNorm(weight? bias?)" },
        { "private Linear? fc;", "", "fc ??= Linear(1, 2); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc;", "int n", "fc = n switch { 1 => Linear(1, 2), 2 => Linear(1, 3), _ => throw new ArgumentException() }; RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc;", "string n", "fc = n switch { \"ln\" => LayerNorm(3), _ => GroupNorm(1, 2) }; RegisterComponents();", "fc: ? LayerNorm or GroupNorm" },
        { "private readonly Module fc;", "int n", "switch (n) { case 1: fc = Linear(1, 2); break; case 2: fc = Linear(1, 3); break; default: throw new ArgumentException(); } RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module? fc;", "int n", "switch (n) { case 1: fc = Linear(1, 2); break; } RegisterComponents();", "fc: Linear(weight bias), Maybe" },
        { "private readonly Module? fc;", "int n", "switch (n) { default: if (n > 3) break; fc = Linear(1, 2); break; } RegisterComponents();", "fc: Linear(weight bias), Maybe" },
        { "private readonly Module? fc;", "int n", "RegisterComponents(); if (n > 1) return; fc = null;", "fc: ? never assigned here, Never" },
        { "private readonly Module? fc;", "int n", "try { fc = Linear(1, 2); } catch (Exception) { } RegisterComponents();", "fc: Linear(weight bias), Maybe" },
        { "private readonly Module fc;", "int n", "using (no_grad()) { fc = Linear(1, 2); } RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module? fc;", "int n", "for (int i = 0; i < n; i++) { fc = Linear(1, 2); } RegisterComponents();", "fc: Linear(weight bias), Maybe" },
        { "private readonly Module fc;", "int n", "if (n < 0) throw new ArgumentException(); fc = Linear(1, 2); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc;", "int n", "do { fc = Linear(1, 2); } while (n++ < 3); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module? fc;", "int n", "again: fc = Linear(1, 2); if (n++ < 3) goto again; RegisterComponents();", "fc: Linear(weight bias)" },

        // From outside.
        { "private readonly Linear fc;", "Linear given", "fc = given; RegisterComponents();", "fc: Linear(weight bias?)" },
        { "private readonly Linear? fc;", "Linear? given", "fc = given; RegisterComponents();", "fc: Linear(weight bias?), Maybe" },
        { "private readonly Module<Tensor, Tensor> fc;", "Module<Tensor, Tensor> given", "fc = given; RegisterComponents();", "fc: ? the parameter given" },
        { "private readonly Module<Tensor, Tensor> fc;", "Func<Module<Tensor, Tensor>> make", "fc = make(); RegisterComponents();", "fc: ? what Invoke returns" },

        // Helpers.
        { "private readonly Module<Tensor, Tensor> fc; private static Module<Tensor, Tensor> Make(bool bias) => Linear(1, 2, bias);", "", "fc = Make(false); RegisterComponents();", "fc: Linear(weight)" },
        { "private readonly Module<Tensor, Tensor> fc; private Module<Tensor, Tensor> Norm(int channels) { return GroupNorm(32, channels); }", "", "fc = Norm(64); RegisterComponents();", "fc: GroupNorm(weight bias)" },
        { "private readonly Module<Tensor, Tensor> fc; private static Module<Tensor, Tensor> Make(bool norm) { if (norm) { return LayerNorm(3); } return Linear(1, 2); }", "bool on", "fc = Make(on); RegisterComponents();", "fc: ? LayerNorm or Linear" },
        { "private Module<Tensor, Tensor> fc; private void Build() { fc = Linear(1, 2); }", "", "Build(); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private Module<Tensor, Tensor> fc; private void Build() { fc = Linear(1, 2); RegisterComponents(); }", "", "Build();", "fc: Linear(weight bias)" },
        { "private readonly Module fc; static Module Rec(int n) => n == 0 ? Linear(1, 2) : Rec(n - 1);", "int n", "fc = Rec(n); RegisterComponents();", "fc: ? Linear or what Rec returns" },
        { "private readonly Module fc;", "", "Module Make() => Linear(1, 2); fc = Make(); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc;", "", "Func<int, Module> make = d => LayerNorm(d); fc = make(3); RegisterComponents();", "fc: LayerNorm(weight bias)" },
        { "private readonly Module fc; private static T Same<T>(T x) => x;", "", "fc = Same(Linear(1, 2)); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Linear fc; private static void Set<T>(out T place, T value) => place = value;", "", "Set(out fc, Linear(1, 2)); RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc; private Module Getter => Linear(1, 2);", "", "fc = Getter; RegisterComponents();", "fc: Linear(weight bias)" },
        { "private readonly Module fc; private static Module A() => B(); private static Module B() => C(); private static Module C() => D(); private static Module D() => Linear(1, 2);", "", "fc = A(); RegisterComponents();", "fc: Linear(weight bias)" },

        // Later assignments make what the constructor leaves uncertain.
        { "private Linear fc; public void Swap() => fc = Linear(1, 3, false);", "", "fc = Linear(1, 2); RegisterComponents();", "fc: Linear(weight bias?), Maybe" },
        { "private Module fc; public void Swap() { this.fc = Conv2d(1, 2, 3); }", "", "fc = Linear(1, 2); RegisterComponents();", "fc: ? Linear or assigned outside the constructors, Maybe" },
        { "private Module fc; public void Build() { fc = Conv2d(1, 2, 3); }", "", "RegisterComponents();", "fc: ? assigned outside the constructors, Maybe" },

        // Raw parameters.
        { "private readonly Parameter g;", "int d", "g = Parameter(torch.empty(d, d)); init.normal_(g); RegisterComponents();", "g: Parameter(Unknown 2d)" },
        { "private readonly Parameter g;", "bool train", "g = Parameter(torch.ones(3), requires_grad: train); RegisterComponents();", "g: Parameter(Unknown 1d trainable?)" },
        { "private readonly Tensor g;", "bool train", "var start = torch.zeros(1, 1, 3); g = torch.nn.Parameter(start); RegisterComponents();", "g: Parameter(Unknown 3d)" },
        { "private readonly Tensor g;", "int d", "g = torch.zeros(d).AsParameter(); RegisterComponents();", "g: Parameter(Unknown 1d)" },
        { "private readonly Parameter g;", "int d", "g = new Parameter(torch.full([d, d, 3], 0.1)); RegisterComponents();", "g: Parameter(Unknown 3d)" },
        { "private readonly Parameter g;", "Tensor t", "g = new Parameter(t); RegisterComponents();", "g: Parameter(Unknown)" },
    };

    [Theory]
    [MemberData(nameof(Constructors))]
    public void Constructors_are_followed(string fields, string parameters, string body, string expected) => Assert.Equal(
        expected,
        ShapeText.Of($$"""
            #pragma warning disable CS0169, CS8618, CS0414, CS0649
            public class Net : Module<Tensor, Tensor>
            {
                {{fields}}
                public Net({{parameters}}) : base("net") { {{body}} }
                public override Tensor forward(Tensor x) => x;
            }
            """));
}

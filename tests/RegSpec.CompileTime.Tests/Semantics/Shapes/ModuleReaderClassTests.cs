using RegSpec.Semantics;

namespace RegSpec.CompileTime.Tests;

/// <summary>Whole classes: registration, several constructors, base classes, nesting, normalizations, primary constructors.</summary>
public class ModuleReaderClassTests
{
    private const string Forward = "public override Tensor forward(Tensor x) => x;";

    /// <summary>Source, expected shape of Net.</summary>
    public static TheoryData<string, string> Classes => new()
    {
        // Registration.
        { $$"""class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); public Net() : base("") { } {{Forward}} }""", "class: registered ByParent\na: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); public Net() : base("") { } public Net(int n) : base("") { RegisterComponents(); } {{Forward}} }""", "class: registered Unclear\na: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); public Net() : this(3) { } public Net(int n) : base("") { RegisterComponents(); } {{Forward}} }""", "a: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net() : base("") { RegisterComponents(); a = Linear(1, 2); } {{Forward}} }""", "a: Linear(weight bias), late" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net(bool on) : base("") { if (on) RegisterComponents(); a = Linear(1, 2); } {{Forward}} }""", "class: registered Unclear\na: Linear(weight bias), Maybe" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net() : base("") { a = Linear(1, 2); register_module("first", a); } {{Forward}} }""", "a as first: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a, b; public Net() : base("") { a = Linear(1, 2); b = a; register_module("first", a); } {{Forward}} }""", "a as first: Linear(weight bias)\nb: Linear(weight bias), Maybe" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net() : base("") { a = Linear(1, 2); register_module("first", a); RegisterComponents(); } {{Forward}} }""", "a as first: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net() : base("") { a = Linear(1, 2); RegisterComponents(); register_module("second", a); } {{Forward}} }""", "a: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Parameter a; public Net() : base("") { a = Parameter(ones(2)); register_parameter("w", a); } {{Forward}} }""", "a as w: Parameter(Unknown 1d)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); public Net() : base("") => base.RegisterComponents(); {{Forward}} }""", "a: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); public Net() : base("") => RegisterComponents(); protected override void RegisterComponents() { base.RegisterComponents(); } {{Forward}} }""", "a: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); public Net() : base("") { Init(); } void Init() => RegisterComponents(); {{Forward}} }""", "a: Linear(weight bias)" },
        {
            $$"""
            static class Tools
            {
                public static void Register<T>(this Module owner, out T field, T value, [System.Runtime.CompilerServices.CallerArgumentExpression("field")] string name = "") where T : Module
                {
                    field = value;
                    owner.add_module(name, value);
                }
            }

            class Net : Module<Tensor, Tensor> { readonly Embedding a; public Net() : base("") { this.Register(out this.a, Embedding(3, 4)); } {{Forward}} }
            """,
            "a as this.a: Embedding(weight)"
        },
        {
            $$"""
            class Net : Module<Tensor, Tensor>
            {
                readonly Linear a;
                public Net() : base("") { a = Add("x", Linear(1, 2)); }
                T Add<T>(string name, T value) where T : Module { register_module(name, value); return value; }
                {{Forward}}
            }
            """,
            "a as x: Linear(weight bias)"
        },

        { $$"""class Net : Module<Tensor, Tensor> { Linear a, b; public Net() : base("") { RegisterComponents(); a = Linear(1, 2); register_module("x", a); b = Linear(1, 2); } {{Forward}} }""", "a as x: Linear(weight bias)\nb: Linear(weight bias), late" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net() : base("") { RegisterComponents(); var l = Linear(1, 2); add_module("x", l); a = l; } {{Forward}} }""", "a as x: Linear(weight bias)" },
        {
            $$"""
            class Stack : Module<Tensor, Tensor> { readonly ModuleList<Linear> list; public Stack(IEnumerable<Linear> all) : base("") { list = new(all.ToArray()); RegisterComponents(); } {{Forward}} }
            class Net : Module<Tensor, Tensor>
            {
                readonly Stack stack;
                readonly List<Linear> mine = new(), given, lost = new();
                readonly ModuleList<Linear> list;
                public Net(List<Linear> all, int n) : base("")
                {
                    for (int i = 0; i < n; i++) { mine.Add(Linear(1, 2)); lost.Add(Linear(1, 2)); }
                    stack = new Stack(mine);
                    given = all;
                    list = new ModuleList<Linear>(given.ToArray());
                    RegisterComponents();
                }
                {{Forward}}
            }
            """,
            "stack: Stack{list: ModuleList[*=Linear(weight bias)]}\nmine: Unregistered[*=Linear(weight bias)], registered elsewhere\ngiven: Unregistered[…], registered elsewhere\nlost: Unregistered[*=Linear(weight bias)]\nlist: ModuleList[*=Linear(weight bias?)]"
        },

        // Several constructors.
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; public Net() : base("") { a = Linear(1, 2); RegisterComponents(); } public Net(int n) : base("") { a = Linear(1, n, false); RegisterComponents(); } {{Forward}} }""", "a: Linear(weight bias?)" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear? a; public Net() : base("") { a = Linear(1, 2); RegisterComponents(); } public Net(int n) : base("") { RegisterComponents(); } {{Forward}} }""", "a: Linear(weight bias), Maybe" },
        { $$"""class Net : Module<Tensor, Tensor> { Linear a; private Net(bool bias) : base("") { a = Linear(1, 2, bias); RegisterComponents(); } public Net() : this(false) { } {{Forward}} }""", "a: Linear(weight)" },

        // Base classes.
        {
            $$"""
            abstract class Head : Module<Tensor, Tensor> { [NoWeightDecay] protected readonly Linear head; protected Head(bool bias) : base("") { head = Linear(1, 2, bias); } }
            [WeightDecay(0.1)] class Middle : Head { readonly LayerNorm norm = LayerNorm(3); protected Middle() : base(false) { } {{Forward}} }
            class Net : Middle { readonly Conv2d conv = Conv2d(1, 2, 3); public Net() { RegisterComponents(); } }
            """,
            "class: λ=0.1, declared by Middle\nhead: Linear(weight), from Head, λ=0\nnorm: LayerNorm(weight bias), from Middle\nconv: Conv2d(weight bias)"
        },
        {
            $$"""
            abstract class Base : Module<Tensor, Tensor> { protected Base() : base("") { RegisterComponents(); } }
            class Net : Base { readonly Linear a = Linear(1, 2); readonly Linear b; public Net() { b = Linear(1, 2); } {{Forward}} }
            """,
            "a: Linear(weight bias)\nb: Linear(weight bias), late"
        },
        {
            $$"""
            abstract class Base : Module<Tensor, Tensor> { protected Module norm; protected Base() : base("") { norm = MakeNorm(); RegisterComponents(); } protected abstract Module MakeNorm(); }
            class Net : Base { protected override Module MakeNorm() => LayerNorm(3); {{Forward}} }
            """,
            "norm: LayerNorm(weight bias), from Base"
        },
        {
            $$"""
            class Base : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 2); protected Base() : base("") { } {{Forward}} }
            class Net : Base { private readonly Linear fc = Linear(1, 3); public Net() { RegisterComponents(); } }
            """,
            "fc: Linear(weight bias), from Base, hidden\nfc: Linear(weight bias)"
        },
        {
            $$"""
            class Base<T> : Module<Tensor, Tensor> where T : Module { protected readonly T inner; protected Base(T inner) : base("") { this.inner = inner; RegisterComponents(); } {{Forward}} }
            class Net : Base<Linear> { public Net() : base(Linear(1, 2, false)) { } }
            """,
            "inner: Linear(weight), from Base<Linear>"
        },
        {
            $$"""
            class Base : Module<Tensor, Tensor> { public virtual Linear Fc { get; } = Linear(1, 2); protected Base() : base("") { } {{Forward}} }
            class Net : Base { public override Linear Fc { get; } = Linear(1, 3, false); public Net() { RegisterComponents(); } }
            """,
            "Fc: Linear(weight bias), from Base, hidden\nFc: Linear(weight)"
        },
        { $$"""abstract class Net : Module<Tensor, Tensor> { Linear a = Linear(1, 2); protected Net() : base("") => RegisterComponents(); }""", "class: abstract\na: Linear(weight bias)" },
        { $$"""class Net : ModuleList<Linear> { public Net() : base(Linear(1, 2)) { } }""", "class: registered Unclear, unreadable base" },

        // User modules.
        {
            $$"""
            class Inner : Module<Tensor, Tensor> { readonly Linear fc = Linear(1, 2); public Inner() : base("") => RegisterComponents(); {{Forward}} }
            sealed class Leaf : Module<Tensor, Tensor> { readonly Linear fc = Linear(1, 2, false); public Leaf() : base("") => RegisterComponents(); {{Forward}} }
            class Net : Module<Tensor, Tensor>
            {
                readonly Inner made = new Inner();
                readonly Inner given;
                readonly Leaf leaf;
                readonly Module<Tensor, Tensor> any = new Leaf();
                public Net(Inner inner, Leaf leaf) : base("") { given = inner; this.leaf = leaf; RegisterComponents(); }
                {{Forward}}
            }
            """,
            "made: Inner{fc: Linear(weight bias)}\ngiven: ~Inner{fc: Linear(weight bias)}\nleaf: Leaf{fc: Linear(weight)}\nany: Leaf{fc: Linear(weight)}"
        },
        { $$"""class Net : Module<Tensor, Tensor> { readonly Net? next; readonly Linear fc = Linear(1, 2); public Net(int n) : base("") { if (n > 0) next = new Net(n - 1); RegisterComponents(); } {{Forward}} }""", "next: Net unread, Maybe\nfc: Linear(weight bias)" },
        {
            $$"""
            class Net : Module<Tensor, Tensor>
            {
                private sealed class Block : Module<Tensor, Tensor> { readonly Linear fc = Linear(1, 2); public Block() : base("") => RegisterComponents(); {{Forward}} }
                readonly Block block = new();
                public Net() : base("") => RegisterComponents();
                {{Forward}}
            }
            """,
            "block: Net.Block{fc: Linear(weight bias)}"
        },
        {
            $$"""
            class Linear : Module<Tensor, Tensor> { readonly Parameter w = Parameter(ones(1, 2)); public Linear() : base("") => RegisterComponents(); {{Forward}} }
            class Net : Module<Tensor, Tensor> { readonly Linear fc = new(); public Net() : base("") => RegisterComponents(); {{Forward}} }
            """,
            "fc: Linear{w: Parameter(Unknown 2d)}"
        },

        // Normalizations.
        { $$"""[Normalization] class Net : Module<Tensor, Tensor> { readonly Parameter weight = Parameter(ones(3)), bias = Parameter(zeros(3)); [ParameterRole(ParameterRole.Gain)] readonly Parameter g = Parameter(ones(1)); readonly Parameter Offset = Parameter(ones(1)); public Net() : base("") => RegisterComponents(); {{Forward}} }""", "class: normalization\nweight: Parameter(NormScale 1d)\nbias: Parameter(NormShift 1d)\ng: Parameter(Gain 1d)\nOffset: Parameter(NormShift 1d)" },
        { $$"""[assembly: NormalizationModule(typeof(Net)), WeightDecayFor(typeof(Net), 0.3)] class Net : Module<Tensor, Tensor> { readonly Parameter weight = Parameter(ones(3)); public Net() : base("") => RegisterComponents(); {{Forward}} }""", "class: normalization, λ=0.3\nweight: Parameter(NormScale 1d)" },

        {
            $$"""
            [Normalization] abstract class Norm : Module<Tensor, Tensor> { readonly Parameter w = Parameter(ones(3)); protected Norm() : base("") { } }
            class Net : Norm { readonly Parameter scale = Parameter(ones(3)); public Net() => RegisterComponents(); {{Forward}} }
            """,
            "w: Parameter(NormScale 1d), from Norm\nscale: Parameter(Unknown 1d)"
        },

        // Declarations on the class.
        { $$"""[WeightDecay(0.1, Policy = DecayPolicy.Matrices), NoWeightDecay(Parameters = "*.bias"), LearningRateScale(2)] class Net : Module<Tensor, Tensor> { public Net() : base("") => RegisterComponents(); {{Forward}} }""", "class: λ=0.1 Matrices, λ=0 on '*.bias', lr×2" },

        // Primary constructors.
        { $$"""class Net(Linear fc, Linear unused) : Module<Tensor, Tensor>("") { readonly Linear own = unused; public override Tensor forward(Tensor x) => fc.call(x); }""", "class: registered ByParent\nown: Linear(weight bias?)\nfc: Linear(weight bias?)" },
        { $$"""class Net(bool bias) : Module<Tensor, Tensor>("") { readonly Linear own = Linear(1, 2, bias); {{Forward}} }""", "class: registered ByParent\nown: Linear(weight bias?)" },
        {
            $$"""
            class Base : Module<Tensor, Tensor> { readonly Linear fc; public Base(bool bias) : base("") { fc = Linear(1, 2, bias); RegisterComponents(); } {{Forward}} }
            class Net() : Base(false);
            """,
            "fc: Linear(weight), from Base"
        },

        // Generic, partial, records of nothing.
        { $$"""partial class Net : Module<Tensor, Tensor> { readonly Linear a = Linear(1, 2); {{Forward}} } partial class Net { readonly Linear b = Linear(1, 2); public Net() : base("") => RegisterComponents(); }""", "a: Linear(weight bias)\nb: Linear(weight bias)" },
        { $$"""class Net : Module<Tensor, Tensor> { public Linear A => Linear(1, 2); [WeightDecay(0.1)] public Linear B => A; public Net() : base("") => RegisterComponents(); {{Forward}} }""", "B: nothing Linear, Never, λ=0.1" },
        { $$"""class Net : Module<Tensor, Tensor> { public required Linear A { get; init; } public Net() : base("") => RegisterComponents(); {{Forward}} }""", "A: Linear(weight bias?), Never" },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void Classes_are_read(string source, string expected) =>
        Assert.Equal(expected, ShapeText.Of("#pragma warning disable CS0169, CS8618, CS0414, CS0649\n" + source).ReplaceLineEndings("\n"));

    [Fact]
    public void Generic_classes_are_read_open_and_closed()
    {
        const string Source = $$"""
            class Net<T> : Module<Tensor, Tensor> where T : Module { readonly T inner; readonly Linear fc = Linear(1, 2); public Net(T inner) : base("") { this.inner = inner; RegisterComponents(); } {{Forward}} }
            class Holder : Module<Tensor, Tensor> { readonly Net<LayerNorm> net = new(LayerNorm(3)); public Holder() : base("") => RegisterComponents(); {{Forward}} }
            """;
        Assert.Equal("inner: ? the parameter inner\nfc: Linear(weight bias)", ShapeText.Of(Source, "Net`1"));
        Assert.Equal("net: Net<LayerNorm>{inner: LayerNorm(weight bias); fc: Linear(weight bias)}", ShapeText.Of(Source, "Holder"));
    }

    [Theory]
    [InlineData("Rms")]
    [InlineData("A.Rms")]
    [InlineData(" Rms ")]
    public void Normalizations_can_be_named_by_option(string name)
    {
        const string Source = $$"""namespace A; class Rms : Module<Tensor, Tensor> { readonly Parameter w = Parameter(ones(3)); public Rms() : base("") => RegisterComponents(); {{Forward}} }""";
        Assert.True(ShapeText.Read(Source, "A.Rms", name).IsNormalization);
        Assert.False(ShapeText.Read(Source, "A.Rms", "Rm").IsNormalization);
    }

    [Fact]
    public void Classes_that_contain_each_other_have_the_same_shape_in_any_order()
    {
        const string Source = $$"""
            class A : Module<Tensor, Tensor> { readonly B? b; public A(bool on) : base("") { if (on) b = new B(false); RegisterComponents(); } {{Forward}} }
            class B : Module<Tensor, Tensor> { readonly A? a; public B(bool on) : base("") { if (on) a = new A(false); RegisterComponents(); } {{Forward}} }
            """;
        var compilation = TestCompilation.Create(TestCompilation.ModelUsings + "\n" + Source);
        foreach (string[] order in new[] { new[] { "A", "B" }, ["B", "A"] })
        {
            var study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
            foreach (string name in order)
            {
                string other = name == "A" ? "B" : "A";
                string text = ShapeText.Render(study.ShapeOf(compilation.Type(name), default));
                Assert.Equal($"{other.ToLowerInvariant()}: {other}{{{name.ToLowerInvariant()}: ~{name} unread, Never}}, Maybe", text);
            }
        }
    }

    [Fact]
    public void Without_TorchSharp_there_is_no_reader()
    {
        var compilation = TestCompilation.Create("class C { }").WithReferences(TestReferences.Framework);
        Assert.Null(CompilationStudy.Of(compilation, StudyOptions.ForGeneration));
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;

namespace RegSpec.CompileTime.Tests;

/// <summary>The study answers on code that is being typed: tokens left out, lines missing, text cut off.</summary>
public class BrokenModelTests
{
    private const string Source = """
        namespace Models;

        [WeightDecay(0.1, Policy = DecayPolicy.Weights)]
        public class Base<T>(T inner, int n) : Module<Tensor, Tensor>("base") where T : Module<Tensor, Tensor>
        {
            [NoWeightDecay(Parameters = "*.bias")] protected readonly ModuleList<T> list = new(inner);
            public override Tensor forward(Tensor x) => inner.call(x) + n;
        }

        public sealed class Net : Base<Module<Tensor, Tensor>>
        {
            private readonly Linear fc = Linear(3, 4, hasBias: false);
            private readonly List<Linear> all = [];
            [ParameterRole(ParameterRole.Gain)] private Parameter? gain;
            public Sequential Body { get; }

            public Net(bool on, Module<Tensor, Tensor>? act = null) : base(act ?? ReLU(), n: 3)
            {
                var layers = new List<(string, Module<Tensor, Tensor>)> { ("first", Linear(1, 2)) };
                foreach (int i in new[] { 1, 2 })
                {
                    if (i > 1) { continue; }
                    layers.Add(($"l{i}", Make(i switch { 1 => true, _ => on })));
                    all.Add(Linear(i, i));
                }

                Body = Sequential(layers).to(CPU);
                gain = on ? Parameter(ones(1, 2)) : null;
                (var a, _) = (fc, all.Select(l => l.weight).ToArray());
                for (int i = 0; i < all.Count; i++) register_module($"x{i}", all[i]);
                try { list.Add(act!); } finally { RegisterComponents(); }
            }

            private static Module<Tensor, Tensor> Make(bool on) { if (on) return LayerNorm(3); else return new Net(on); }
        }
        """;

    private static readonly CSharpCompilation Empty = TestCompilation.Create("");

    [Fact]
    public void Any_token_may_be_missing()
    {
        // One in four: neighbours break the same construct, and each costs a compilation.
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(Source).GetRoot().DescendantTokens()];
        Assert.True(tokens.Length > 400);
        for (int i = 0; i < tokens.Length; i += 4)
        {
            Read(Source.Remove(tokens[i].SpanStart, tokens[i].Span.Length));
        }
    }

    [Fact]
    public void The_text_may_end_anywhere()
    {
        string[] lines = Source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            Read(string.Join("\n", [.. lines[..i], lines[i][..(lines[i].Length / 2)]]));
            Read(string.Join("\n", [.. lines[..i], .. lines[(i + 1)..]]));
        }
    }

    [Fact]
    public void Expressions_may_be_nested_beyond_reason()
    {
        string appended = string.Concat(Enumerable.Repeat(".append(ReLU())", 400));
        Read($"class Net : Module<Tensor, Tensor> {{ Module a = Sequential(){appended}; Net() : base(\"\") => RegisterComponents(); }}");
    }

    [Fact]
    public void Constructors_may_branch_without_end()
    {
        string nested = string.Concat(Enumerable.Repeat("for (int i = 0; i < n; i++) { ", 24)) + "list.Add(Linear(n, n));" + new string('}', 24);
        Read($"class Net : Module<Tensor, Tensor> {{ ModuleList<Linear> list = new(); Net(int n) : base(\"\") {{ {nested} RegisterComponents(); }} }}");
    }

    [Theory]
    [InlineData("class Net : Missing { Linear fc; }")]
    [InlineData("class Net : Net { Linear fc; }")]
    [InlineData("class Net : Module<Tensor, Tensor> { Missing<Linear> fc = new(); Linear a = Linear(wrong: 3), a; Net() : this() { } }")]
    [InlineData("class A : B { Module b = new B(); } class B : A { Module a = new A(); } class Net : A { }")]
    [InlineData("class Net : Module<Tensor, Tensor> { Linear fc = Linear(1, 2, hasBias: \"no\"); Linear P { get; } = => ; Net() { fc = fc = ; (fc, P) = ; P[0] = fc; } }")]
    [InlineData("class Net : Module<Tensor, Tensor> { [WeightDecay] Linear a; [WeightDecay(\"x\")] Linear b; [WeightDecay(0.1, Policy = 7, Parameters = null)] Linear c; [LearningRateScale] [ParameterRole(99)] Parameter d; [TorchSharp.Utils.ComponentName] Linear e; }")]
    [InlineData("[assembly: WeightDecayFor(typeof(Missing), 0.1)] [assembly: WeightDecayFor(null)] [assembly: NormalizationModule(null)] class Net : Module<Tensor, Tensor> { }")]
    [InlineData("interface Net { Linear fc { get; } }")]
    [InlineData("struct Net { Linear fc = Linear(1, 2); }")]
    [InlineData("record class Net(Linear fc) : Module<Tensor, Tensor>(\"\");")]
    [InlineData("class Net : Module<Tensor, Tensor> { ModuleList<ModuleList<Net>> a = new(new(new Net())); Net[][,] b = new Net[3][,]; (Net, (Net, int))? c; }")]
    public void Nonsense_may_be_written(string source) => Read(source);

    /// <summary>Reads every type of the source; a compilation derived from one already bound shares its references, which makes this fast.</summary>
    private static void Read(string source)
    {
        SyntaxTree tree = TestCompilation.Parse(TestCompilation.ModelUsings + "\n" + source, "Test0.cs");
        CSharpCompilation compilation = Empty.ReplaceSyntaxTree(Empty.SyntaxTrees[^1], tree);
        var study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        foreach (INamedTypeSymbol type in compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>())
        {
            Assert.NotNull(ShapeText.Render(study.ShapeOf(type, CancellationToken.None)));
        }
    }
}

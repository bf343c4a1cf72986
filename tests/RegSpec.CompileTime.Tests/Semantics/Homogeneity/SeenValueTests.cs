using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// <c>e</c> is a value in which <c>fc.weight</c> is broken; <c>h</c> is one in which it has degree 1. As long as nobody sees <c>e</c>, the weight is proved;
/// every way to see it must give the weight up.
/// </summary>
public class SeenValueTests
{
    [Theory]
    // Not seen.
    [InlineData("", "", true)]
    [InlineData("", "var unused = e + x; unused = e.sum();", true)]
    [InlineData("", "e.add_(1); e[0] = 1;", true)]
    [InlineData("", "var l = new List<Tensor> { e, h }; y = norm.call(l[1]);", true)]
    [InlineData("", "var l = new[] { e, h }; y = norm.call(l[1]);", true)]
    [InlineData("private Tensor Pass(Tensor t) => t * 2;", "Pass(e);", true)]
    // Seen in the result.
    [InlineData("", "y = y + e;", false)]
    [InlineData("", "y = y + e * 0;", false)]
    [InlineData("", "y = where(e > 0, y, -y);", false)]
    [InlineData("", "y = y.masked_fill(e > 0, 0);", false)]
    [InlineData("", "y = y.index_select(0, e.argmax().view(1) % 4);", false)]
    [InlineData("", "y = y[e > 0];", false)]
    [InlineData("", "y = y[TensorIndex.Tensor(e > 0)];", false)]
    [InlineData("", "y[e > 0] = 0;", false)]
    [InlineData("", "y.masked_fill_(e > 0, 0);", false)]
    [InlineData("", "y = y.gather(1, e.argsort(1));", false)]
    [InlineData("", "y = y * e.shape[0];", false)] // its size may come from the weight
    [InlineData("", "y = y * e.nonzero().shape[0];", false)]
    [InlineData("", "y = y + zeros_like(e.nonzero()).sum();", false)]
    [InlineData("", "y = y + zeros(e.nonzero().shape).numel();", false)]
    [InlineData("", "y = functional.linear(y, e);", false)]
    [InlineData("", "y = maximum(y, e);", false)]
    [InlineData("", "y = cat(new[] { y, e }, 0);", false)]
    [InlineData("", "y = functional.dropout(y, e.mean().item<float>());", false)]
    [InlineData("", "y.copy_(e);", false)]
    [InlineData("", "y[0] = e[0];", false)]
    [InlineData("", "y = y.view(-1); var v = y.view(4, -1); v.add_(e);", false)]
    [InlineData("", "var l = new[] { y }; l[0].add_(e);", false)]
    [InlineData("", "var p = (y, x); p.y.add_(e);", false)]
    [InlineData("", "foreach (var row in new[] { x, e }) y = y + row.sum();", false)]
    [InlineData("", "foreach (var row in e.unbind(0)) y = y + row;", false)]
    [InlineData("private Tensor Pass(Tensor t) => t * 2;", "y = y + Pass(e);", false)]
    [InlineData("private void Into(out Tensor t, Tensor s) { t = s * 2; }", "Into(out var s, e); y = y + s;", false)]
    [InlineData("", "Func<Tensor> later = () => e; y = y + later();", false)]
    [InlineData("", "Tensor Local() => e; y = y + Local();", false)]
    [InlineData("", "y = y + (e is { } some ? some : x);", false)]
    [InlineData("", "Tensor? maybe = x.shape[0] > 3 ? e : null; y = y + (maybe ?? y);", false)]
    // Seen by a decision.
    [InlineData("", "if (e.sum().item<float>() > 0) y = -y;", false)]
    [InlineData("", "if (0 < e.sum().ToDouble()) y = -y;", false)]
    [InlineData("", "y = e.sum().ToDouble() > 0 ? y : -y;", false)]
    [InlineData("", "if (e.allclose(x)) y = -y;", false)]
    [InlineData("", "if ((bool)(e.sum() > 0)) y = -y;", false)]
    [InlineData("", "while (e.sum().item<float>() > 0) { y = -y; e = e - 1; }", false)]
    [InlineData("", "for (int i = 0; i < e.argmax().item<long>(); i++) y = -y;", false)]
    [InlineData("", "switch (e.argmax().item<long>()) { case 0: y = -y; break; }", false)]
    [InlineData("", "if (e.Equals(x)) y = -y;", false)]
    // Seen by something outside.
    [InlineData("private Tensor? last;", "last = e;", false)]
    [InlineData("private static Tensor? last;", "last = e;", false)]
    [InlineData("private readonly List<Tensor> cache = new();", "cache.Add(e);", false)]
    [InlineData("private readonly Dictionary<string, Tensor> named = new();", "named[\"e\"] = e;", false)]
    [InlineData("public event Action<Tensor>? Made;", "Made?.Invoke(e);", false)]
    [InlineData("", "Console.WriteLine(e);", false)]
    [InlineData("", "Console.WriteLine($\"{e}\");", false)]
    [InlineData("", "GC.KeepAlive(new object[] { e });", false)]
    [InlineData("", "e.backward();", false)]
    [InlineData("", "e.sum().backward();", false)]
    [InlineData("", "e.save(\"e\");", false)]
    [InlineData("", "throw new InvalidOperationException(e.ToString());", false)]
    [InlineData("", "var p = Parameter(e); y = y + p;", false)]
    [InlineData("private readonly Parameter scale = Parameter(ones(8));", "scale.copy_(e);", false)]
    [InlineData("private readonly Parameter scale = Parameter(ones(8));", "scale.set_(e);", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state.copy_(e[0]);", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state.view(-1).add_(e[0]);", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state[0] = e.sum();", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state.copy_(h[0]);", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state.mul_(0.9).add_(h.mean(new long[] { 0 }));", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state[0] = h.sum();", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "state.copy_(norm.call(h)[0]);", true)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "states[0].copy_(h[0]);", false)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "states[0].copy_(e[0]);", false)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "states[0].mul_(0.9).add_(h.mean(new long[] { 0 }));", false)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "states[0][0] = e.sum();", false)]
    [InlineData("private readonly List<Tensor> states = new() { zeros(8) };", "states[0][0] = y.sum();", true)]
    [InlineData("private readonly (Tensor A, Tensor B) pair = (zeros(8), zeros(8));", "pair.A[0] = e.sum();", false)]
    [InlineData("private readonly Tensor state = zeros(8); private void Keep(Tensor into, Tensor t) { into.add_(t); }", "Keep(state.view(-1), h[0]);", false)]
    [InlineData("private readonly Tensor state = zeros(8);", "var s = x.shape[0] > 3 ? state : ones(8); s.add_(h[0]);", false)]
    [InlineData("private readonly BatchNorm1d other = BatchNorm1d(8);", "other.call(e);", true)]
    [InlineData("private readonly BatchNorm1d other = BatchNorm1d(8);", "y = y + other.call(e);", false)]
    [InlineData("", "x.add_(e);", false)]
    [InlineData("", "x.copy_(e);", false)]
    public void A_broken_value(string members, string body, bool isProved) => Check(members, $"var h = fc.call(x); var e = functional.gelu(h); var y = norm.call(h); {body} return y;", isProved);

    /// <summary>What an expression read before a call in it wrote is not what it holds afterwards.</summary>
    [Theory]
    [InlineData("private Tensor Unit(Tensor t) { t.div_(t.norm()); return ones_like(x0); } private readonly Tensor x0 = ones(8);", "var h = fc.call(x); var s = h.norm(); return h * Unit(h) / s;", false)]
    [InlineData("private Tensor Unit(Tensor t) { t.div_(t.norm()); return t; }", "var h = fc.call(x); return Unit(h);", true)]
    [InlineData("private Tensor Unit(Tensor t) { t.div_(t.norm()); return t; }", "var h = fc.call(x); h = Unit(h); return h;", true)]
    [InlineData("private Tensor Inner(Tensor t) { t.div_(t.norm()); return ones(8); } private Tensor Outer(Tensor t) { var r = Inner(t); return r; }", "var h = fc.call(x); var s = h.norm(); return h * Outer(h) / s;", false)]
    [InlineData("private Tensor Relu(Tensor t) { t.relu_(); return t; }", "var h = fc.call(x); return norm.call(h + Relu(h));", true)]
    [InlineData("", "var h = fc.call(x); var s = h.norm(); Tensor Unit(Tensor t) { t.div_(t.norm()); return ones(8); } return h * Unit(h) / s;", false)]
    [InlineData("", "var h = fc.call(x); var s = h.norm(); Func<Tensor, Tensor> unit = t => t.div_(t.norm()); return h * (unit(h) * 0 + 1) / s;", false)]
    public void An_operand_read_before_a_call_that_writes_into_it(string members, string body, bool isProved) => Check(members, body, isProved);

    private static void Check(string members, string body, bool isProved)
    {
        CSharpCompilation compilation =
            TestCompilation.Create(TestCompilation.ModelUsings + $$"""

                public sealed class Net : Module<Tensor, Tensor>
                {
                    private readonly Linear fc = Linear(8, 8, hasBias: false);
                    private readonly LayerNorm norm = LayerNorm(8);
                    public Net() : base("Net") => RegisterComponents();
                    public override Tensor forward(Tensor x) { {{body}} }
                    {{members}}
                }
                """);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        ScaleInvarianceFacts facts = Specimen.Analyze(compilation, "Net");
        Assert.True(facts.Proved.Any(fact => fact.Path == "fc.weight") == isProved, facts.Unproved.FirstOrDefault(weight => weight.Path == "fc.weight")?.Why ?? "claimed");
    }
}

using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>Ordinary C# between a layer and its norm: each shape that real code has is proved, and its twin that shows the unnormalised value is not claimed.</summary>
public class RecallShapesTests
{
    private const string Beside = """
        public abstract class Base : Module<Tensor, Tensor>
        {
            protected readonly Linear c = Linear(8, 8, hasBias: false);
            protected Base() : base("b") { }
            public override Tensor forward(Tensor x) => c.call(x);
        }
        public record Held(Tensor First, Tensor Second);
        """;

    /// <summary>Base class, members, body of forward from x to the result, and the weight that is proved.</summary>
    public static TheoryData<string, string, string, string, string> Proved => new()
    {
        { "base.forward", "Base", "private readonly LayerNorm n = LayerNorm(8);", "return n.call(base.forward(x));", "c.weight" },
        { "a try that only rethrows", "", Layer, "try { return n.call(c.call(x)); } catch (Exception e) { throw new InvalidOperationException(\"shape\", e); }", "c.weight" },
        { "a try that rethrows the same", "", Layer, "try { return n.call(c.call(x)); } catch { throw; }", "c.weight" },
        { "a filter that asks for a sign", "", Layer, "Tensor h = c.call(x); try { return n.call(h); } catch when (h.sum().item<float>() > 0) { throw; }", "c.weight" },
        { "Select", "", Many, "foreach (var m in all.Select(one => one)) x = n.call(m.call(x)); return x;", "all.*.weight" },
        { "Zip", "", Many + " private readonly ModuleList<Module<Tensor, Tensor>> norms = new(LayerNorm(8), LayerNorm(8));", "foreach (var (m, k) in all.Zip(norms)) x = k.call(m.call(x)); return x;", "all.*.weight" },
        { "Aggregate", "", Many, "return n.call(all.Aggregate(x, (h, m) => n.call(m.call(h))));", "all.*.weight" },
        { "Skip", "", Many, "foreach (var m in all.Skip(1)) x = n.call(m.call(x)); return x;", "all.1.weight" },
        { "Reverse", "", Many, "foreach (var m in all.Reverse()) x = n.call(m.call(x)); return x;", "all.*.weight" },
        { "a range", "", "private readonly Linear a = Linear(8, 8, hasBias: false), b = Linear(8, 8, hasBias: false); private readonly LayerNorm n = LayerNorm(8);", "var few = new[] { a, b, a }; foreach (var m in few[0..2]) x = n.call(m.call(x)); return x;", "b.weight" },
        { "recursion that ends", "", Layer + " private Tensor Deep(Tensor t, int k) => k == 0 ? t : Deep(n.call(c.call(t)), k - 1);", "return Deep(x, 3);", "c.weight" },
        { "a record", "", Layer, "var held = new Held(c.call(x), x); return n.call(held.First) + held.Second;", "c.weight" },
        { "a record changed by with", "", Layer, "var held = new Held(c.call(x), x) with { Second = x * 2 }; return n.call(held.First) + held.Second;", "c.weight" },
        { "the record that with leaves as it was", "", Layer, "var held = new Held(n.call(c.call(x)), x); var other = held with { First = c.call(x) }; return held.First + n.call(other.First);", "c.weight" },
        { "a depthwise convolution after cat", "", "private readonly BatchNorm2d b = BatchNorm2d(3), n = BatchNorm2d(8); private readonly Conv2d c = Conv2d(3, 4, 1, bias: false), d = Conv2d(3, 4, 1, bias: false), w = Conv2d(8, 8, 3, groups: 8, bias: false);", "x = b.call(x); return n.call(w.call(cat(new[] { c.call(x), d.call(x) }, 1)));", "c.weight" },
        { "siblings of an altered element", "", Layer, "var l = new List<Tensor> { n.call(c.call(x)), x }; l[1] = x * 2; return l[0] + l[1];", "c.weight" },
    };

    /// <summary>The same shapes with the value before the norm in what comes out.</summary>
    public static TheoryData<string, string, string, string> Shown => new()
    {
        { "base.forward", "Base", "private readonly LayerNorm n = LayerNorm(8);", "return n.call(base.forward(x)) + base.forward(x);" },
        { "a try that swallows", "", Layer, "try { return n.call(c.call(x)); } catch { return c.call(x); }" },
        { "a filter of a degree", "", Layer, "Tensor h = c.call(x); try { return n.call(h); } catch when (h.sum().item<float>() > 1) { throw; }" },
        { "a filter that takes it", "", Layer + " private bool Note(Tensor t) { kept = t; return false; } private Tensor? kept; public Tensor? Kept() => kept;", "Tensor h = c.call(x); try { return n.call(h); } catch when (Note(h)) { throw; }" },
        { "a handler that takes it", "", Layer + " private Tensor? kept; public Tensor? Kept() => kept;", "Tensor h = c.call(x); try { return n.call(h); } catch { kept = h; throw; }" },
        { "a handler that gives it", "", Layer, "Tensor h = c.call(x); try { return n.call(h); } catch (InvalidOperationException) { return h; }" },
        { "Zip", "", Many, "foreach (var (m, h) in all.Zip(new[] { x })) x = n.call(m.call(h)) + m.call(h); return x;" },
        { "Aggregate", "", Many, "return all.Aggregate(x, (h, m) => m.call(h));" },
        { "recursion", "", Layer + " private Tensor Deep(Tensor t, int k) => k == 0 ? c.call(t) : Deep(n.call(c.call(t)), k - 1);", "return Deep(x, 3);" },
        { "an iterator", "", Layer + " private IEnumerable<Tensor> Each(Tensor t) { yield return n.call(c.call(t)); yield return c.call(t); }", "var sum = zeros(8); foreach (var t in Each(x)) sum = sum + t; return sum;" },
        { "a record", "", Layer, "var held = new Held(c.call(x), x); return n.call(held.First) + held.First;" },
        { "a record changed by with", "", Layer, "var held = new Held(n.call(c.call(x)), x) with { Second = c.call(x) }; return held.First + held.Second;" },
        { "a record copied by with", "", Layer, "var held = new Held(c.call(x), x) with { Second = x }; return n.call(held.First) + held.First;" },
        { "a copy of its own", "", Layer + " private record Odd(Tensor First) { public Tensor? Kept; public Odd(Odd other) { First = other.First; Kept = other.First; } }", "var odd = new Odd(c.call(x)) with { First = x }; return n.call(c.call(x)) + odd.Kept!;" },
        { "a depthwise convolution after cat, then a layer", "", "private readonly Conv2d c = Conv2d(3, 4, 1, bias: false), d = Conv2d(3, 4, 1, bias: false), w = Conv2d(8, 8, 3, groups: 4, bias: false); private readonly BatchNorm2d n = BatchNorm2d(8);", "return n.call(w.call(cat(new[] { c.call(x), d.call(x) }, 1)));" },
        { "forward_fuse", "", Layer + " public Tensor forward_fuse(Tensor x) => c.call(x);", "return n.call(c.call(x));" },
        { "an altered element", "", Layer, "var l = new List<Tensor> { n.call(c.call(x)), x }; l[1] = c.call(x); return l[0] + l[1];" },
    };

    private const string Layer = "private readonly Linear c = Linear(8, 8, hasBias: false); private readonly LayerNorm n = LayerNorm(8);";
    private const string Many = "private readonly ModuleList<Module<Tensor, Tensor>> all = new(Linear(8, 8, hasBias: false), Linear(8, 8, hasBias: false)); private readonly LayerNorm n = LayerNorm(8);";

    [Theory]
    [MemberData(nameof(Proved))]
    public void A_shape_of_real_code_is_proved(string shape, string around, string members, string body, string weight)
    {
        ScaleInvarianceFacts facts = Analyze(around, members, body);
        string[] expected = weight.Contains('*', StringComparison.Ordinal) ? [weight.Replace("*", "0", StringComparison.Ordinal), weight.Replace("*", "1", StringComparison.Ordinal)] : [weight];
        Assert.True(
            expected.All(path => facts.Proved.Any(fact => fact.Path == path)),
            $"{shape}: {string.Join(", ", facts.Proved.Select(fact => fact.Path))}; {string.Join("; ", facts.Unproved.Select(unproved => unproved.Path + ": " + unproved.Why))}");
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void Its_twin_is_not_claimed(string shape, string around, string members, string body) =>
        Assert.Equal((shape, ""), (shape, string.Join(", ", Analyze(around, members, body).Proved.Select(fact => fact.Path).Where(path => path.StartsWith('c') || path.StartsWith("all", StringComparison.Ordinal)))));

    private static ScaleInvarianceFacts Analyze(string around, string members, string body)
    {
        var compilation = TestCompilation.Create(TestCompilation.ModelUsings + "\n" + Beside + $$"""

            public sealed class Net : {{(around.Length == 0 ? "Module<Tensor, Tensor>" : around)}}
            {
                {{members}}
                public Net(){{(around.Length == 0 ? " : base(\"n\")" : "")}} => RegisterComponents();
                public override Tensor forward(Tensor x) { {{body}} }
            }
            """);
        TestCompilation.RequireNoErrors(compilation);
        return Specimen.Analyze(compilation, "Net");
    }
}

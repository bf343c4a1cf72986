using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// Where the machine does not follow, it gives up: programs in which the value <c>h</c> before the norm reaches code, an object or a place that is not
/// followed, one for each way that happens.
/// </summary>
public class HavocTests
{
    private const string Own = """
        public sealed class Own(Tensor t) : IEnumerable<Tensor>
        {
            public Tensor T = t;
            public int Length => 1;
            public Tensor this[int i] { get => T; set => T = value; }
            public IEnumerator<Tensor> GetEnumerator() => new List<Tensor> { T }.GetEnumerator();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }
        public sealed record Pair(Tensor A, Tensor B);
        public sealed class Kept(Tensor t) : List<Tensor>(new[] { t });
        public sealed class Box(Tensor t)
        {
            public Tensor Deep(int k) => k == 0 ? t : Deep(k - 1);
            public async Task<Tensor> Later() { await Task.Yield(); return t; }
        }
        public static class Extensions { public static Tensor Same(this Tensor t) => t; }
        public class Cell { public Tensor? T; public Func<Tensor>? Get; public List<Tensor> All = new(); }
        """;

    [Theory]
    // What is enumerated, indexed or compared in a way that is not followed.
    [InlineData("", "var l = new List<Tensor>(); l.AddRange(new Own(h)); return y + l[0];")]
    [InlineData("", "return y + new Own(h)[^1];")]
    [InlineData("", "var o = new Own(x); o[^1] = h; return y + o.T;")]
    [InlineData("", "Console.WriteLine((object)new List<Tensor> { h }); return y;")]
    [InlineData("", "var l = new List<Tensor>(); Console.WriteLine((object)l); l.Add(h); return y;")]
    [InlineData("", "var l = new List<Tensor> { x }; Console.WriteLine((object)l); l[0] = h; return y;")]
    [InlineData("", "return y * new[] { x, x }.Count(t => h.sum().ToDouble() > 0.1);")]
    [InlineData("", "return y * new List<Tensor> { x, ones(8) }.IndexOf(h);")]
    [InlineData("", "return new[] { y, -y }.First(t => (bool)(h.sum() > 0.1));")]
    [InlineData("", "return new[] { h, -h }.Max(t => t.sum().ToDouble()) * y;")]
    // Calls of what is not known.
    [InlineData("public Func<Tensor, Tensor>? Hook;", "Hook?.Invoke(h); return y;")]
    [InlineData("public Func<Tensor, Tensor>? Hook;", "return new[] { h }.Select(Hook!).First() + y;")]
    [InlineData("public Action<Cell>? Hook;", "var c = new Cell { T = h }; Hook?.Invoke(c); return y;")]
    [InlineData("public Action<Cell>? Hook;", "var c = new Cell(); Hook?.Invoke(c); c.T = h; return y;")]
    [InlineData("public Action<Cell>? Hook;", "var c = new Cell(); Hook?.Invoke(c); c.All.Add(h); return y;")]
    [InlineData("public Action<Cell>? Hook;", "var c = new Cell { Get = () => h }; Hook?.Invoke(c); return y;")]
    [InlineData("public Action<Cell>? Hook;", "Tensor held = x; var c = new Cell { Get = () => held }; Hook?.Invoke(c); held = h; return y;")]
    [InlineData("public Action<Func<Tensor>>? Hook;", "Hook?.Invoke(() => h); return y;")]
    [InlineData("public Action<(Tensor, int)>? Hook;", "Hook?.Invoke((h, 1)); return y;")]
    [InlineData("public Action<IEnumerable<Tensor>>? Hook;", "Hook?.Invoke(new[] { x }.Select(t => h)); return y;")]
    [InlineData("public Action<IEnumerator<Tensor>>? Hook;", "IEnumerator<Tensor> e = new List<Tensor> { h }.GetEnumerator(); Hook?.Invoke(e); return y;")]
    [InlineData("public Action<Tensor>? Hook;", "var t = ones_like(h); Hook?.Invoke(t); t.copy_(h); return y;")]
    [InlineData("public delegate void Taking(ref Tensor t); public Taking? Hook;", "var t = h; Hook?.Invoke(ref t); return y;")]
    [InlineData("private async Task<Tensor> Later(Tensor t) { await Task.Yield(); return t; }", "return y + Later(h).Result;")]
    [InlineData("private IEnumerable<Tensor> Each(Tensor t) { yield return t; }", "return y + Each(h).First();")]
    [InlineData("private Tensor kept = ones(8); private ref Tensor Kept() => ref kept;", "Kept() = h; return y + kept;")]
    [InlineData("private Tensor Deep(Tensor t, int k) => k == 0 ? h0! : Deep(t, k - 1); private Tensor? h0;", "h0 = h; return y + Deep(x, 40);")]
    [InlineData("", "Net other = new(); return y + other.fc.call(h);")]
    [InlineData("private static Net? last; private Tensor? seen;", "last = this; last.seen = h; return y;")]
    [InlineData("private Net? last; private Tensor Raw(Tensor t) => fc.call(t); public void Set(Net net) => last = net;", "return y + (last ?? this).Raw(x);")]
    [InlineData("private Net? last; private Linear Layer => fc; public void Set(Net net) => last = net;", "return y + (last ?? this).Layer.call(x);")]
    [InlineData("", "return y + new Box(h).Deep(40);")]
    [InlineData("", "return y + new Box(h).Later().Result;")]
    [InlineData("", "var (a, b) = new Pair(h, x); return y + a;")]
    [InlineData("", "return new Pair(h, x).Equals(new Pair(x, x)) ? y : -y;")]
    [InlineData("", "return new Pair(h, x) == new Pair(x, x) ? y : -y;")]
    [InlineData("", "return new Pair(h, x).GetHashCode() > 3 ? y : -y;")]
    [InlineData("", "return y + new Kept(h)[0];")]
    [InlineData("private readonly Sequential? seq; public Net(Module<Tensor, Tensor> given) : base(\"n\") { seq = Sequential(given); RegisterComponents(); }", "return seq is null ? y : y + seq.call(h);")]
    [InlineData("", "var e = Embedding_from_pretrained(h.view(1, 8)); return y + e.call(zeros(1, dtype: int64));")]
    [InlineData("", "Func<Tensor> read = h.Same; return y + read();")]
    [InlineData("", "Func<Tensor> read = fc.call(x).Same; return y + read();")]
    [InlineData("", "Func<Tensor> f = () => x; f += () => h; return y + f();")]
    [InlineData("", "Action f = () => x = h; f += () => { }; f(); return y + x;")]
    [InlineData("", "Func<Tensor> f = () => x; Func<Tensor> g = () => h; return y + (f + g)();")]
    [InlineData("", "Action f = () => x = h; Action g = () => { }; (f + g)(); return y + x;")]
    [InlineData("", "Tensor s = x; _ = new[] { x, x }.Select(t => { s = h; return t; }).Skip(1).First(); return y + s;")]
    // Another instance of the class, which may be this one.
    [InlineData("private Net? last; public void Set(Net net) => last = net; private Tensor Raw(Tensor t) => fc.call(t);", "return last is null ? y : y + last.Raw(x);")]
    [InlineData("private Net? last; public void Set(Net net) => last = net; private Linear Layer { get { return fc; } }", "return last is null ? y : y + last.Layer.call(x);")]
    [InlineData("private Net? last; public void Set(Net net) => last = net;", "return last is null ? y : y + last.fc.call(x);")]
    [InlineData("private Net? last; public void Set(Net net) => last = net; private bool raw;", "if (last is { } other) other.raw = true; return raw ? h : y;")]
    [InlineData("private Net? last; public void Set(Net net) => last = net; private bool raw; private bool Raw { set { raw = value; } }", "if (last is { } other) other.Raw = true; return raw ? h : y;")]
    // Places that are not followed.
    [InlineData("", "var t = (x, x, x, x, x, x, x, h); return y + t.Item8;")]
    [InlineData("", "var d = new System.Collections.Concurrent.ConcurrentDictionary<Tensor, Tensor>(); d[h] = x; return y;")]
    [InlineData("", "var d = new System.Collections.Concurrent.ConcurrentDictionary<Tensor, Tensor>(); return y + d[h];")]
    [InlineData("", "var d = new Dictionary<Tensor, int>(); return d.ContainsKey(h) ? y : -y;")]
    [InlineData("", "var t = zeros(8); var raw = t.bytes; raw[3] = 64; return y + h * t;")]
    [InlineData("", "var text = \"\"; text += h; return text.Length > 3 ? y : -y;")]
    [InlineData("", "return (h + \"\").Length > 3 ? y : -y;")]
    [InlineData("", "init.normal_(fc.weight!); return y;")]
    [InlineData("private static Tensor? shared;", "shared = h; return y;")]
    [InlineData("public static Tensor? Shared { get; set; }", "Shared = h; return y;")]
    [InlineData("", "ref Tensor r = ref x; r = h; return y + x;")]
    [InlineData("", "var (a, b) = (h, x); (a, b) = (b, a); return y + b;")]
    [InlineData("", "var p = new KeyValuePair<int, Tensor>(1, h); var (k, v) = p; return y + v;")]
    [InlineData("", "throw new ArgumentException(\"\", h.ToString());")]
    [InlineData("", "var e = new InvalidOperationException(); e.Data[\"h\"] = h; if (x.shape[0] > 5) throw e; return y;")]
    [InlineData("", "dynamic d = h; return y + d;")]
    [InlineData("", "dynamic d = 1; d.Take(h); return y;")]
    [InlineData("", "var text = $\"{h}\"; return text.Length > 3 ? y : -y;")]
    [InlineData("", "return ((object)h).Equals(x) ? y : -y;")]
    [InlineData("", "return h is { shape: [> 3] } && h.sum() is { } s && (bool)(s > 0.1) ? y : -y;")]
    [InlineData("", "checked { return y * (int)h.sum(); }")]
    // Made with it.
    [InlineData("private Parameter? made;", "made = new Parameter(h); return y + made;")]
    [InlineData("", "return y + new Lazy<Tensor>(() => h).Value;")]
    [InlineData("", "var l = Linear(8, 8, hasBias: false); l.weight = new Parameter(h.unsqueeze(0)); return y + l.call(x);")]
    [InlineData("", "using var none = no_grad(); return y + h.detach();")]
    public void What_is_not_followed_is_given_up(string members, string body) =>
        ForwardBody.Check(members, "var h = fc.call(x); var y = norm.call(h); " + body, isProved: false, Own);

    /// <summary>One description stands for layers of which nobody knows how many there are: reading the weight of one shows it.</summary>
    [Theory]
    [InlineData("x = norm.call(many[i].call(x));", true)]
    [InlineData("x = norm.call(many[i].call(x)) + many[i].weight!.sum();", false)]
    [InlineData("x = norm.call(functional.linear(x, many[i].weight!));", false)]
    public void One_of_several(string body, bool isProved)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""

            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Linear> many = new();
                private readonly LayerNorm norm = LayerNorm(8);
                public Net(int n) : base("Net") { for (int i = 0; i < n; i++) many.Add(Linear(8, 8, hasBias: false)); RegisterComponents(); }
                public override Tensor forward(Tensor x) { for (int i = 0; i < many.Count; i++) { {{body}} } return x; }
            }
            """);
        Assert.Equal(isProved, Specimen.Analyze(compilation, "Net").Proved.Any(fact => fact.Path == "many.*.weight"));
    }

    /// <summary>A weight that two layers share has two biases: it is not scaled together with either.</summary>
    [Theory]
    [InlineData("", "a.weight", true)]
    [InlineData("", "b.weight", true)]
    [InlineData("b.weight = a.weight;", "a.weight", false)]
    [InlineData("b.weight = a.weight;", "b.weight", false)]
    public void A_shared_weight(string tie, string weight, bool isProved)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + $$"""

            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear a = Linear(8, 8), b = Linear(8, 8);
                private readonly LayerNorm norm = LayerNorm(8);
                private readonly BatchNorm1d bn = BatchNorm1d(8);
                public Net() : base("Net") { {{tie}} RegisterComponents(); }
                public override Tensor forward(Tensor x) => norm.call(a.call(x)) + bn.call(b.call(x.view(4, 8)));
            }
            """);
        Assert.Equal(isProved, Specimen.Analyze(compilation, "Net").Proved.Any(fact => fact.Path == weight));
    }

    [Theory]
    // The same programs with the normalised value: they are not refused for being odd.
    [InlineData("", "var l = new List<Tensor> { y }; l.Add(y); return l[1];")]
    [InlineData("", "return new[] { y, -y }.First();")]
    [InlineData("", "return new[] { h, h }.Select(t => norm.call(t)).Aggregate((a, b) => a + b);")]
    [InlineData("", "return new[] { h, -h }.Where(t => x.shape[0] > 2).Select(t => norm.call(t)).ToList()[0];")]
    [InlineData("", "var (a, b) = (y, x); (a, b) = (b, a); return a + b;")]
    [InlineData("", "Func<Tensor> read = y.clone; return read();")]
    [InlineData("", "Func<Tensor> read = y.Same; return read();")]
    [InlineData("", "for (int i = 2; i > 0; i--) y = norm.call(y); return y;")]
    [InlineData("", "Module m = norm; if (m is Linear) return h; return y;")]
    [InlineData("", "var r = new Pair(h, x) with { B = x * 2 }; return norm.call(r.A) + r.B;")]
    public void What_is_followed_is_not(string members, string body) =>
        ForwardBody.Check(members, "var h = fc.call(x); var y = norm.call(h); " + body, isProved: true, Own);
}

using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// What code that is not followed may have changed, or may see later: programs in which a flag, a place, a list or a layer is no longer what it was when
/// the value <c>h</c> before the norm depends on it.
/// </summary>
public class HavocStateTests
{
    private const string Own = """
        public class Cell { public Tensor? T; public bool On; }
        public ref struct Holder { public ref Tensor? R; }
        public ref struct Counter { public ref int R; public void Up() => R++; }
        public sealed record Twin(Tensor A) { public Twin Copy() => new Twin(this); }
        public sealed class Flag { public readonly bool On; public Flag() { On = true; } }
        public sealed class Turning(Tensor a, Tensor b)
        {
            public Tensor A = a;
            public int Length => 1;
            public Tensor this[int i] { get => A; set => A = b; }
        }
        public static class Extensions
        {
            public static Tensor Plus(this Tensor t, Tensor s) => t + s;
            public static Action Put(this Cell c, Tensor t) => () => c.T = t;
        }
        public sealed class Kept : List<Tensor> { public Kept(Tensor t) : base(new[] { t }) { } }
        """;

    [Theory]
    // Local functions that are not followed to their end, and what is around them.
    [InlineData("", "Tensor Deep(int k) => k == 0 ? h : Deep(k - 1); return y + Deep(40);")]
    [InlineData("", "Tensor Deep(int k) => k == 0 ? fc.call(x) : Deep(k - 1); return y + Deep(40);")]
    [InlineData("private static Tensor Local(Tensor t) { Tensor Deep(int k) => k == 0 ? t : Deep(k - 1); return Deep(40); }", "return y + Local(h);")]
    [InlineData("", "async Task<Tensor> Later() { await Task.Yield(); return h; } return y + Later().Result;")]
    [InlineData("", "IEnumerable<Tensor> Each() { yield return h; } return y + Each().First();")]
    [InlineData("", "void Deep(ref Tensor t, int k) { if (k == 0) t = h; else Deep(ref t, k - 1); } var r = x; Deep(ref r, 40); return y + r;")]
    [InlineData("private static void Up(ref int n, int k) { if (k == 0) n = 1; else Up(ref n, k - 1); }", "int n = 0; Up(ref n, 40); return n == 0 ? y : h;")]
    [InlineData("", "return y + new Twin(h).Copy().A;")]
    [InlineData("", "return y + new[] { x }.Select(h.Plus).First();")]
    // Lists.
    [InlineData("", "var l = new List<Tensor> { h }; if (x.shape[0] > 3) { l.Clear(); Console.WriteLine((object)l); } else { foreach (var t in l) y = y + t; } return y;")]
    [InlineData("", "var l = new List<Tensor> { h }; if (x.shape[0] > 3) { l.Clear(); Console.WriteLine((object)l); } else { y = y + l[0]; } return y;")]
    [InlineData("", "var d = new Dictionary<Tensor, Tensor> { [x] = x }; return y + d[h];")]
    [InlineData("", "var o = new Turning(x, h); o[^1] = x; return y + o.A;")]
    [InlineData("", "return y + new[] { h }.Max()!;")]
    [InlineData("", "return y + new[] { x }.Max(t => h)!;")]
    [InlineData("", "return y + cat(x.shape[0] > 3 ? new[] { h, h } : new[] { h, x }).sum();")]
    [InlineData("", "var a = new Tensor[,] { { h, x } }; return y + a[0, 0];")]
    [InlineData("public Action<IEnumerator<bool>>? Hook;", "IEnumerator<bool> e = new List<bool> { false, true }.GetEnumerator(); e.MoveNext(); Hook?.Invoke(e); return e.Current ? h : y;")]
    // Layers.
    [InlineData("private readonly LSTM lstm = LSTM(8, 8);", "return y + lstm.call(x.unsqueeze(0), (h.unsqueeze(0), h.unsqueeze(0))).Item1[0];")]
    [InlineData("private readonly EmbeddingBag bag = EmbeddingBag(8, 8);", "return y + bag.call(zeros(4, dtype: int64), arange(4), h.mean(new long[] { 1 }));")]
    [InlineData("public Action<Module>? Hook;", "Hook?.Invoke(norm); return norm.call(h);")]
    [InlineData("public Action<Module>? Hook;", "var bn = BatchNorm1d(8); var z = bn.call(h); Hook?.Invoke(bn); return z;")]
    [InlineData("private readonly Parameter scale = Parameter(ones(8));", "scale.add_(h[0]); return y;")]
    [InlineData("", "fc.weight!.mul_(2); return y;")]
    [InlineData("", "fc.weight!.zero_(); return y;")]
    [InlineData("public IEnumerable<Tensor> Each(Tensor t) { yield return fc.call(t); }", "return y;")]
    // References.
    [InlineData("private bool raw; private Tensor kept = ones(8); private ref Tensor Kept() { raw = true; return ref kept; }", "Kept() = x; return raw ? h : y;")]
    [InlineData("", "var holder = new Holder { R = ref h! }; return y + holder.R!;")]
    [InlineData("", "var holder = new Holder { R = ref (x.shape[0] > 3 ? ref h! : ref x!) }; return y + holder.R!;")]
    [InlineData("", "var cell = new Cell { T = h }; var holder = new Holder { R = ref cell.T }; return y + holder.R!;")]
    [InlineData("", "(Tensor? A, Tensor B) p = (h, x); var holder = new Holder { R = ref p.A }; return y + holder.R!;")]
    [InlineData("", "var a = new Tensor?[] { h }; var holder = new Holder { R = ref a[0] }; return y + holder.R!;")]
    [InlineData("", "int k = 0; var c = new Counter { R = ref k }; c.Up(); return k == 0 ? y : h;")]
    [InlineData("public delegate void Counting(ref int k); public Counting? Hook;", "int k = 0; Hook?.Invoke(ref k); return k == 0 ? y : h;")]
    [InlineData("public delegate void Taking(ref Tensor t); public Taking? Hook;", "var t = zeros_like(x); Hook?.Invoke(ref t); return norm.call(h + t);")]
    [InlineData("", "Tensor a = x, b = x; ref Tensor r = ref (x.shape[0] > 3 ? ref a : ref b); r = h; return y + a;")]
    [InlineData("", "Tensor a = x, b = x; ref Tensor r = ref (x.shape[0] > 3 ? ref a : ref b); r = h; return y + b;")]
    // Objects and captured variables.
    [InlineData("public Action<Cell>? Hook;", "var c = new Cell(); Hook?.Invoke(c); return c.On ? h : y;")]
    [InlineData("public Action<Cell>? Hook;", "var c = new Cell { T = h }; if (x.shape[0] > 3) { c.T = x; Hook?.Invoke(c); } else { y = y + c.T; } return y;")]
    [InlineData("public Action<Cell> Hook = null!; public Action Look = null!;", "var c = new Cell { T = x }; while (x.shape[0] > 3) { c.T = h; Look(); c.T = x; Hook(c); } return y;")]
    [InlineData("public Action<Tensor> Hook = null!; public Action Look = null!;", "var s = h.norm(); var t = y.clone(); t.mul_(s); t.div_(s); while (x.shape[0] > 3) { t.mul_(s); Look(); t.div_(s); Hook(t); } return y;")]
    [InlineData("public Action<Func<Tensor>>? Hook; private static void Show(Action<Func<Tensor>>? hook, Tensor t) => hook?.Invoke(() => t);", "Show(Hook, h); return y;")]
    [InlineData("public Action<Action>? Hook; private static bool Stays(Action<Action>? hook) { int k = 0; hook?.Invoke(() => k++); return k == 0; }", "return Stays(Hook) ? y : h;")]
    [InlineData("public Action<Action>? Hook; public Action? Look; private static bool Stays(Action<Action>? hook, Action? look) { int k = 0; hook?.Invoke(() => k++); k = 0; look?.Invoke(); return k == 0; }", "return Stays(Hook, Look) ? y : h;")]
    [InlineData("", "var all = new List<Func<Tensor>>(); for (int i = 0; i < 2; i++) { var t = i == 0 ? h : x; all.Add(() => t); } return y + all[0]();")]
    [InlineData("", "Cell? kept = null; while (x.shape[0] > 4) { var c = new Cell { T = x }; if (x.shape[1] > 5) return kept is null ? y : y + kept.T!; c.T = h; kept = c; } return y;")]
    [InlineData("public Action Look = null!;", "var t = x.clone(); try { t.mul_(h); Look(); t = x; } catch (InvalidOperationException) { return y + t; } return y;")]
    [InlineData("", "var c = new Cell { T = x }; (c.Put(h) + new Cell().Put(x))(); return y + c.T!;")]
    [InlineData("", "var c = new Cell { T = x }; (new Cell().Put(x) + c.Put(h))(); return y + c.T!;")]
    [InlineData("", "var c = new Cell { T = x }; var put = c.Put(h); put += new Cell().Put(x); put(); return y + c.T!;")]
    [InlineData("", "var c = new Cell { T = x }; var put = new Cell().Put(x); put += c.Put(h); put(); return y + c.T!;")]
    [InlineData("", "return y + new Kept(h)[0];")]
    [InlineData("", "var t = (x, x, x, x, x, x, x, h); return y + t.Rest.Item1;")]
    [InlineData("", "int i = 1; i--; return i == 0 ? h : y;")]
    [InlineData("", "return y.index(h > x);")]
    // What runs although its value is not used, and what is written out.
    [InlineData("private bool raw; private Net Marked() { raw = true; return this; } private event Action? Done;", "Marked().Done?.Invoke(); return raw ? h : y;")]
    [InlineData("private bool raw; private int Marked() { raw = true; return 1; }", "Range r = 0..Marked(); return raw ? h : y;")]
    [InlineData("", "object o = h; o += \"!\"; return ((string)o).Length > 3 ? y : -y;")]
    [InlineData("", "var text = $\"{(h, x)}\"; return text.Length > 3 ? y : -y;")]
    [InlineData("", "Tensor? m = x.shape[0] > 3 ? h : null; var text = \"\" + m; return text.Length > 3 ? y : -y;")]
    // Who else holds what is written into.
    [InlineData("", "var t = x.clone(); Tensor? m = x.shape[0] > 3 ? t : null; t.mul_(h); return y + (m ?? x);")]
    [InlineData("", "var t = x.clone(); var e = new List<Tensor> { t }.GetEnumerator(); t.mul_(h); e.MoveNext(); return y + e.Current;")]
    [InlineData("", "var t = x.clone(); Func<Tensor> read = t.clone; t.mul_(h); return y + read();")]
    [InlineData("", "var t = x.clone(); var s = new[] { x }.Append(t); t.mul_(h); return y + s.Last();")]
    public void What_may_have_changed_is_not_relied_on(string members, string body) => Check(members, body, isProved: false);

    /// <summary>More places, or more objects, than are told apart.</summary>
    [Theory]
    [InlineData("var c = new Cell { T = h };", "if (x.shape[0] > {0}) c = new Cell();", "return y + (c.T ?? x);")]
    [InlineData("var a = x.clone(); var b = x.clone(); var t = a;", "if (x.shape[0] > {0}) t = x.clone();", "if (x.shape[1] > 3) t = b; t.mul_(h); return y + b;")]
    [InlineData("var a = x.clone(); var b = x.clone(); var t = a;", "if (x.shape[0] > {0}) t = x.clone();", "if (x.shape[1] > 3) t = b; t.mul_(h); return y + a;")]
    [InlineData("var a = x.clone(); var b = x.clone(); var t = a;", "if (x.shape[0] > {0}) t = x.clone();", "Tensor u; if (x.shape[1] > 3) u = b; else u = t; u.mul_(h); return y + a;")]
    [InlineData("var a = x.clone(); var b = x.clone(); var t = a;", "if (x.shape[0] > {0}) t = x.clone();", "Tensor u; if (x.shape[1] > 3) u = t; else u = b; u.mul_(h); return y + b;")]
    public void One_of_many(string before, string choice, string after) =>
        Check("", before + string.Concat(Enumerable.Range(1, 13).Select(i => " " + choice.Replace("{0}", $"{i}", StringComparison.Ordinal))) + " " + after, isProved: false);

    /// <summary>However deep the call that makes an object: what its constructor does is followed, or given up.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(37)]
    [InlineData(38)]
    [InlineData(39)]
    [InlineData(40)]
    public void An_object_made_deep_down(int depth) => Check(
        string.Concat(Enumerable.Range(0, depth).Select(i => $"private bool M{i}() => {(i + 1 < depth ? $"M{i + 1}()" : "new Flag().On")}; ")),
        "return M0() ? h : y;",
        isProved: false);

    /// <summary>The same programs where nothing stands in the way.</summary>
    [Theory]
    [InlineData("", "Tensor Deep(int k) => k == 0 ? y : Deep(k - 1); return y + Deep(3);")]
    [InlineData("private static void Up(ref int n, int k) { if (k == 0) n = 1; else Up(ref n, k - 1); }", "int n = 0; Up(ref n, 3); return n == 0 ? h : y;")]
    [InlineData("", "var c = new Cell(); return c.On ? h : y;")]
    [InlineData("", "Tensor? e = x.shape[0] > 3 ? functional.gelu(h) : null; if (e is null) return e ?? y; return y;")]
    [InlineData("", "return new Flag().On ? y : h;")]
    [InlineData("", "var t = x.clone(); Tensor? m = x.shape[0] > 3 ? t : null; t.mul_(2); return y + (m ?? x);")]
    public void What_nobody_changes_is_relied_on(string members, string body) => Check(members, body, isProved: true);

    private static void Check(string members, string body, bool isProved) =>
        ForwardBody.Check(members, "var h = fc.call(x); var y = norm.call(h); " + body, isProved, Own);
}

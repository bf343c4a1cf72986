namespace RegSpec.CompileTime.Tests;

/// <summary>Code that runs later or by another's hand: delegates, local functions, iterators, LINQ, tasks.</summary>
internal static class DelegateChannels
{
    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        LeakChannel.Into("closure", "Action act = () => c = $v; act();"),
        LeakChannel.Into("captured variable", "Tensor held = x; Func<Tensor> read = () => held; held = $v; c = read();"),
        LeakChannel.Into("lambda parameter", "Func<Tensor, Tensor> pass = t => t; c = pass($v);"),
        LeakChannel.Into("delegate with ref", "RefOp act = (ref Tensor t, Tensor by) => t = by; act(ref c, $v);") with { Types = "public delegate void RefOp(ref Tensor t, Tensor by);" },
        LeakChannel.Into("method group", "Func<Tensor, Tensor> pass = Pass; c = pass($v);") with { Members = "private static Tensor Pass(Tensor t) => t;" },
        LeakChannel.Into("method group of an instance", "Func<Tensor> read = new Cell($v).Get; c = read();") with { Types = "public sealed record Cell(Tensor T) { public Tensor Get() => T; }" },
        LeakChannel.Into("method group of a tensor", "Func<Tensor> read = $v.alias; c = read();"),
        LeakChannel.Into("extension method group", "Func<Tensor> read = $v.Same; c = read();") with { Types = "public static class Extensions { public static Tensor Same(this Tensor t) => t; }" },
        LeakChannel.Into("multicast delegate", "Func<Tensor, Tensor> pass = t => ones_like(t); pass += t => t; c = pass($v);"),
        LeakChannel.Into("multicast delegate, first", "Action<Tensor> act = t => c = t; act += t => { }; act($v);"),
        new("event", "Made!($v);", "kept!") { Members = "private Tensor? kept; private event Action<Tensor>? Made;", Constructor = "Made += t => kept = t;" },
        new("event with accessors", "Made += () => kept = $v;", "kept!") { Members = "private Tensor? kept; private event Action Made { add => value(); remove { } }" },
        new("delegate in a field", "var held = $v; read = () => held;", "read()") { Members = "private Func<Tensor> read = () => ones(1);" },
        LeakChannel.Into("delegate as argument", "Apply(t => c = t, $v);") with { Members = "private static void Apply(Action<Tensor> act, Tensor t) => act(t);" },
        LeakChannel.Into("delegate returned", "c = Keep($v)();") with { Members = "private static Func<Tensor> Keep(Tensor t) => () => t;" },
        LeakChannel.Into("DynamicInvoke", "Func<Tensor, Tensor> pass = t => t; c = (Tensor)pass.DynamicInvoke($v)!;"),
        LeakChannel.Into("local function", "void Act() { c = $v; } Act();"),
        LeakChannel.Into("static local function", "static Tensor Pass(Tensor t) => t; c = Pass($v);"),
        LeakChannel.Into("nested local functions", "void Act() { void Inner() => c = $v; Inner(); } Act();"),
        LeakChannel.Into("recursion", "c = Deep($v, 3);") with { Members = "private static Tensor Deep(Tensor t, int depth) => depth == 0 ? t : Deep(t, depth - 1);" },
        LeakChannel.Into("deep recursion", "c = Deep($v, 60);") with { Members = "private static Tensor Deep(Tensor t, int depth) => depth == 0 ? t : Deep(t, depth - 1);" },
        LeakChannel.Into("mutual recursion", "c = Even($v, 4);") with
        {
            Members = "private static Tensor Even(Tensor t, int depth) => depth == 0 ? t : Odd(t, depth - 1); private static Tensor Odd(Tensor t, int depth) => depth == 0 ? t : Even(t, depth - 1);",
        },
        LeakChannel.Into("recursion that remembers", "c = Sink(2, $v);") with
        {
            Members = "private Tensor? last; private Tensor Sink(int depth, Tensor t) { if (depth > 0) Sink(depth - 1, t); else last = t; return last!; }",
        },
        LeakChannel.Into("iterator", "foreach (var item in Each($v)) c = item;") with { Members = "private static IEnumerable<Tensor> Each(Tensor t) { yield return ones_like(t); yield return t; }" },
        LeakChannel.Into("iterator with an effect", "foreach (var _ in Each(() => c = $v)) { }") with { Members = "private static IEnumerable<int> Each(Action act) { yield return 0; act(); yield return 1; }" },
        LeakChannel.Into("enumerator of its own", "foreach (var item in new Once($v)) c = item;") with
        {
            Types = "public sealed class Once(Tensor t) { private bool moved; public Once GetEnumerator() => this; public bool MoveNext() => !moved && (moved = true); public Tensor Current => t; }",
        },
        LeakChannel.Into("LINQ Select", "c = new[] { $v }.Select(t => t).First();"),
        LeakChannel.Into("LINQ query", "var held = $v; c = (from i in new[] { 0, 1 } where i == 1 select held).Single();"),
        LeakChannel.Into("LINQ Aggregate", "c = new[] { x, $v }.Aggregate((a, b) => b);"),
        LeakChannel.Into("LINQ Zip", "foreach (var (_, b) in new[] { x }.Zip(new[] { $v })) c = b;"),
        LeakChannel.Into("LINQ Concat", "c = new[] { x }.Concat(new[] { $v }).Last();"),
        LeakChannel.Into("LINQ ToDictionary", "c = new[] { $v }.ToDictionary(t => 0)[0];"),
        LeakChannel.Into("LINQ, run late", "Tensor held = x; var later = Enumerable.Range(0, 1).Select(_ => held); held = $v; c = later.First();"),
        LeakChannel.Into("LINQ, stopped early", "_ = new[] { $v, ones_like(x) }.Select(t => { c = t; return t; }).First();"),
        LeakChannel.Into("LINQ, stopped by a count", "_ = new[] { $v, ones_like(x) }.Select(t => { c = t; return t; }).Take(1).ToArray();"),
        LeakChannel.Into("LINQ, stopped by a condition", "_ = new[] { $v, ones_like(x) }.Any(t => { c = t; return true; });"),
        LeakChannel.Into("LINQ in turns", "Tensor held = x; c = new[] { $v, ones_like(x) }.Select(t => { held = t; return t; }).Select(_ => held).ToArray()[0];"),
        LeakChannel.Into("LINQ in turns with Aggregate", "Tensor held = x; c = new[] { x, $v, ones_like(x) }.Select(t => { held = t; return t; }).Aggregate((a, b) => ReferenceEquals(a, x) ? held : a);"),
        LeakChannel.Into("local function in a sequence", "Tensor held = x; Tensor Pick(Tensor t) => held; foreach (var t in new[] { x, x }.Select(Pick)) { c = t; held = $v; }"),
        LeakChannel.Into("method of an object in a sequence", "var box = new Box { T = x }; foreach (var t in new[] { x, x }.Select(box.Pick)) { c = t; box.T = $v; }") with { Types = "public sealed class Box { public Tensor T = null!; public Tensor Pick(Tensor t) => T; }" },
        LeakChannel.Into("sequence over written memory", "var held = ones_like($v); foreach (var t in new[] { x, held }.Select(t => t.clone())) { c = t; held.copy_($v); }") with { Copies = true },
        LeakChannel.Into("List.ForEach", "new List<Tensor> { $v }.ForEach(t => c = t);"),
        LeakChannel.Into("Array.ForEach", "Array.ForEach(new[] { $v }, t => c = t);"),
        LeakChannel.Into("ConvertAll", "c = Array.ConvertAll(new[] { $v }, t => t)[0];"),
        LeakChannel.Into("lazy", "var held = $v; var lazy = new Lazy<Tensor>(() => held); c = lazy.Value;"),
        LeakChannel.Into("async", "c = Later($v).Result;") with { Members = "private static async Task<Tensor> Later(Tensor t) { await Task.CompletedTask; return t; }" },
        LeakChannel.Into("async, awaited result", "c = Later($v).GetAwaiter().GetResult();") with { Members = "private static async ValueTask<Tensor> Later(Tensor t) { var held = await Task.FromResult(t); return held; }" },
        LeakChannel.Into("Task.Run", "Tensor held = $v; Task.Run(() => { c = held; }).Wait();"),
        LeakChannel.Into("thread", "Tensor held = $v; var thread = new Thread(() => c = held); thread.Start(); thread.Join();"),
    ];
}

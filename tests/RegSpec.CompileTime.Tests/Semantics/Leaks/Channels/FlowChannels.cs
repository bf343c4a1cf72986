namespace RegSpec.CompileTime.Tests;

/// <summary>Statements and expressions that decide what runs: patterns, guards, exceptions, jumps, disposal.</summary>
internal static class FlowChannels
{
    private const string Note = "private Tensor? kept; private bool Note(Tensor t) { kept = t; return true; }";

    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        LeakChannel.Into("conditional expression", "c = x.dim() == 2 ? $v : x;"),
        LeakChannel.Into("coalescing", "Tensor? none = x.dim() == 7 ? x : null; c = none ?? $v;"),
        LeakChannel.Into("coalescing assignment", "Tensor? none = null; none ??= $v; c = none;"),
        LeakChannel.Into("conditional access", "Cell? cell = new Cell($v); c = cell?.T!;") with { Types = "public sealed record Cell(Tensor T);" },
        LeakChannel.Into("switch statement", "switch (x.dim()) { case 2: c = $v; break; default: c = x; break; }"),
        LeakChannel.Into("switch expression", "c = x.dim() switch { 2 => $v, _ => x };"),
        LeakChannel.Into("switch over a type", "object made = $v; switch (made) { case string: break; case Tensor t: c = t; break; }"),
        LeakChannel.Into("goto case", "switch (0) { case 0: goto case 1; case 1: c = $v; break; }"),
        LeakChannel.Into("goto", "int k = 0; again: if (k == 1) goto done; c = $v; k = 1; goto again; done: ;"),
        LeakChannel.Into("goto past an assignment", "c = $v; goto done; other: c = ones_like(x); done: if (x.dim() == 7) goto other;"),
        LeakChannel.Into("break out of a loop", "while (true) { c = $v; if (x.dim() == 2) break; c = ones_like(x); }"),
        LeakChannel.Into("continue", "for (int i = 0; i < 2; i++) { if (i == 0) { c = $v; continue; } }"),
        LeakChannel.Into("do while", "int k = 0; do { c = $v; } while (k++ < 0);"),
        LeakChannel.Into("step of a for", "for (int i = 0; i < 1; i++, c = $v) { }"),
        LeakChannel.Into("early return", "c = Early($v);") with { Members = "private static Tensor Early(Tensor t) { if (t.dim() == 2) return t; return ones_like(t); }" },
        LeakChannel.Into("return inside try", "c = Early($v);") with { Members = "private static Tensor Early(Tensor t) { try { return t; } finally { t = ones_like(t); } }" },
        LeakChannel.Into("pattern variable", "if ($v is Tensor t) c = t;"),
        LeakChannel.Into("negated pattern variable", "if ($v is not { } t) throw new InvalidOperationException(); c = t;"),
        LeakChannel.Into("property pattern", "if (new Cell($v) is { T: var t }) c = t;") with { Types = "public sealed record Cell(Tensor T);" },
        LeakChannel.Into("positional pattern", "if (new Cell($v, 1) is (var t, 1)) c = t;") with { Types = "public sealed record Cell(Tensor T, int K);" },
        LeakChannel.Into("tuple pattern", "if ((x.dim(), $v) is (2, var t)) c = t;"),
        LeakChannel.Into("var in a switch expression", "c = (object)$v switch { Tensor t when t.dim() == 2 => t, _ => x };"),
        new("guard of a case", "switch (x.dim()) { case 2 when Note($v): break; default: break; }", "kept!") { Members = Note },
        new("guard of a switch expression", "_ = x.dim() switch { 2 when Note($v) => 0, _ => 1 };", "kept!") { Members = Note },
        new("condition with an effect", "if (x.dim() == 2 && Note($v)) { }", "kept!") { Members = Note },
        new("assignment in a condition", "if ((kept = $v) is null) { }", "kept!") { Members = Note },
        LeakChannel.Into("exception", "try { throw new Carried($v); } catch (Carried e) { c = e.T; }") with { Types = "public sealed class Carried(Tensor t) : Exception { public Tensor T => t; }" },
        LeakChannel.Into("exception from a method", "try { Fail($v); } catch (Carried e) { c = e.T; }") with
        {
            Types = "public sealed class Carried(Tensor t) : Exception { public Tensor T => t; }",
            Members = "private static void Fail(Tensor t) => throw new Carried(t);",
        },
        LeakChannel.Into("data of an exception", "try { var e = new InvalidOperationException(); e.Data[\"t\"] = $v; throw e; } catch (InvalidOperationException e) { c = (Tensor)e.Data[\"t\"]!; }"),
        new("exception filter", "try { throw new InvalidOperationException(); } catch (InvalidOperationException) when (Note($v)) { }", "kept!") { Members = Note },
        LeakChannel.Into("exception filter that is false", "try { try { throw new InvalidOperationException(); } catch (InvalidOperationException) when (!Note($v)) { } } catch (InvalidOperationException) { c = kept!; }") with { Members = Note },
        LeakChannel.Into("throw expression", "Tensor? some = $v; c = some ?? throw new InvalidOperationException();"),
        LeakChannel.Into("using", "using (new Scope(() => c = $v)) { }") with { Types = "public sealed class Scope(Action act) : IDisposable { public void Dispose() => act(); }" },
        LeakChannel.Into("using declaration", "using var scope = new Scope(() => c = $v);") with { Types = "public sealed class Scope(Action act) : IDisposable { public void Dispose() => act(); }" },
        LeakChannel.Into("lock", "lock (this) { c = $v; }"),
        LeakChannel.Into("checked block", "checked { c = $v; }"),
        LeakChannel.Into("interpolated string handler", "Log($\"{new Cell(() => c = $v)}\");") with
        {
            Types = "public sealed class Cell(Action act) { public override string ToString() { act(); return \"\"; } }",
            Members = "private static void Log(string text) { }",
        },
    ];
}

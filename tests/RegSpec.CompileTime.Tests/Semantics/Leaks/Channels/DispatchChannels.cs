namespace RegSpec.CompileTime.Tests;

/// <summary>Which body a call runs, and which argument is which parameter: what looks like the other body or parameter carries nothing.</summary>
internal static class DispatchChannels
{
    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        LeakChannel.Into("method", "c = Pass($v);") with { Members = "private static Tensor Pass(Tensor t) => t;" },
        LeakChannel.Into("interface default", "IPass pass = new Plain(); c = pass.Pass($v);") with
        {
            Types = "public interface IPass { Tensor Pass(Tensor t) => t; } public sealed class Plain : IPass { }",
        },
        LeakChannel.Into("interface default, implemented", "IPass pass = new Through(); c = pass.Pass($v);") with
        {
            Types = "public interface IPass { Tensor Pass(Tensor t) => ones_like(t); } public sealed class Through : IPass { public Tensor Pass(Tensor t) => t; }",
        },
        LeakChannel.Into("explicit interface", "c = ((IPass)new Through()).Pass($v);") with
        {
            Types = "public interface IPass { Tensor Pass(Tensor t); } public sealed class Through : IPass { Tensor IPass.Pass(Tensor t) => t; public Tensor Pass(Tensor t) => ones_like(t); }",
        },
        LeakChannel.Into("static virtual", "c = Through<Straight>($v);") with
        {
            Types = "public interface IPass<T> where T : IPass<T> { static virtual Tensor Pass(Tensor t) => ones_like(t); } public struct Straight : IPass<Straight> { public static Tensor Pass(Tensor t) => t; }",
            Members = "private static Tensor Through<T>(Tensor t) where T : IPass<T> => T.Pass(t);",
        },
        LeakChannel.Into("virtual method", "Blank pass = new Straight(); c = pass.Pass($v);") with
        {
            Types = "public class Blank { public virtual Tensor Pass(Tensor t) => ones_like(t); } public sealed class Straight : Blank { public override Tensor Pass(Tensor t) => t; }",
        },
        LeakChannel.Into("base call", "c = new Heir().Through($v);") with
        {
            Types = "public class Ancestor { public virtual Tensor Pass(Tensor t) => t; } public sealed class Heir : Ancestor { public override Tensor Pass(Tensor t) => ones_like(t); public Tensor Through(Tensor t) => base.Pass(t); }",
        },
        LeakChannel.Into("new member", "Straight pass = new Blank(); c = pass.Pass($v);") with
        {
            Types = "public class Straight { public Tensor Pass(Tensor t) => t; } public sealed class Blank : Straight { public new Tensor Pass(Tensor t) => ones_like(t); }",
        },
        LeakChannel.Into("overload", "c = Pass($v);") with { Members = "private static Tensor Pass(object t) => ones(1); private static Tensor Pass(Tensor t) => t;" },
        LeakChannel.Into("overload with a default", "c = Pass($v);") with { Members = "private static Tensor Pass(Tensor t, int k = 0) => ones_like(t); private static Tensor Pass(Tensor t) => t;" },
        LeakChannel.Into("generic method", "c = Pass($v);") with { Members = "private static T Pass<T>(T t) => t;" },
        LeakChannel.Into("constrained generic", "c = Pass(new Straight(), $v);") with
        {
            Types = "public interface IPass { Tensor Pass(Tensor t); } public struct Straight : IPass { public Tensor Pass(Tensor t) => t; }",
            Members = "private static Tensor Pass<T>(T by, Tensor t) where T : IPass => by.Pass(t);",
        },
        LeakChannel.Into("extension method", "c = $v.Same();") with { Types = "public static class Extensions { public static Tensor Same(this Tensor t) => t; }" },
        LeakChannel.Into("named arguments", "c = First(b: ones_like(x), a: $v);") with { Members = "private static Tensor First(Tensor a, Tensor b) => a;" },
        LeakChannel.Into("optional argument", "c = Pass($v);") with { Members = "private static Tensor Pass(Tensor t, Tensor? other = null) => other ?? t;" },
        LeakChannel.Into("params", "c = Last(x, $v);") with { Members = "private static Tensor Last(params Tensor[] all) => all[^1];" },
        LeakChannel.Into("operator", "c = new Cell(x) + $v;") with { Types = "public sealed record Cell(Tensor T) { public static Tensor operator +(Cell a, Tensor b) => b; }" },
        LeakChannel.Into("compound operator", "var cell = new Cell(x); cell += $v; c = cell.T;") with { Types = "public sealed record Cell(Tensor T) { public static Cell operator +(Cell a, Tensor b) => new(b); }" },
        LeakChannel.Into("increment operator", "var cell = new Cell(x, $v); cell++; c = cell.A;") with { Types = "public sealed record Cell(Tensor A, Tensor B) { public static Cell operator ++(Cell a) => new(a.B, a.B); }" },
        LeakChannel.Into("implicit conversion", "Cell cell = $v; c = cell.T;") with { Types = "public sealed record Cell(Tensor T) { public static implicit operator Cell(Tensor t) => new(t); }" },
        LeakChannel.Into("explicit conversion", "c = (Tensor)new Cell($v);") with { Types = "public sealed record Cell(Tensor T) { public static explicit operator Tensor(Cell a) => a.T; }" },
        LeakChannel.Into("conversion of an argument", "c = Open($v);") with
        {
            Types = "public sealed record Cell(Tensor T) { public static implicit operator Cell(Tensor t) => new(t); }",
            Members = "private static Tensor Open(Cell cell) => cell.T;",
        },
        LeakChannel.Into("operators true and false", "if (new Cell(() => c = $v)) { }") with
        {
            Types = "public sealed class Cell(Action act) { public static bool operator true(Cell a) { a.Act(); return true; } public static bool operator false(Cell a) => false; private void Act() => act(); }",
        },
        LeakChannel.Into("Deconstruct method", "var (_, second) = new Cell($v); c = second;") with { Types = "public sealed class Cell(Tensor t) { public void Deconstruct(out int k, out Tensor a) { k = 0; a = t; } }" },
        LeakChannel.Into("dynamic", "dynamic made = $v; c = made;"),
        LeakChannel.Into("dynamic call", "dynamic pass = new Straight(); c = pass.Pass($v);") with { Types = "public sealed class Straight { public Tensor Pass(Tensor t) => t; }" },
        LeakChannel.Into("reflection", "c = (Tensor)typeof(Straight).GetMethod(\"Pass\")!.Invoke(null, new object[] { $v })!;") with { Types = "public static class Straight { public static Tensor Pass(Tensor t) => t; }" },
    ];
}

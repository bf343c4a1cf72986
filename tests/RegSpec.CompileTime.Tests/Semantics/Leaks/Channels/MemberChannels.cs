namespace RegSpec.CompileTime.Tests;

/// <summary>Members of objects and types, and the ways to set them.</summary>
internal static class MemberChannels
{
    private const string Kept = "private Tensor? kept;";

    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        new("field", "kept = $v;", "kept!") { Members = Kept, Initial = "private Tensor? kept = $v;" },
        new("field through another name of this", "var self = this; self.kept = $v;", "kept!") { Members = Kept },
        new("auto-property", "Kept = $v;", "Kept!") { Members = "private Tensor? Kept { get; set; }", Initial = "private Tensor? Kept { get; set; } = $v;" },
        new("property with a setter", "Twin = $v;", "kept!") { Members = Kept + " private Tensor? Twin { get => null; set => kept = value; }" },
        new("property with a getter that writes", "pending = $v; _ = Flush;", "kept!") { Members = Kept + " private Tensor? pending; private bool Flush { get { kept = pending; return true; } }" },
        new("indexer", "this[1] = $v;", "this[1]") { Members = "private readonly Tensor?[] slots = new Tensor?[2]; private Tensor this[int i] { get => slots[i]!; set => slots[i] = value; }" },
        new("indexer of another object", "kept[\"k\"] = $v;", "kept.Last!")
        {
            Types = "public sealed class Shelf { public Tensor? Last; public Tensor this[string key] { set => Last = value; } }",
            Members = "private readonly Shelf kept = new();",
        },
        LeakChannel.Into("init property", "c = new Cell { T = $v }.T!;") with { Types = "public sealed class Cell { public Tensor? T { get; init; } }" },
        LeakChannel.Into("required property", "c = new Cell { T = $v }.T;") with { Types = "public sealed class Cell { public required Tensor T { get; set; } }" },
        LeakChannel.Into("object initialiser with a setter", "c = new Cell { In = $v }.Out!;") with
        {
            Types = "public sealed class Cell { public Tensor? Out; public Tensor? In { set => Out = value; } }",
        },
        LeakChannel.Into("nested object initialiser", "var outer = new Outer { Inner = { T = $v } }; c = outer.Inner.T!;") with
        {
            Types = "public sealed class Inner { public Tensor? T; } public sealed class Outer { public Inner Inner { get; } = new(); }",
        },
        LeakChannel.Into("collection initialiser", "var made = new List<Tensor> { x, $v }; c = made[1];"),
        LeakChannel.Into("collection initialiser with an Add of its own", "var made = new Bag { $v }; c = made.Last!;") with
        {
            Types = """
                public sealed class Bag : IEnumerable<Tensor>
                {
                    public Tensor? Last;
                    public void Add(Tensor item) => Last = item;
                    public IEnumerator<Tensor> GetEnumerator() { yield return Last!; }
                    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
                }
                """,
        },
        LeakChannel.Into("index initialiser", "var made = new Dictionary<string, Tensor> { [\"k\"] = $v }; c = made[\"k\"];"),
        LeakChannel.Into("primary constructor", "c = new Held($v).Get();") with { Types = "public sealed class Held(Tensor t) { public Tensor Get() => t; }" },
        new("constructor that writes into an argument", "_ = new Setter(cell, $v);", "cell.T!")
        {
            Types = "public sealed class Cell { public Tensor? T; } public sealed class Setter { public Setter(Cell into, Tensor t) => into.T = t; }",
            Declare = "var cell = new Cell();",
        },
        LeakChannel.Into("base constructor", "c = new Heir($v).T;") with
        {
            Types = "public class Ancestor { public readonly Tensor T; protected Ancestor(Tensor t) => T = t; } public sealed class Heir : Ancestor { public Heir(Tensor t) : base(t) { } }",
        },
        new("static field", "kept = $v;", "kept!") { Members = "private static Tensor? kept;" },
        new("static field of another type", "Shelf.T = $v;", "Shelf.T!") { Types = "public static class Shelf { public static Tensor? T; }" },
        new("static property", "Kept = $v;", "Kept!") { Members = "private static Tensor? Kept { get; set; }" },
        new("static field of a generic type", "Shelf<int>.T = $v;", "Shelf<int>.T!") { Types = "public static class Shelf<K> { public static Tensor? T; }" },
        new("thread-static field", "kept = $v;", "kept!") { Members = "[ThreadStatic] private static Tensor? kept;" },
        new("async-local", "kept.Value = $v;", "kept.Value!") { Members = "private readonly AsyncLocal<Tensor> kept = new();" },
        new("weak reference", "kept.SetTarget($v);", "Target()")
        {
            Members = "private readonly WeakReference<Tensor> kept = new(ones(1)); private Tensor Target() => kept.TryGetTarget(out var target) ? target : ones(1);",
        },
        new("conditional weak table", "kept.AddOrUpdate(this, $v);", "Target()")
        {
            Members = """
                private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, Tensor> kept = new();
                private Tensor Target() => kept.TryGetValue(this, out var found) ? found : ones(1);
                """,
        },
        LeakChannel.Into("generic class", "c = new Holder<Tensor>($v).Value;") with { Types = "public sealed class Holder<T>(T value) { public T Value { get; } = value; }" },
        new("property of an interface", "slot.T = $v;", "slot.T!")
        {
            Types = "public interface ISlot { Tensor? T { get; set; } } public sealed class Slot : ISlot { private Tensor? kept; Tensor? ISlot.T { get => kept; set => kept = value; } }",
            Declare = "ISlot slot = new Slot();",
        },
    ];
}

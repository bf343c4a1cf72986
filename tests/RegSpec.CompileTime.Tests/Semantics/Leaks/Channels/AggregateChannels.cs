namespace RegSpec.CompileTime.Tests;

/// <summary>Things made of parts: tuples, structs, records, arrays, lists, dictionaries, spans.</summary>
internal static class AggregateChannels
{
    private const string Cell = "public sealed class Cell { public Tensor? T; }";

    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        new("tuple component", "pair.b = $v;", "pair.b") { Declare = "(Tensor a, Tensor b) pair = (x, x);" },
        new("nested tuple component", "nested.inner.Item2 = $v;", "nested.inner.Item2") { Declare = "((Tensor, Tensor) inner, int k) nested = ((x, x), 0);" },
        new("copied tuple", "var copy = pair; copy.a = $v; pair = copy;", "pair.a") { Declare = "(Tensor a, Tensor b) pair = (x, x);" },
        new("tuple in a field", "pair.b = $v;", "pair.b!") { Members = "private (Tensor? a, Tensor? b) pair;" },
        LeakChannel.Into("Tuple class", "c = Tuple.Create(x, $v).Item2;"),
        new("array element", "kept[1] = $v;", "kept[1]") { Declare = "var kept = new[] { x, x };" },
        LeakChannel.Into("array initialiser", "var kept = new[] { x, $v }; c = kept[1];"),
        new("array in a field", "kept[1] = $v;", "kept[1]") { Members = "private readonly Tensor[] kept = new Tensor[2];", Initial = "private readonly Tensor[] kept = new[] { null!, $v };" },
        new("two-dimensional array", "kept[1, 0] = $v;", "kept[1, 0]") { Declare = "var kept = new Tensor[2, 2];" },
        new("jagged array", "kept[1][0] = $v;", "kept[1][0]") { Declare = "var kept = new[] { new[] { x }, new[] { x } };" },
        new("element from the end", "kept[^1] = $v;", "kept[1]") { Declare = "var kept = new[] { x, x };" },
        new("Array.Copy", "var source = new[] { $v }; Array.Copy(source, kept, 1);", "kept[0]") { Declare = "var kept = new[] { x };" },
        new("Array.Fill", "Array.Fill(kept, $v);", "kept[0]") { Declare = "var kept = new[] { x };" },
        new("SetValue", "kept.SetValue($v, 0);", "kept[0]") { Declare = "var kept = new[] { x };" },
        LeakChannel.Into("cloned array", "var source = new[] { $v }; c = ((Tensor[])source.Clone())[0];"),
        new("alias of an array", "var same = kept; same[0] = $v;", "kept[0]") { Declare = "var kept = new[] { x };" },
        LeakChannel.Into("slice of an array", "var rest = new[] { x, $v }[1..]; c = rest[0];"),
        LeakChannel.Into("list pattern", "if (new[] { x, $v } is [_, var last]) c = last;"),
        LeakChannel.Into("collection expression", "Tensor[] made = [x, $v]; c = made[1];"),
        LeakChannel.Into("spread", "Tensor[] first = [$v]; List<Tensor> all = [x, .. first]; c = all[1];"),
        new("list, added", "kept.Add($v);", "kept[^1]") { Declare = "var kept = new List<Tensor> { x };" },
        new("list, set", "kept[0] = $v;", "kept[0]") { Declare = "var kept = new List<Tensor> { x };" },
        new("list, inserted", "kept.Insert(0, $v);", "kept[0]") { Declare = "var kept = new List<Tensor> { x };" },
        new("list, range added", "kept.AddRange(new[] { x, $v });", "kept[kept.Count - 1]") { Declare = "var kept = new List<Tensor>();" },
        new("list through its interface", "IList<Tensor> same = kept; same[0] = $v;", "kept[0]") { Declare = "var kept = new List<Tensor> { x };" },
        new("list in a field", "kept.Clear(); kept.Add($v);", "kept[0]") { Members = "private readonly List<Tensor> kept = new();", Initial = "private readonly List<Tensor> kept = new() { $v };" },
        LeakChannel.Into("foreach over a list", "foreach (var item in new List<Tensor> { x, $v }) c = item;"),
        new("list of lists", "kept[0].Add($v);", "kept[0][^1]") { Declare = "var kept = new List<List<Tensor>> { new() { x } };" },
        new("dictionary, set", "kept[\"k\"] = $v;", "kept[\"k\"]") { Declare = "var kept = new Dictionary<string, Tensor> { [\"k\"] = x };" },
        LeakChannel.Into("dictionary, looked up", "var kept = new Dictionary<int, Tensor>(); kept.Add(1, $v); if (kept.TryGetValue(1, out var found)) c = found;"),
        new("dictionary in a field", "kept[\"k\"] = $v;", "kept[\"k\"]")
        {
            Members = "private readonly Dictionary<string, Tensor> kept = new();",
            Initial = "private readonly Dictionary<string, Tensor> kept = new() { [\"k\"] = $v };",
        },
        LeakChannel.Into("key and value", "foreach (var (_, item) in new Dictionary<int, Tensor> { [0] = $v }) c = item;"),
        new("queue", "kept.Clear(); kept.Enqueue($v);", "kept.Peek()") { Declare = "var kept = new Queue<Tensor>();" },
        new("stack", "kept.Push($v);", "kept.Peek()") { Declare = "var kept = new Stack<Tensor>();" },
        new("linked list", "kept.AddFirst($v);", "kept.First!.Value") { Declare = "var kept = new LinkedList<Tensor>();" },
        new("class with a field", "cell.T = $v;", "cell.T!") { Types = Cell, Declare = "var cell = new Cell();" },
        new("alias of an object", "var same = cell; same.T = $v;", "cell.T!") { Types = Cell, Declare = "var cell = new Cell();" },
        new("object in a list", "cells[0].T = $v;", "cells[0].T!") { Types = Cell, Declare = "var cells = new List<Cell> { new() };" },
        new("object in a field", "cell.T = $v;", "cell.T!") { Types = Cell, Members = "private readonly Cell cell = new();", Initial = "private readonly Cell cell = new() { T = $v };" },
        new("struct with a field", "cell.T = $v;", "cell.T") { Types = "public struct Cell { public Tensor T; }", Declare = "Cell cell = default;" },
        new("copied struct", "var copy = cell; copy.T = $v; cell = copy;", "cell.T") { Types = "public struct Cell { public Tensor T; }", Declare = "Cell cell = default;" },
        LeakChannel.Into("nullable struct", "Cell? cell = new Cell($v); c = cell.Value.T;") with { Types = "public record struct Cell(Tensor T);" },
        new("record", "cell = new Cell($v);", "cell.T") { Types = "public sealed record Cell(Tensor T);", Declare = "var cell = new Cell(x);" },
        LeakChannel.Into("deconstructed record", "var (_, second) = new Cell(x, $v); c = second;") with { Types = "public sealed record Cell(Tensor A, Tensor B);" },
        new("with", "cell = cell with { T = $v };", "cell.T") { Types = "public sealed record Cell(Tensor T);", Declare = "var cell = new Cell(x);" },
        LeakChannel.Into("anonymous type", "var made = new { T = $v, K = 1 }; c = made.T;"),
        new("span", "kept[0] = $v;", "kept[0]") { Declare = "Span<Tensor> kept = new Tensor[] { x };" },
        new("span over an array", "kept.AsSpan()[0] = $v;", "kept[0]") { Declare = "var kept = new[] { x };" },
        new("memory", "kept.Span[0] = $v;", "kept.Span[0]") { Declare = "Memory<Tensor> kept = new Tensor[] { x };" },
        new("array segment", "new ArraySegment<Tensor>(kept)[0] = $v;", "kept[0]") { Declare = "var kept = new[] { x };" },
        new("strong box", "kept.Value = $v;", "kept.Value!") { Declare = "var kept = new System.Runtime.CompilerServices.StrongBox<Tensor>();" },
        LeakChannel.Into("immutable array", "c = System.Collections.Immutable.ImmutableArray.Create(x, $v)[1];"),
    ];
}

namespace RegSpec.CompileTime.Tests;

/// <summary>Variables and aliases of variables.</summary>
internal static class PlaceChannels
{
    public static IReadOnlyList<LeakChannel> All { get; } =
    [
        LeakChannel.Into("local", "c = $v;"),
        LeakChannel.Into("chained assignment", "Tensor other; c = other = $v;"),
        LeakChannel.Into("deconstructing assignment", "(c, _) = ($v, x);"),
        LeakChannel.Into("swap", "Tensor other = $v; (c, other) = (other, c);"),
        LeakChannel.Into("boxed in object", "object box = $v; c = (Tensor)box;"),
        LeakChannel.Into("as", "object box = $v; c = (box as Tensor)!;"),
        LeakChannel.Into("out parameter", "Make($v, out c);") with { Members = "private static void Make(Tensor from, out Tensor made) { made = from; }" },
        LeakChannel.Into("out variable", "Make($v, out var made); c = made;") with { Members = "private static void Make(Tensor from, out Tensor made) => made = from;" },
        LeakChannel.Into("ref parameter", "Replace(ref c, $v);") with { Members = "private static void Replace(ref Tensor place, Tensor by) => place = by;" },
        LeakChannel.Into("in parameter", "Tensor held = x; c = Read(in held, () => held = $v);") with
        {
            Members = "private static Tensor Read(in Tensor place, Action change) { change(); return place; }",
        },
        LeakChannel.Into("ref local", "place = $v;") with { Declare = "Tensor c = x; ref Tensor place = ref c;" },
        LeakChannel.Into("ref local read", "held = $v; c = place;") with { Declare = "Tensor c = x, held = x; ref Tensor place = ref held;" },
        LeakChannel.Into("ref local bound again", "place = $v;") with { Declare = "Tensor c = x, other = x; ref Tensor place = ref other; place = ref c;" },
        LeakChannel.Into("conditional ref", "place = $v;") with { Declare = "Tensor c = x, other = x; ref Tensor place = ref (x.dim() == 2 ? ref c : ref other);" },
        new("ref to an element", "place = $v;", "kept[1]") { Declare = "var kept = new[] { x, x }; ref Tensor place = ref kept[1];" },
        new("ref to a field", "place = $v;", "kept!") { Members = "private Tensor? kept;", Declare = "ref Tensor? place = ref kept;" },
        new("ref return", "Place() = $v;", "kept!") { Members = "private Tensor? kept; private ref Tensor? Place() => ref kept;" },
        new("foreach ref", "foreach (ref Tensor place in kept.AsSpan()) place = $v;", "kept[0]") { Declare = "var kept = new[] { x };" },
        new("ref struct with a ref field", "var view = new Window(ref c); view.Set($v);", "c")
        {
            Declare = LeakChannel.Local,
            Types = "public ref struct Window { private ref Tensor place; public Window(ref Tensor place) => this.place = ref place; public void Set(Tensor by) => place = by; }",
        },
    ];
}

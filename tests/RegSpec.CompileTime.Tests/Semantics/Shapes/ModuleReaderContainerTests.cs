namespace RegSpec.CompileTime.Tests;

/// <summary>Containers, collections and the ways they are filled.</summary>
public class ModuleReaderContainerTests
{
    /// <summary>Fields, constructor body, expected members.</summary>
    public static TheoryData<string, string, string> Containers => new()
    {
        // Sequential.
        { "private readonly Sequential s;", "s = Sequential(Linear(1, 2), Block()); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=Inner{fc: Linear(weight)}]" },
        { "private readonly Sequential s;", "s = Sequential(new List<Module<Tensor, Tensor>> { Linear(1, 2), ReLU() }); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=nothing ReLU]" },
        { "private readonly Sequential s;", "var layers = new List<(string, Module<Tensor, Tensor>)>(); layers.Add((\"a\", Linear(1, 2))); layers.Add((\"b\", ReLU())); s = Sequential(layers); RegisterComponents();", "s: Sequential[a=Linear(weight bias), b=nothing ReLU]" },
        { "private readonly Sequential s;", "var layers = new List<(string, Module<Tensor, Tensor>)>(); layers.Add((\"a\", Linear(1, 2))); for (int i = 0; i < n; i++) { layers.Add(($\"b{i}\", ReLU())); } s = Sequential(layers); RegisterComponents();", "s: Sequential[a=Linear(weight bias), *=Linear(weight bias), *=nothing ReLU]" },
        { "private readonly Sequential s;", "s = Sequential(); s.append(Linear(1, 2)); s.append(\"x\", ReLU()); RegisterComponents();", "s: Sequential[0=Linear(weight bias), x=nothing ReLU]" },
        { "private readonly Sequential s;", "s = Sequential(); RegisterComponents(); s.append(Linear(1, 2));", "s: Sequential[0=Linear(weight bias)]" },
        { "private readonly Sequential s;", "s = Sequential(); for (int i = 0; i < n; i++) s.append(Linear(1, 2)); RegisterComponents();", "s: Sequential[*=Linear(weight bias)]" },
        { "private readonly Sequential s;", "s = Sequential(Linear(1, 2)); if (n > 1) s.append(ReLU()); RegisterComponents();", "s: Sequential[0=Linear(weight bias), *=Linear(weight bias), *=nothing ReLU]" },
        { "private readonly Sequential s;", "s = Sequential(Enumerable.Range(0, n).Select(_ => (Module<Tensor, Tensor>)Linear(1, 2))); RegisterComponents();", "s: Sequential[*=Linear(weight bias)]" },
        { "private readonly Sequential s;", "var l = new List<Module<Tensor, Tensor>> { Linear(1, 2) }; l.AddRange(new[] { Linear(2, 3), Linear(3, 4, false) }); s = Sequential(l.ToArray()); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=Linear(weight bias), 2=Linear(weight)]" },
        { "private readonly Sequential s;", "s = Sequential(Tuple.Create(\"a\", (Module<Tensor, Tensor>)Linear(1, 2))); RegisterComponents();", "s: Sequential[a=Linear(weight bias)]" },
        { "private readonly Sequential s;", "s = n > 1 ? Sequential(Linear(1, 2)) : Sequential(Linear(1, 2), ReLU()); RegisterComponents();", "s: Sequential[0=Linear(weight bias), *=nothing ReLU]" },
        { "private readonly Sequential s; private static Sequential Make(int c) => Sequential(Conv2d(c, c, 3, bias: false), BatchNorm2d(c));", "s = Make(3); RegisterComponents();", "s: Sequential[0=Conv2d(weight), 1=BatchNorm2d(weight bias)]" },
        { "private readonly Sequential s; private static void Fill(List<Module<Tensor, Tensor>> l) => l.Add(Linear(1, 2));", "var l = new List<Module<Tensor, Tensor>>(); Fill(l); Fill(l); s = Sequential(l); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=Linear(weight bias)]" },
        { "private readonly Sequential s;", "s = Sequential(Sequential(Linear(1, 2)), ReLU()); RegisterComponents();", "s: Sequential[0=Sequential[0=Linear(weight bias)], 1=nothing ReLU]" },

        // What is constant has its number.
        { "private readonly Sequential s = Sequential();", "for (int i = 0; i < 3; i++) s.append(Linear(i, 2, i > 0)); RegisterComponents();", "s: Sequential[0=Linear(weight), 1=Linear(weight bias), 2=Linear(weight bias)]" },
        { "private readonly ModuleList<Linear> s;", "s = new ModuleList<Linear>(Enumerable.Range(0, 2).Select(i => Linear(i, 2)).ToArray()); RegisterComponents();", "s: ModuleList[0=Linear(weight bias), 1=Linear(weight bias)]" },
        { "private readonly Sequential s;", "s = Sequential(Enumerable.Range(0, 2).Select(i => ($\"l{i}\", (Module<Tensor, Tensor>)Linear(i, 2)))); RegisterComponents();", "s: Sequential[l0=Linear(weight bias), l1=Linear(weight bias)]" },
        { "private readonly Sequential s;", "int[] widths = [1, 2, 3]; var l = new List<Module<Tensor, Tensor>>(); foreach (int w in widths) { l.Add(Linear(w, w)); l.Add(ReLU()); } s = Sequential(l); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=nothing ReLU, 2=Linear(weight bias), 3=nothing ReLU, 4=Linear(weight bias), 5=nothing ReLU]" },
        { "private readonly Sequential s;", "List<Module<Tensor, Tensor>> first = [Linear(1, 2)]; s = Sequential([.. first, ReLU(), .. first]); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=nothing ReLU, 2=Linear(weight bias)]" },
        { "private readonly List<Module<Tensor, Tensor>> l = []; private readonly Sequential s;", "for (int i = 0; i < 2; i++) l.Add(Linear(i, 2)); s = Sequential([.. l, Linear(2, 2, false)]); RegisterComponents();", "l: Unregistered[0=Linear(weight bias), 1=Linear(weight bias)], registered elsewhere\ns: Sequential[0=Linear(weight bias), 1=Linear(weight bias), 2=Linear(weight)]" },
        { "private readonly ModuleList<Inner> s = new();", "for (int i = 0; i < n; i++) s.Add(new Inner()); RegisterComponents();", "s: ModuleList[*=Inner{fc: Linear(weight)}]" },
        { "private readonly Sequential s;", "var l = new List<Module<Tensor, Tensor>> { Linear(1, 2) }; for (int i = 0; i < n; i++) l.Add(Linear(2, 2, false)); s = Sequential(l); RegisterComponents();", "s: Sequential[0=Linear(weight bias), *=Linear(weight bias), *=Linear(weight)]" },

        { "private readonly Sequential s;", "var l = new List<Module<Tensor, Tensor>>(); try { l.AddRange(Enumerable.Range(0, 2).Select(i => Linear(i, 2))); } finally { l.Add(ReLU()); } s = Sequential(l); RegisterComponents();", "s: Sequential[0=Linear(weight bias), 1=Linear(weight bias), 2=nothing ReLU]" },
        { "private readonly Sequential s;", "var l = new List<(string, Module<Tensor, Tensor>)>(); foreach (var p in new Dictionary<string, int> { [\"a\"] = 1, [\"b\"] = 2 }) l.Add((p.Key, Linear(1, p.Value))); s = Sequential(l); RegisterComponents();", "s: Sequential[a=Linear(weight bias), b=Linear(weight bias)]" },

        // ModuleList and ModuleDict.
        { "private readonly ModuleList<Linear> s = new();", "s.Add(Linear(1, 2)); s.Add(Linear(1, 2, false)); RegisterComponents();", "s: ModuleList[0=Linear(weight bias), 1=Linear(weight)]" },
        { "private readonly ModuleList<Linear> s = new();", "for (int i = 0; i < n; i++) { s.Add(Linear(1, 2)); } RegisterComponents();", "s: ModuleList[*=Linear(weight bias)]" },
        { "private readonly ModuleList<Module<Tensor, Tensor>> s;", "s = ModuleList<Module<Tensor, Tensor>>(Linear(1, 2), ReLU()); RegisterComponents();", "s: ModuleList[0=Linear(weight bias), 1=nothing ReLU]" },
        { "private readonly ModuleList<Linear> s;", "s = new ModuleList<Linear>(Enumerable.Range(0, n).Select(i => Linear(1, 2)).ToArray()); RegisterComponents();", "s: ModuleList[*=Linear(weight bias)]" },
        { "private readonly ModuleList<Linear> s = new();", "RegisterComponents(); s.Add(Linear(1, 2));", "s: ModuleList[0=Linear(weight bias)], late" },
        { "private readonly ModuleList<Linear> s = new();", "s.append(Linear(1, 2), Linear(1, 3)); s.extend(new[] { Linear(1, 2) }); RegisterComponents();", "s: ModuleList[0=Linear(weight bias), 1=Linear(weight bias), 2=Linear(weight bias)]" },
        { "private readonly ModuleList<ModuleList<Linear>> s = new();", "for (int i = 0; i < n; i++) { var inner = new ModuleList<Linear>(); inner.Add(Linear(1, 2)); s.Add(inner); } RegisterComponents();", "s: ModuleList[*=ModuleList[*=Linear(weight bias)]]" },
        { "private readonly ModuleList<ModuleList<Linear>> s = new(new ModuleList<Linear>(Linear(1, 2)));", "RegisterComponents();", "s: ModuleList[0=ModuleList[0=Linear(weight bias)]]" },
        { "private readonly ModuleList<Linear> s = new(Linear(1, 2)); private static void Change(IList<Linear> l) => Console.WriteLine(l);", "Change(s); RegisterComponents();", "s: ModuleList[0=Linear(weight bias), …]" },
        { "private readonly ModuleList<Linear> s = new(Linear(1, 2));", "s.Clear(); RegisterComponents();", "s: ModuleList[]" },
        { "private readonly ModuleDict<Linear> s = new();", "s.Add(\"a\", Linear(1, 2)); s[\"b\"] = Linear(1, 2, false); s.Add((\"c\", Linear(1, 2))); RegisterComponents();", "s: ModuleDict[a=Linear(weight bias), b=Linear(weight), c=Linear(weight bias)]" },
        { "private readonly ModuleDict<Linear> s = ModuleDict((\"a\", Linear(1, 2)));", "RegisterComponents();", "s: ModuleDict[a=Linear(weight bias)]" },
        { "private readonly ModuleDict<Linear> s = new() { { \"a\", Linear(1, 2) } };", "RegisterComponents();", "s: ModuleDict[a=Linear(weight bias)]" },
        { "private readonly ModuleDict<Linear> s = new();", "for (int i = 0; i < n; i++) { s.Add($\"l{i}\", Linear(1, 2)); } RegisterComponents();", "s: ModuleDict[*=Linear(weight bias)]" },

        { "private readonly ModuleDict<Linear> s = new();", "RegisterComponents(); s[\"a\"] = Linear(1, 2);", "s: ModuleDict[a=Linear(weight bias)], late" },

        // Collections of the base library.
        { "private readonly List<Linear> s = new();", "for (int i = 0; i < n; i++) { s.Add(Linear(1, 2)); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)]" },
        { "private readonly Linear[] s;", "s = new Linear[n]; for (int i = 0; i < n; i++) { s[i] = Linear(1, 2); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)]" },
        { "private readonly Dictionary<string, Module<Tensor, Tensor>> s = new() { [\"a\"] = Linear(1, 2) };", "RegisterComponents();", "s: Unregistered[a=Linear(weight bias)]" },
        { "private readonly List<(string, Module<Tensor, Tensor>)> s = new();", "RegisterComponents();", "s: Unregistered[]" },
        { "private readonly Lazy<Linear> s = new(() => Linear(1, 2));", "RegisterComponents();", "s: Unregistered[…]" },
        { "private readonly List<Parameter> s = new() { Parameter(ones(3)) };", "RegisterComponents();", "s: Unregistered[0=Parameter(Unknown 1d)]" },
        { "private readonly List<int> s = new(); private readonly Func<Linear> make = () => Linear(1, 2);", "RegisterComponents();", "" },

        // The same objects are registered by another way.
        { "private readonly List<Linear> s = new(); private readonly ModuleList<Linear> m;", "for (int i = 0; i < n; i++) { s.Add(Linear(1, 2)); } m = new ModuleList<Linear>(s.ToArray()); RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere\nm: ModuleList[*=Linear(weight bias)]" },
        { "private readonly List<Module<Tensor, Tensor>> s = new(); private readonly Sequential m;", "s.Add(Linear(1, 2)); m = Sequential(s); RegisterComponents();", "s: Unregistered[0=Linear(weight bias)], registered elsewhere\nm: Sequential[0=Linear(weight bias)]" },
        { "private readonly List<Linear> s = new();", "for (int i = 0; i < n; i++) { var l = Linear(1, 2); s.Add(l); register_module($\"l{i}\", l); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere" },
        { "private readonly List<Linear> s = new();", "for (int i = 0; i < n; i++) { s.Add(Linear(1, 2)); register_module($\"l{i}\", s[i]); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere" },
        { "private readonly List<Linear> s = new();", "for (int i = 0; i < n; i++) s.Add(Linear(1, 2)); foreach (var l in s) { register_module(\"x\", l); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere" },
        { "private readonly Linear a = Linear(1, 2), b = Linear(1, 2); private readonly Linear[] s;", "s = new[] { a, b }; RegisterComponents();", "a: Linear(weight bias)\nb: Linear(weight bias)\ns: Unregistered[0=Linear(weight bias), 1=Linear(weight bias)], registered elsewhere" },
        { "private readonly Linear a = Linear(1, 2); private readonly Linear[] s;", "s = [a, Linear(1, 2)]; RegisterComponents();", "a: Linear(weight bias)\ns: Unregistered[0=Linear(weight bias), 1=Linear(weight bias)]" },
        { "private readonly List<Linear> s = new(); private readonly ModuleList<Linear> m = new();", "for (int i = 0; i < n; i++) { var l = Linear(1, 2); s.Add(l); m.Add(l); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere\nm: ModuleList[*=Linear(weight bias)]" },
        { "private readonly List<(string, Module<Tensor, Tensor>)> s = new(); private readonly Sequential m;", "s.Add((\"a\", Linear(1, 2))); m = Sequential(s); RegisterComponents();", "s: Unregistered[0=Unregistered[…]], registered elsewhere\nm: Sequential[a=Linear(weight bias)]" },
        { "private readonly Dictionary<string, Linear> s = new();", "for (int i = 0; i < n; i++) s[$\"{i}\"] = Linear(1, 2); foreach (var (k, l) in s) { register_module(k, l); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere" },
        { "private readonly Dictionary<string, Linear> s = new();", "for (int i = 0; i < n; i++) s[$\"{i}\"] = Linear(1, 2); foreach (var p in s) { register_module(p.Key, p.Value); } RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere" },
        { "private readonly List<Linear> s = new();", "for (int i = 0; i < n; i++) s.Add(Linear(1, 2)); s.ForEach(l => register_module(\"x\", l)); RegisterComponents();", "s: Unregistered[*=Linear(weight bias)], registered elsewhere" },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public void Containers_are_followed(string fields, string body, string expected) => Assert.Equal(
        expected,
        ShapeText.Of($$"""
            #pragma warning disable CS0169, CS8618, CS0414, CS0649
            public sealed class Inner : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(3, 4, hasBias: false);
                public Inner() : base("inner") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }

            public class Net : Module<Tensor, Tensor>
            {
                {{fields}}
                private static Inner Block() => new Inner();
                public Net(int n) : base("net") { {{body}} }
                public override Tensor forward(Tensor x) => x;
            }
            """));
}

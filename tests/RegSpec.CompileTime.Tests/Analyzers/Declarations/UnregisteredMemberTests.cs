using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnregisteredMemberAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0007: members that never reach <c>parameters()</c>.</summary>
public class UnregisteredMemberTests
{
    [Theory]
    [InlineData("private readonly List<Linear> [|layers|] = new() { Linear(1, 1) };", "")]
    [InlineData("private readonly List<Linear> [|layers|] = new();", "for (int i = 0; i < depth; i++) { layers.Add(Linear(1, 1)); }")]
    [InlineData("private readonly Linear[] [|layers|];", "layers = new[] { Linear(1, 1), Linear(1, 1) };")]
    [InlineData("private readonly Linear[] [|layers|];", "layers = new Linear[depth]; for (int i = 0; i < depth; i++) { layers[i] = Linear(1, 1); }")]
    [InlineData("private readonly Linear[] [|layers|];", "layers = Enumerable.Range(0, depth).Select(_ => Linear(1, 1)).ToArray();")]
    [InlineData("private readonly (Linear, Linear) [|layers|] = (Linear(1, 1), Linear(1, 1));", "")]
    [InlineData("private readonly Dictionary<string, Linear> [|layers|] = new();", "layers[\"a\"] = Linear(1, 1); layers.Add(\"b\", Linear(1, 1));")]
    [InlineData("private readonly List<(string, Module<Tensor, Tensor>)> [|layers|] = new();", "layers.Add((\"a\", Linear(1, 1)));")]
    [InlineData("private readonly Parameter[] [|layers|] = { Parameter(zeros(1)) };", "")]
    [InlineData("public IReadOnlyList<Module<Tensor, Tensor>> [|Layers|] { get; } = new Module<Tensor, Tensor>[] { Linear(1, 1) };", "")]
    [InlineData("private readonly List<Sequential> [|layers|] = new();", "layers.Add(Sequential(Linear(1, 1)));")]
    public Task Collections_register_nothing(string member, string constructor) => Verify.ReportsAsync(Model(member, constructor + " RegisterComponents();"));

    [Theory]
    [InlineData("private static readonly Linear [|shared|] = Linear(1, 1);", "RegisterComponents();")]
    [InlineData("private Linear [|late|];", "RegisterComponents(); late = Linear(1, 1);")]
    [InlineData("private readonly ModuleList<Linear> [|late|] = new();", "RegisterComponents(); for (int i = 0; i < depth; i++) { late.Add(Linear(1, 1)); }")]
    [InlineData("private readonly Tensor [|plain|] = zeros(3, requires_grad: true);", "RegisterComponents();")]
    [InlineData("private readonly Sequential [|blocks|] = Sequential(new Silent(), new Silent());", "RegisterComponents();")]
    [InlineData("private readonly Around [|around|] = new();", "RegisterComponents();")]
    [InlineData("private readonly Sequential [|nested|] = Sequential(Sequential(new Silent()));", "RegisterComponents();")]
    [InlineData("private static Linear [|shared|] = Linear(1, 1);", "shared = Linear(1, 1); RegisterComponents();")]
    [InlineData("private readonly ModuleList<Sequential> [|blocks|];", "blocks = new ModuleList<Sequential>(Sequential(new Silent())); RegisterComponents();")]
    public Task Other_ways_to_lose_a_member(string member, string constructor) => Verify.ReportsAsync(Model(member, constructor));

    [Theory]
    [InlineData("private readonly List<Linear> layers = new(); private readonly ModuleList<Linear> all;", "layers.Add(Linear(1, 1)); all = new ModuleList<Linear>(layers.ToArray()); RegisterComponents();")]
    [InlineData("private readonly List<Module<Tensor, Tensor>> layers = new(); private readonly Sequential all;", "layers.Add(Linear(1, 1)); all = Sequential(layers); RegisterComponents();")]
    [InlineData("private readonly List<Linear> layers = new();", "for (int i = 0; i < depth; i++) { var block = Linear(1, 1); register_module($\"block_{i}\", block); layers.Add(block); }")]
    [InlineData("private readonly List<Linear> layers = new();", "layers.Add(Linear(1, 1)); foreach (var layer in layers) { register_module(layer.GetName(), layer); }")]
    [InlineData("private readonly Linear a = Linear(1, 1), b = Linear(1, 1); private readonly Linear[] both;", "both = new[] { a, b }; RegisterComponents();")]
    [InlineData("private readonly Linear a; private readonly (Linear, int) pair;", "a = Linear(1, 1); pair = (a, 3); RegisterComponents();")]
    [InlineData("private readonly List<Module<Tensor, Tensor>> activations = new() { ReLU(), GELU() };", "RegisterComponents();")]
    [InlineData("private readonly List<Linear> borrowed; ", "borrowed = given; RegisterComponents();")]
    [InlineData("private readonly List<Linear> borrowed = new();", "borrowed.Add(given[0]); RegisterComponents();")]
    [InlineData("private readonly List<Linear> escaped = new();", "escaped.Add(Linear(1, 1)); Elsewhere.Take(this, escaped); RegisterComponents();")]
    [InlineData("private readonly Linear late;", "RegisterComponents(); late = Linear(1, 1); register_module(nameof(late), late);")]
    [InlineData("private readonly ModuleList<Linear> list = new();", "list.Add(Linear(1, 1)); RegisterComponents();")]
    [InlineData("private readonly Sequential list = Sequential();", "RegisterComponents(); list.append(Linear(1, 1));")]
    [InlineData("private readonly Tensor buffer = zeros(3);", "RegisterComponents();")]
    [InlineData("private readonly List<Embedding> tables = new() { Embedding_from_pretrained(zeros(2, 2)) };", "RegisterComponents();")]
    [InlineData("private static readonly Dictionary<string, int> sizes = new();", "RegisterComponents();")]
    [InlineData("private static readonly Linear shared = Linear(1, 1); private readonly Linear own;", "own = shared; RegisterComponents();")]
    [InlineData("private readonly Silent child = new(); private readonly ModuleList<Silent> children = new(new Silent());", "RegisterComponents();")]
    [InlineData("private readonly Sequential blocks = Sequential(new Loud());", "RegisterComponents();")]
    [InlineData("private ReLU late;", "RegisterComponents(); late = ReLU();")]
    public Task Registered_or_not_certainly_lost(string member, string constructor) => Verify.IsSilentAsync(Model(member, constructor));

    [Fact]
    public Task Message() => Verify.ReportsMessageAsync(
        Model("private readonly List<Linear> [|layers|] = new() { Linear(1, 1) };", "RegisterComponents();"),
        "The parameters of 'layers' never reach parameters(), so they are neither trained nor decayed: TorchSharp does not look into collections; use a ModuleList");

    [Fact]
    public Task Only_annotated_classes_are_looked_at() => Verify.IsSilentAsync("""

        public class Plain : Module<Tensor, Tensor>
        {
            private readonly List<Linear> layers = new() { Linear(1, 1) };
            public Plain() : base("Plain") => RegisterComponents();
            public override Tensor forward(Tensor x) => layers[0].call(x);
        }
        """);

    [Fact]
    public Task Assigned_after_the_base_constructor_has_registered() => Verify.ReportsAsync("""

        [WeightDecay(0.1)]
        public class Base : Module<Tensor, Tensor>
        {
            private readonly Linear stem = Linear(1, 1);
            public Base() : base("Base") => RegisterComponents();
            public override Tensor forward(Tensor x) => stem.call(x);
        }

        [WeightDecay(0.1)]
        public class Derived : Base
        {
            private readonly Linear early = Linear(1, 1);
            private readonly Linear [|late|];
            public Derived() => late = Linear(1, 1);
            public override Tensor forward(Tensor x) => late.call(early.call(x));
        }
        """);

    [Fact]
    public Task A_field_that_hides_one_of_the_base() => Verify.ReportsAsync("""

        [WeightDecay(0.1)]
        public abstract class Base : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            protected Base() : base("Base") { }
            protected Tensor First(Tensor x) => fc.call(x);
        }

        [WeightDecay(0.1)]
        public class Derived : Base
        {
            private readonly Linear [|fc|] = Linear(1, 1);
            public Derived() => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(First(x));
        }
        """);

    [Theory]
    [InlineData("var net = [|new Silent()|]; Use(net.parameters());")]
    [InlineData("using var net = [|new Silent()|]; var state = net.state_dict(); Console.WriteLine(net.call(zeros(1)).ToString());")]
    [InlineData("Use([|new Silent()|].parameters());")]
    [InlineData("Module<Tensor, Tensor> net = [|new Silent()|]; Use(net.parameters());")]
    public Task A_root_that_registers_nothing(string body) => Verify.ReportsAsync(Program(body));

    [Theory]
    [InlineData("var net = new Loud(); Use(net.parameters());")]
    [InlineData("var part = new Silent(); var whole = new Holder(part); Use(whole.parameters());")]
    [InlineData("var part = new Silent(); var whole = new Holder(part); Use(part.parameters()); Use(whole.parameters());")]
    [InlineData("var list = new ModuleList<Silent>(); var part = new Silent(); list.Add(part); Use(part.parameters());")]
    [InlineData("var net = new Silent(); Console.WriteLine(net.call(zeros(1)).ToString());")]
    [InlineData("Console.WriteLine(new Holder(new Silent()).GetName());")]
    [InlineData("var part = new Silent(); var whole = new Loud(); whole.register_module(\"part\", part); Use(part.parameters());")]
    [InlineData("var part = new Silent(); Module[] all = { part }; Use(part.parameters());")]
    [InlineData("var part = new Silent(); var pair = (part, 1); Use(part.parameters());")]
    [InlineData("var part = new Silent(); var same = part; Use(part.parameters());")]
    [InlineData("var part = new Silent(); Module kept; kept = part; Use(part.parameters());")]
    [InlineData("var part = new Silent(); var whole = Sequential(part); Use(part.parameters());")]
    [InlineData("var part = new Silent(); var all = new List<Module>(); all.Add(part); Use(part.parameters());")]
    [InlineData("var part = new Silent(); part.Describe(); \"file\".save(part);")]
    public Task Not_a_root_or_not_silent(string body) => Verify.IsSilentAsync(Program(body));

    [Fact]
    public Task A_module_that_makes_it_may_register_it() => Verify.IsSilentAsync(Parts + """

        public sealed class Builder : Module<Tensor, Tensor>
        {
            public Builder() : base("Builder") { }
            public long Count() { var part = new Silent(); return part.parameters().Count(); }
            public override Tensor forward(Tensor x) => x;
        }
        """);

    [Theory]
    [InlineData("", "private readonly Linear fc = Linear(1, 1);")]
    [InlineData("[WeightDecay(0.1)] ", "private readonly ReLU act = ReLU();")]
    [InlineData("[WeightDecay(0.1)] ", "private readonly List<Linear> borrowed = new();")]
    public Task A_root_that_is_not_annotated_or_has_nothing_to_register(string annotation, string member) => Verify.IsSilentAsync(
        annotation + "public sealed class Root : Module<Tensor, Tensor> { " + member + " public Root() : base(\"Root\") { } public override Tensor forward(Tensor x) => x; } "
        + "public static class Program { public static int Main() { var root = new Root(); return root.parameters().Count(); } }");

    [Fact]
    public Task A_root_with_nothing_but_a_static_member_is_reported_there() => Verify.ReportsAsync(
        "[WeightDecay(0.1)] public sealed class Root : Module<Tensor, Tensor> { private static readonly Linear [|shared|] = Linear(1, 1); public Root() : base(\"Root\") { } public override Tensor forward(Tensor x) => shared.call(x); } "
        + "public static class Program { public static int Main() { var root = new Root(); return root.parameters().Count(); } }");

    [Fact]
    public Task A_root_that_registers_when_it_is_told_to() => Verify.IsSilentAsync(
        "[WeightDecay(0.1)] public sealed class Root : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 1); public Root() : base(\"Root\") { } public void Init() => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); } "
        + "public static class Program { public static int Main() { var root = new Root(); root.Init(); return root.parameters().Count(); } }");

    [Fact]
    public Task A_static_tensor_is_lost_for_being_static() => Verify.ReportsMessageAsync(
        Model("private static readonly Tensor [|plain|] = zeros(3, requires_grad: true);", "RegisterComponents();"),
        "The parameters of 'plain' never reach parameters(), so they are neither trained nor decayed: static members are not registered");

    [Theory]
    [InlineData("private static readonly BatchNorm1d norm = BatchNorm1d(1, affine: Environment.Is64BitProcess);")]
    [InlineData("private static readonly Parameter frozen = Parameter(zeros(1), requires_grad: false);")]
    public Task A_static_member_that_may_have_nothing_to_train(string member) => Verify.IsSilentAsync(Model(member, "RegisterComponents();"));

    [Theory]
    [InlineData("[WeightDecay(0.2)]", "")]
    [InlineData("", "[NoWeightDecay]")]
    public Task A_nested_annotated_class_reports_its_own(string onClass, string onMember) => Verify.ReportsAsync(Model("private readonly Own own = new();", "RegisterComponents();") + $$"""

        {{onClass}}
        public sealed class Own : Module<Tensor, Tensor>
        {
            {{onMember}} private readonly Sequential [|inner|] = Sequential(new Silent());
            public Own() : base("Own") => RegisterComponents();
            public override Tensor forward(Tensor x) => inner.call(x);
        }
        """);

    [Theory]
    [InlineData("private readonly List<Linear> layers = new() { Linear(1, 1) }; public void Init() { foreach (var layer in layers) { register_module(layer.GetName(), layer); } }", "RegisterComponents();")]
    [InlineData("private readonly List<Linear> [|layers|] = new() { Linear(1, 1) }; private readonly Linear other = Linear(1, 1); public void Init() { register_module(\"again\", other); }", "RegisterComponents();")]
    [InlineData("private readonly List<Linear> [|layers|] = new() { Linear(1, 1) }; public int Init() { return layers.Count; }", "RegisterComponents();")]
    [InlineData("private static readonly Linear shared = Linear(1, 1);", "Linear[] all = [shared]; register_module(\"shared\", all[0]); RegisterComponents();")]
    [InlineData("private static readonly Linear shared = Linear(1, 1);", "register_module(\"shared\", shared); RegisterComponents();")]
    [InlineData("private static readonly Linear shared = Linear(1, 1);", "register_module(\"shared\", Net.shared); RegisterComponents();")]
    [InlineData("private static readonly Linear shared = Linear(1, 1); public static Linear Get() { return shared; }", "RegisterComponents();")]
    [InlineData("private readonly List<Linear> layers = new() { Linear(1, 1) }; public int Init { get { register_module(\"a\", layers[0]); return 1; } }", "RegisterComponents();")]
    [InlineData("private readonly Sequential half = Sequential(new Nothing(), Linear(1, 1));", "RegisterComponents();")]
    [InlineData("private readonly Sequential empty = Sequential(new Nothing());", "RegisterComponents();")]
    public Task What_is_registered_later_or_is_nothing(string member, string constructor) => Verify.ReportsAsync(
        Model(member, constructor) + "\npublic sealed class Nothing : Module<Tensor, Tensor> { public Nothing() : base(\"\") { } public override Tensor forward(Tensor x) => x; }");

    [Fact]
    public Task A_root_whose_base_registers_when_it_is_told_to() => Verify.IsSilentAsync(
        "public abstract class Base : Module<Tensor, Tensor> { protected Base() : base(\"Root\") { } public void Init() => RegisterComponents(); } "
        + "[WeightDecay(0.1)] public sealed class Root : Base { private readonly Linear fc = Linear(1, 1); public override Tensor forward(Tensor x) => fc.call(x); } "
        + "public static class Program { public static int Main() { var root = new Root(); root.Init(); return root.parameters().Count(); } }");

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("private static readonly Linear [|shared|] = Linear(1, 1);", "RegisterComponents();"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("private static readonly Linear [|shared|] = Linear(1, 1);", "RegisterComponents();"));

    internal const string Parts = """

        [WeightDecay(0.1)]
        public sealed class Silent : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Silent() : base("Silent") { }
            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public sealed class Around : Module<Tensor, Tensor>
        {
            private readonly Sequential inner = Sequential(new Silent());
            public Around() : base("Around") => RegisterComponents();
            public override Tensor forward(Tensor x) => inner.call(x);
        }

        public sealed class Loud : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Loud() : base("Loud") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """;

    [Theory]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear current;", "RegisterComponents(); current = first;")]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear current;", "RegisterComponents(); this.current = this.first;")]
    [InlineData("private readonly Linear first = Linear(4, 4), second = Linear(4, 4); private Linear current;", "RegisterComponents(); current = depth > 1 ? first : second;")]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear current, again;", "RegisterComponents(); current = first; again = current;")]
    [InlineData("private readonly Linear first = Linear(4, 4); private ModuleList<Module<Tensor, Tensor>> outs;", "RegisterComponents(); outs = new ModuleList<Module<Tensor, Tensor>>(); outs.Add(first);")]
    [InlineData("private readonly Module<Tensor, Tensor>? legacy; private readonly Module<Tensor, Tensor> used;", "if (depth > 1) { legacy = Linear(4, 4); RegisterComponents(); used = legacy; return; } used = Linear(4, 4); RegisterComponents();")]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear current = Linear(1, 1);", "RegisterComponents(); current = first;")]
    public Task An_alias_of_what_is_registered(string member, string constructor) => Verify.IsSilentAsync(Model(member, constructor));

    [Theory]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear current; private ModuleList<Module<Tensor, Tensor>> outs;", "RegisterComponents(); current = first; outs = new ModuleList<Module<Tensor, Tensor>>(); outs.Add(first);")]
    [InlineData("private readonly Module<Tensor, Tensor>? legacy; private readonly Module<Tensor, Tensor> used;", "if (depth > 1) { legacy = Linear(4, 4); RegisterComponents(); used = legacy; return; } used = Linear(4, 4); RegisterComponents();")]
    [InlineData("private readonly Sequential body = Sequential(Linear(4, 4)); private IModule<Tensor, Tensor> last;", "RegisterComponents(); last = body[0];")]
    [InlineData("private readonly ModuleList<Linear> all = new(Linear(4, 4)); private readonly List<Linear> again = new();", "RegisterComponents(); foreach (var l in all) again.Add(l);")]
    public Task The_same_object_under_another_name(string member, string constructor) => Verify.IsSilentAsync(Model(member, constructor));

    [Theory]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear [|current|];", "RegisterComponents(); current = first; current = Linear(1, 1);")]
    [InlineData("private readonly Linear first = Linear(4, 4); private ModuleList<Module<Tensor, Tensor>> [|outs|];", "RegisterComponents(); outs = new ModuleList<Module<Tensor, Tensor>>(); outs.Add(first); outs.Add(Linear(1, 1));")]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear [|current|];", "RegisterComponents(); current = depth > 1 ? first : Linear(1, 1);")]
    [InlineData("private Linear [|first|]; private Linear [|current|];", "RegisterComponents(); first = Linear(4, 4); current = first;")]
    [InlineData("private static Linear first = Linear(4, 4); private Linear [|current|];", "RegisterComponents(); current = first;")]
    [InlineData("private readonly Linear first = Linear(4, 4); private Linear [|current|];", "if (depth > 1) { RegisterComponents(); current = first; } else { RegisterComponents(); current = Linear(1, 1); }")]
    public Task An_alias_that_is_not_all(string member, string constructor) => Verify.ReportsAsync(Model(member, constructor));

    private static string Program(string body) => Parts + $$"""

        [WeightDecay(0.1)]
        public sealed class Holder : Module<Tensor, Tensor>
        {
            private readonly Silent inner;
            public Holder(Silent inner) : base("Holder") { this.inner = inner; RegisterComponents(); }
            public override Tensor forward(Tensor x) => inner.call(x);
        }

        public static class Program
        {
            public static void Main2() { {{body}} }

            private static void Use(IEnumerable<Parameter> parameters) => _ = parameters.Count();
            private static void Describe(this Module module) => Console.WriteLine(module.GetName());
            private static void save(this string file, Module module) => Console.WriteLine(file + module.GetName());
        }
        """;

    private static string Model(string member, string constructor) => Parts + $$"""

        public static class Elsewhere
        {
            public static void Take(Module module, List<Linear> layers) => layers.ForEach(layer => module.register_module(layer.GetName(), layer));
        }

        #nullable disable warnings
        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            {{member}}

            public Net(int depth, List<Linear> given)
                : base("Net")
            {
                {{constructor}}
            }

            public override Tensor forward(Tensor x) => x;
        }
        """;
}

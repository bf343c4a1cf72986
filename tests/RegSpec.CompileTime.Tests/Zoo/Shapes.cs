using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Zoo.Shapes;

/// <summary>Two parts of one class.</summary>
[WeightDecay(0.01)]
public partial class Partial : Module<Tensor, Tensor>
{
    private readonly Linear one = Linear(4, 4);

    public Partial()
        : base(nameof(Partial))
    {
        two = Linear(4, 4);
        RegisterComponents();
    }
}

public partial class Partial
{
    [WeightDecay(0.02)]
    private readonly Linear two;

    public override Tensor forward([Standardized] Tensor x) => two.call(one.call(x));
}

/// <summary>Nested models, as a quarter of all models are.</summary>
internal static class Nested
{
    public class Outer
    {
        [WeightDecay(0.01)]
        protected internal class Model : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(2, 2);

            public Model()
                : base("nested") => RegisterComponents();

            public override Tensor forward([Standardized] Tensor x) => fc.call(x);
        }
    }

    private sealed class Helper : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(2, 2);

        public Helper()
            : base("helper") => RegisterComponents();

        public override Tensor forward(Tensor x) => fc.call(x);
    }
}

/// <summary>A family: the base registers nothing, each concrete class says its λ.</summary>
[WeightDecay(0.1)]
public abstract class Backbone : Module<Tensor, Tensor>
{
    protected readonly Conv2d stem;
    protected Linear? projection;

    protected Backbone(string name, long width)
        : base(name) => stem = Conv2d(3, width, 3);
}

[WeightDecay(0.1)]
public sealed class Small : Backbone
{
    private readonly Linear head;

    public Small()
        : base("small", 8)
    {
        head = Linear(8, 10);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => head.call(stem.call(x).mean(new long[] { 2, 3 }));
}

[WeightDecay(0.2)]
public sealed class Large : Backbone
{
    private readonly Linear head;

    public Large(bool project)
        : base("large", 64)
    {
        if (project)
        {
            projection = Linear(64, 64);
        }

        head = Linear(64, 10);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = stem.call(x).mean(new long[] { 2, 3 });
        return head.call(projection is { } p ? p.call(x) : x);
    }
}

/// <summary>A derived class that adds nothing.</summary>
public sealed class Renamed : Backbone
{
    public Renamed()
        : base("renamed", 16) => RegisterComponents();

    public override Tensor forward(Tensor x) => stem.call(x);
}

/// <summary>Registered by hand under other names.</summary>
[WeightDecay(0.01)]
public class ByHand : Module<Tensor, Tensor>
{
    private readonly List<Module<Tensor, Tensor>> blocks = new();
    private readonly Linear fc;

    public ByHand(int depth)
        : base("by-hand")
    {
        for (int i = 0; i < depth; i++)
        {
            var block = Linear(8, 8);
            register_module($"block_{i}", block);
            blocks.Add(block);
        }

        fc = Linear(8, 1);
        register_module("head", fc);
    }

    public override Tensor forward(Tensor x)
    {
        foreach (var block in blocks)
        {
            x = functional.relu(block.forward(x));
        }

        return fc.forward(x);
    }
}

/// <summary>Registered through an out parameter.</summary>
[WeightDecay(0.01)]
public class ThroughOut : Module<Tensor, Tensor>
{
    private readonly Linear fc;

    public ThroughOut()
        : base("out")
    {
        Register(out this.fc, Linear(3, 3));
    }

    public override Tensor forward([Standardized] Tensor x) => fc.call(x);

    private void Register<T>(out T field, T module)
        where T : Module
    {
        field = module;
        register_module(nameof(fc), module);
    }
}

/// <summary>Auto-properties and a name of its own.</summary>
[WeightDecay(0.01)]
public class WithProperties : Module<Tensor, Tensor>
{
    [ComponentName(Name = "input_layer")]
    private readonly Linear first = Linear(3, 3);

    public WithProperties()
        : base("properties") => RegisterComponents();

    [WeightDecay(0.02)]
    public Linear Hidden { get; } = Linear(3, 3);

    [field: WeightDecay(0.03)]
    public Linear Output { get; private set; } = Linear(3, 1);

    public override Tensor forward([Standardized] Tensor x) => Output.call(Hidden.call(first.call(x)));
}

/// <summary>A list kept beside the container that registers the same objects.</summary>
[WeightDecay(0.01)]
public class ListBesideContainer : Module<Tensor, Tensor>
{
    private readonly List<Linear> order = new();
    private readonly Linear[] pair;
    private readonly ModuleList<Linear> registered;
    private readonly Linear left = Linear(2, 2);
    private readonly Linear right = Linear(2, 2);

    public ListBesideContainer()
        : base("list")
    {
        order.Add(Linear(2, 2));
        order.Add(Linear(2, 2));
        registered = new ModuleList<Linear>(order.ToArray());
        pair = new[] { left, right };
        RegisterComponents();
    }

    public override Tensor forward([Standardized] Tensor x) => pair.Concat(order).Aggregate(x, (y, layer) => layer.call(y));
}

/// <summary>Layers chosen by switch and coalescing.</summary>
[WeightDecay(0.01)]
public class Chosen : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> body;
    private readonly Module<Tensor, Tensor> activation;
    private readonly Module<Tensor, Tensor> head;

    public Chosen(string kind, Module<Tensor, Tensor>? head = null)
        : base("chosen")
    {
        body = kind switch { "conv" => Conv1d(1, 1, 3), "linear" => Linear(8, 8), _ => throw new ArgumentException(kind) };
        activation = kind == "conv" ? ReLU() : Tanh();
        this.head = head ?? Linear(8, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => head.call(activation.call(body.call(x)));
}

/// <summary>Only what is declared is decayed: raw parameters need no role.</summary>
[WeightDecay(0.01, Policy = DecayPolicy.DeclaredOnly)]
public class OnlyDeclared : Module<Tensor, Tensor>
{
    private readonly Parameter mixing = Parameter(torch.randn(4, 4));
    [WeightDecay(0.5)]
    private readonly Linear fc = Linear(4, 4);

    public OnlyDeclared()
        : base("only") => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x) => fc.call(x).matmul(mixing);
}

/// <summary>Tied the safe way: one parameter used twice.</summary>
[WeightDecay(0.01)]
public class TiedByUse : Module<Tensor, Tensor>
{
    [ParameterRole(ParameterRole.Embedding)]
    private readonly Parameter table = Parameter(torch.randn(100, 16));
    private readonly Linear mix = Linear(16, 16);

    public TiedByUse()
        : base("tied") => RegisterComponents();

    public override Tensor forward(Tensor ids) => functional.linear(mix.call(table.index_select(0, ids)), table);
}

/// <summary>Tied by assignment, without contradiction.</summary>
[WeightDecay(0.01)]
public class TiedByAssignment : Module<Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(100, 16);
    private readonly Linear head = Linear(16, 100, hasBias: false);

    public TiedByAssignment()
        : base("tied")
    {
        tokens.weight = head.weight;
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids) => head.call(tokens.call(ids));
}

/// <summary>Buffers and plain tensors beside parameters.</summary>
[WeightDecay(0.01)]
public class WithBuffers : Module<Tensor, Tensor>
{
    private readonly Tensor mask = ones(4, 4).tril();
    private readonly Linear fc = Linear(4, 4);
    private readonly string label;
    private static readonly double Scale = 0.5;

    public WithBuffers(string label)
        : base("buffers")
    {
        this.label = label;
        register_buffer("positions", arange(4));
        RegisterComponents();
    }

    public override Tensor forward([Standardized] Tensor x) => fc.call(x) * mask * Scale * label.Length;
}

/// <summary>A class in a Sequential that registers itself, and a class as a field that leaves it to its parent.</summary>
[WeightDecay(0.01)]
public class Parent : Module<Tensor, Tensor>
{
    private readonly Sequential blocks = Sequential(new Registers(), new Registers());
    private readonly LeavesIt inner = new();

    public Parent()
        : base("parent") => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x) => inner.call(blocks.call(x));

    internal sealed class Registers : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(2, 2);

        public Registers()
            : base("registers") => RegisterComponents();

        public override Tensor forward(Tensor x) => fc.call(x);
    }

    internal sealed class LeavesIt : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(2, 2);

        public LeavesIt()
            : base("leaves")
        {
        }

        public override Tensor forward(Tensor x) => fc.call(x);
    }
}

/// <summary>A model of someone else's making, annotated from outside; fluent chains.</summary>
public sealed class Fluent : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8);

    public Fluent()
        : base("fluent") => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x) => fc.forward(x.view(-1, 8)).relu().mul(2.0).softmax(1);
}

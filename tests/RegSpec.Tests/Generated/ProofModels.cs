using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Generated;

/// <summary>A residual block whose first layer a norm follows.</summary>
[WeightDecay(0.1)]
internal class NormalizedBlock : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(6, 6, hasBias: false);
    private readonly LayerNorm norm = LayerNorm(6);
    private readonly Linear last = Linear(6, 6);

    public NormalizedBlock()
        : base(nameof(NormalizedBlock)) => RegisterComponents();

    public override Tensor forward(Tensor x) => x + last.call(Hidden(x).relu());

    protected Tensor Hidden(Tensor x) => norm.call(Raw(x));

    protected Tensor Raw(Tensor x) => first.call(x);
}

/// <summary>Computes something else with the members it inherits.</summary>
internal sealed class UnnormalizedHeir : NormalizedBlock
{
    public override Tensor forward(Tensor x) => Raw(x);
}

/// <summary>Overrides nothing, and has a default of its own.</summary>
[WeightDecay(0.2)]
internal sealed class AnnotatedHeir : NormalizedBlock;

/// <summary>Overrides nothing and declares nothing: what is proved about it stands in the summary of its class alone.</summary>
internal class QuietHeir : NormalizedBlock;

/// <summary>A test asks what the weight gives before the norm, so nothing is proved about it here, whatever its base proves.</summary>
internal sealed class TalkingHeir : NormalizedBlock
{
    public Tensor Before(Tensor x) => Raw(x);
}

/// <summary>It could be asked the same, but nobody does, and no other assembly sees the class.</summary>
internal sealed class UnaskedHeir : NormalizedBlock
{
    public Tensor BeforeTheNorm(Tensor x) => Raw(x);
}

/// <summary>Blocks in every kind of container, one of them filled in a loop.</summary>
[WeightDecay(0.3)]
internal sealed class Tower : Module<Tensor, Tensor>
{
    private readonly Plain plain = new();
    private readonly Sequential sequence = Sequential(("block", new NormalizedBlock()), ("act", ReLU()), ("conv", Linear(6, 6)), ("norm", BatchNorm1d(6)));
    private readonly ModuleList<Plain> list = new();

    public Tower(int depth)
        : base(nameof(Tower))
    {
        for (int i = 0; i < depth; i++)
        {
            list.Add(new Plain());
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = sequence.call(plain.call(x));
        foreach (Plain block in list)
        {
            x = block.call(x);
        }

        return x;
    }

    /// <summary>No annotation of its own.</summary>
    internal sealed class Plain : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(6, 6, hasBias: false);
        private readonly LayerNorm norm = LayerNorm(6);
        private readonly Linear last = Linear(6, 6);

        public Plain()
            : base(nameof(Plain)) => RegisterComponents();

        public override Tensor forward(Tensor x) => x + last.call(norm.call(fc.call(x)));
    }
}

/// <summary>A bias that the batch norm may not remove: only the pair is scale-free.</summary>
[WeightDecay(0.1)]
internal sealed class WithBias : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(6, 6);
    private readonly BatchNorm1d norm = BatchNorm1d(6);

    public WithBias()
        : base(nameof(WithBias)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(fc.call(x)).relu();
}

/// <summary>Two layers share a weight; a norm follows both, or one alone.</summary>
[WeightDecay(0.1)]
internal sealed class TiedTwice : Module<Tensor, Tensor>
{
    private readonly Linear a = Linear(6, 6, hasBias: false, dtype: ScalarType.Float64);
    private readonly Linear b = Linear(6, 6, hasBias: false, dtype: ScalarType.Float64);
    private readonly LayerNorm norm = LayerNorm(6, dtype: ScalarType.Float64);

    public TiedTwice()
        : base(nameof(TiedTwice))
    {
        b.weight = a.weight;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => norm.call(b.call(norm.call(a.call(x))));
}

/// <inheritdoc cref="TiedTwice"/>
[WeightDecay(0.1)]
internal sealed class TiedOnce : Module<Tensor, Tensor>
{
    private readonly Linear a = Linear(6, 6, hasBias: false);
    private readonly Linear b = Linear(6, 6, hasBias: false);
    private readonly LayerNorm norm = LayerNorm(6);

    public TiedOnce()
        : base(nameof(TiedOnce))
    {
        b.weight = a.weight;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => b.call(norm.call(a.call(x)));
}

/// <summary>Ties the weight of its block, which normalises it, to a layer of its own, which nothing normalises.</summary>
[WeightDecay(0.1)]
internal sealed class TiedAcross : Module<Tensor, Tensor>
{
    private readonly Linear shared = Linear(6, 6, hasBias: false);
    private readonly Wrapped inner;

    public TiedAcross()
        : base(nameof(TiedAcross))
    {
        inner = new Wrapped(shared);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => shared.call(inner.call(x));

    [WeightDecay(0.1)]
    internal sealed class Wrapped : Module<Tensor, Tensor>
    {
        private readonly Linear fc;
        private readonly LayerNorm norm = LayerNorm(6);

        public Wrapped(Linear fc)
            : base(nameof(Wrapped))
        {
            this.fc = fc;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => norm.call(fc.call(x));
    }
}

/// <summary>The proof counts for tables under a policy that decays every weight.</summary>
[WeightDecay(0.1, Policy = DecayPolicy.Weights)]
internal sealed class RateControlled : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(6, 6);
    private readonly LayerNorm norm = LayerNorm(6);

    public RateControlled()
        : base(nameof(RateControlled)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(fc.call(x));
}

/// <summary>Raw parameters whose use shows what they are, in classes without any attribute and without a file of their own.</summary>
[WeightDecay(0.1)]
internal sealed class HandWritten : Module<Tensor, Tensor>
{
    private readonly RootMeanSquareNorm norm = new();
    private readonly ModuleList<Dense> layers = new();
    private readonly Parameter weight = Parameter(randn(6, 6));
    private readonly Parameter temperature = Parameter(ones(1));

    public HandWritten(int depth)
        : base(nameof(HandWritten))
    {
        for (int i = 0; i < depth; i++)
        {
            layers.Add(new Dense());
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = norm.call(x.matmul(weight));
        foreach (Dense layer in layers)
        {
            x = layer.call(x);
        }

        return x.tanh() * temperature;
    }

    private sealed class RootMeanSquareNorm : Module<Tensor, Tensor>
    {
        private readonly Parameter weight = Parameter(ones(6));

        public RootMeanSquareNorm()
            : base(nameof(RootMeanSquareNorm)) => RegisterComponents();

        public override Tensor forward(Tensor x) => weight * (x * rsqrt(x.square().mean([-1], keepdim: true) + 1e-6));
    }

    private sealed class Dense : Module<Tensor, Tensor>
    {
        private readonly Parameter w = Parameter(randn(6, 6));
        private readonly Parameter b = Parameter(zeros(6));

        public Dense()
            : base(nameof(Dense)) => RegisterComponents();

        public override Tensor forward(Tensor x) => functional.relu(functional.linear(x, w, b));
    }
}

/// <summary>A normalization that cannot be followed, and the user's word for it.</summary>
[WeightDecay(0.1)]
internal sealed class Vouched : Module<Tensor, Tensor>
{
    private readonly Linear marked = Linear(6, 6);
    private readonly Linear unmarked = Linear(6, 6);
    private readonly Opaque norm = new();
    private readonly OpaqueToo other = new();

    public Vouched()
        : base(nameof(Vouched)) => RegisterComponents();

    public override Tensor forward(Tensor x) => norm.call(marked.call(x)) + other.call(unmarked.call(x));

    private static Tensor Apply(Func<Tensor, Tensor> f, Tensor x) => f(x);

    [Normalization]
    internal sealed class Opaque : Module<Tensor, Tensor>
    {
        private static readonly Func<Tensor, Tensor> Body = static x => functional.normalize(x);

        public Opaque()
            : base(nameof(Opaque)) => RegisterComponents();

        public override Tensor forward(Tensor x) => Apply(Body, x);
    }

    internal sealed class OpaqueToo : Module<Tensor, Tensor>
    {
        private static readonly Func<Tensor, Tensor> Body = static x => functional.normalize(x);

        public OpaqueToo()
            : base(nameof(OpaqueToo)) => RegisterComponents();

        public override Tensor forward(Tensor x) => Apply(Body, x);
    }
}

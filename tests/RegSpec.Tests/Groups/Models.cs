using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>A module whose parameters are what a test is about; it computes nothing.</summary>
internal abstract class Silent(string name) : Module<Tensor, Tensor>(name)
{
    public override Tensor forward(Tensor x) => x;
}

/// <summary>Three λ, two learning-rate scales, and the roles around them.</summary>
internal sealed class SeveralRates : Silent
{
    public readonly Linear strong = Linear(5, 4);
    public readonly Linear weak = Linear(4, 3);
    public readonly Linear slow = Linear(3, 4);
    public readonly Linear slowAndStrong = Linear(4, 2);
    public readonly LayerNorm norm = LayerNorm(4);

    static SeveralRates() => ModulePlans.Register(typeof(SeveralRates), static (module, plan) =>
    {
        var model = (SeveralRates)module;
        plan.Class("SeveralRates", new WeightDecayAttribute(0.1));
        Describe(plan, "strong", model.strong);
        Describe(plan, "weak", model.weak, new WeightDecayAttribute(0.001));
        Describe(plan, "slow", model.slow, new WeightDecayAttribute(0.03), new LearningRateScaleAttribute(0.25));
        Describe(plan, "slowAndStrong", model.slowAndStrong, new LearningRateScaleAttribute(0.25));
    });

    public SeveralRates()
        : base(nameof(SeveralRates)) => RegisterComponents();

    private static void Describe(ModulePlan plan, string member, Linear layer, params Attribute[] declarations)
    {
        plan.Layer(member, layer, declarations).Weight("weight").Bias("bias");
    }
}

/// <summary>A language model's ends: a table and a projection of the same shape, with declarations a test chooses.</summary>
internal sealed class Tied : Silent
{
    public readonly Embedding emb = Embedding(10, 4);
    public readonly Linear head = Linear(4, 10);
    public Attribute[] EmbDeclarations = [];
    public Attribute[] HeadDeclarations = [];

    static Tied() => ModulePlans.Register(typeof(Tied), static (module, plan) =>
    {
        var model = (Tied)module;
        plan.Class("Tied", new WeightDecayAttribute(0.1));
        plan.Layer("emb", model.emb, model.EmbDeclarations).Embedding("weight");
        plan.Layer("head", model.head, model.HeadDeclarations).Weight("weight").Bias("bias");
    });

    public Tied()
        : base(nameof(Tied)) => RegisterComponents();
}

/// <summary>A class with a default of its own and one layer, to be nested.</summary>
internal sealed class Annotated : Silent
{
    public readonly Linear fc;
    private readonly double weightDecay;

    static Annotated() => ModulePlans.Register(typeof(Annotated), static (module, plan) =>
    {
        var model = (Annotated)module;
        plan.Class("Annotated", new WeightDecayAttribute(model.weightDecay));
        plan.Layer("fc", model.fc).Weight("weight").Bias("bias");
    });

    public Annotated(double weightDecay, int inputs = 3, int outputs = 3)
        : base(nameof(Annotated))
    {
        this.weightDecay = weightDecay;
        fc = Linear(inputs, outputs);
        RegisterComponents();
    }
}

/// <summary>Nobody described this class: it is opened by what it registers.</summary>
internal sealed class Undescribed : Silent
{
    private readonly Module inner;

    public Undescribed(Module inner)
        : base(nameof(Undescribed))
    {
        this.inner = inner;
        RegisterComponents();
    }

    public Module Inner => inner;
}

/// <summary>Two children in fields of an undescribed class.</summary>
internal sealed class Pair : Silent
{
    private readonly Module first;
    private readonly Module second;

    public Pair(Module first, Module second)
        : base(nameof(Pair))
    {
        this.first = first;
        this.second = second;
        RegisterComponents();
    }

    public Module First => first;

    public Module Second => second;
}

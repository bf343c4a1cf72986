using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Failures;

/// <summary>Parameters whose rank says the opposite of what they are.</summary>
[WeightDecay(0.1)]
internal sealed class Ranks : Silent
{
    [ParameterRole(ParameterRole.Token)]
    private readonly Parameter relative_position_table = Parameter(zeros(9, 2));

    [ParameterRole(ParameterRole.Token)]
    private readonly Parameter rel_pos_h = Parameter(zeros(2, 3, 4));

    [ParameterRole(ParameterRole.NormScale)]
    private readonly Parameter stacked_scales = Parameter(zeros(12, 4));

    private readonly LayerNorm norm = LayerNorm([2, 3]);

    [ParameterRole(ParameterRole.Weight)]
    private readonly Parameter flattened = Parameter(zeros(24));

    [NoWeightDecay(Because = "state matrix")]
    private readonly Parameter A_log = Parameter(zeros(4, 2));

    public Ranks()
        : base(nameof(Ranks)) => RegisterComponents();
}

/// <summary>A compiled model's wrapper puts a prefix before every name.</summary>
internal sealed class Compiled : Silent
{
    private readonly Module<Tensor, Tensor> _orig_mod;

    public Compiled(Module<Tensor, Tensor> module)
        : base(nameof(Compiled))
    {
        _orig_mod = module;
        RegisterComponents();
    }
}

/// <summary>A learning rate of its own for a part with biases and norms in it.</summary>
[WeightDecay(0.1)]
internal sealed class SlowPart : Silent
{
    [LearningRateScale(0.5)]
    private readonly Sequential slow = Sequential(("fc", Linear(2, 2)), ("norm", BatchNorm1d(2)));

    public SlowPart()
        : base(nameof(SlowPart)) => RegisterComponents();
}

/// <summary>Convolutions that count as depthwise, or look so.</summary>
[WeightDecay(0.1)]
internal sealed class Depthwise : Silent
{
    private readonly Conv2d depthwise = Conv2d(4, 4, 3, groups: 4);
    private readonly Conv2d oneChannel = Conv2d(1, 1, 3);

    public Depthwise()
        : base(nameof(Depthwise)) => RegisterComponents();
}

/// <summary>Learning-rate scales by layer; the middle one may be missing.</summary>
[WeightDecay(0.1)]
internal sealed class Layered : Silent
{
    [LearningRateScale(0.25)]
    private readonly Linear first = Linear(2, 2);

    [LearningRateScale(0.5)]
    private readonly Linear? middle;

    private readonly Linear head = Linear(2, 2);

    public Layered(bool withMiddle)
        : base(nameof(Layered))
    {
        if (withMiddle)
        {
            middle = Linear(2, 2);
        }

        RegisterComponents();
    }

    public Linear First => first;
}

/// <summary>Recurrent biases have other names, and a property <c>bias</c> would be a switch.</summary>
[WeightDecay(0.1)]
internal sealed class Recurrent : Silent
{
    private readonly LSTM lstm = LSTM(2, 3);

    public Recurrent()
        : base(nameof(Recurrent)) => RegisterComponents();
}

/// <summary>A table of which a batch sees a part.</summary>
[WeightDecay(0.1)]
internal sealed class Vocabulary : Module<Tensor, Tensor>
{
    private readonly Embedding decayed = Embedding(3, 2);

    [NoWeightDecay]
    private readonly Embedding kept = Embedding(3, 2);

    public Vocabulary()
        : base(nameof(Vocabulary)) => RegisterComponents();

    public override Tensor forward(Tensor tokens) => decayed.call(tokens) + kept.call(tokens);
}

/// <summary>One weight is exempt; norms and the head are nobody's by-catch.</summary>
[WeightDecay(0.1)]
internal sealed class OneExempt : Silent
{
    [NoWeightDecay(Because = "penalised in the loss")]
    private readonly Conv2d conv = Conv2d(2, 2, 3);

    private readonly BatchNorm2d bn = BatchNorm2d(2);
    private readonly Linear head = Linear(2, 2);

    public OneExempt()
        : base(nameof(OneExempt)) => RegisterComponents();
}

/// <summary>A coefficient on one member and no default for the rest.</summary>
internal sealed class OnlyOneDeclared : Silent
{
    [WeightDecay(0.1)]
    private readonly Linear declared = Linear(2, 2);

    private readonly Linear rest = Linear(2, 2);

    public OnlyOneDeclared()
        : base(nameof(OnlyOneDeclared)) => RegisterComponents();
}

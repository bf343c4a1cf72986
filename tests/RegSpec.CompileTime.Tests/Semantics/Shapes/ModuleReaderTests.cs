namespace RegSpec.CompileTime.Tests;

/// <summary>The plain shapes: fields, initialisers, constructors, declarations, base classes.</summary>
public class ModuleReaderTests
{
    private const string Forward = " public override Tensor forward(Tensor x) => x; ";

    public static TheoryData<string, string> Members => new()
    {
        // Concrete fields with initialisers and their switches.
        { "private readonly Linear fc = Linear(3, 4);", "fc: Linear(weight bias)" },
        { "private readonly Linear fc = Linear(3, 4, hasBias: false);", "fc: Linear(weight)" },
        { "private readonly BatchNorm1d bn = BatchNorm1d(4), bn2 = BatchNorm1d(4, affine: false);", "bn: BatchNorm1d(weight bias)\nbn2: BatchNorm1d()" },
        { "private readonly LSTM rnn = LSTM(3, 4, bias: false);", "rnn: LSTM(weight_ih_l0 weight_hh_l0)" },
        { "private readonly ReLU act = ReLU();", "act: nothing ReLU" },
        { "private Conv2d conv;", "conv: Conv2d(weight bias?), Never" },
        { "public Linear Fc { get; } = Linear(3, 4);", "Fc: Linear(weight bias)" },
        { "private readonly int n = 3; private string name = \"x\";", "" },

        // Abstractly typed fields that resolve to one type.
        { "private readonly Module<Tensor, Tensor> conv = Conv2d(1, 2, 3);", "conv: Conv2d(weight bias)" },
        { "private readonly Module<Tensor, Tensor> act = ReLU();", "act: nothing ReLU" },
        { "private readonly Module any = Linear(1, 2).to(CPU);", "any: Linear(weight bias)" },
        { "private readonly IModule<Tensor, Tensor> any = Linear(1, 2);", "any: Linear(weight bias)" },
        { "private readonly object any = Linear(1, 2);", "any: Linear(weight bias)" },
        { "private readonly object any = \"no\";", "" },

        // Raw parameters.
        { "private readonly Parameter g = Parameter(ones(3));", "g: Parameter(Unknown 1d)" },
        { "private readonly Parameter g = new Parameter(zeros(1, 2, 3), false);", "g: Parameter(Unknown 3d frozen)" },
        { "private readonly Tensor g = (randn(new long[] { 2, 3 }) * 0.02).AsParameter();", "g: Parameter(Unknown 2d)" },
        { "[ParameterRole(ParameterRole.Gain)] private readonly Parameter g = Parameter(ones(3));", "g: Parameter(Gain 1d)" },
        { "private readonly Tensor buffer = ones(3);", "" },
        { "private readonly Tensor w = ones(3, requires_grad: true);", "w: TrainableTensor(1d)" },
        { "private readonly ParameterList ps = new ParameterList(Parameter(ones(3)));", "ps: Parameters(Unknown)" },
        { "private readonly ParameterDict ps = ParameterDict((\"a\", Parameter(ones(3))));", "ps: Parameters(Unknown)" },

        // Containers.
        { "private readonly Sequential s = Sequential(Linear(1, 2), ReLU());", "s: Sequential[0=Linear(weight bias), 1=nothing ReLU]" },
        { "private readonly Sequential s = Sequential((\"a\", Linear(1, 2)), (\"b\", ReLU()));", "s: Sequential[a=Linear(weight bias), b=nothing ReLU]" },
        { "private readonly Module<Tensor, Tensor> s = Sequential().append(Linear(1, 2)).append(\"n\", ReLU());", "s: Sequential[0=Linear(weight bias), n=nothing ReLU]" },
        { "private readonly ModuleList<Linear> s = new ModuleList<Linear>(Linear(1, 2), Linear(2, 3));", "s: ModuleList[0=Linear(weight bias), 1=Linear(weight bias)]" },
        { "private readonly ModuleDict<Linear> s = new() { [\"a\"] = Linear(1, 2) };", "s: ModuleDict[a=Linear(weight bias)]" },
        { "private readonly List<Linear> s = new() { Linear(1, 2) };", "s: Unregistered[0=Linear(weight bias)]" },
        { "private readonly List<Linear> s = [Linear(1, 2)];", "s: Unregistered[0=Linear(weight bias)]" },
        { "private readonly Linear[] s = { Linear(1, 2) };", "s: Unregistered[0=Linear(weight bias)]" },
        { "private readonly (Linear, ReLU) s = (Linear(1, 2), ReLU());", "s: Unregistered[…]" },
        { "private static readonly Linear s = Linear(1, 2);", "s: Linear(weight bias), static" },

        // Declarations.
        { "[WeightDecay(0.1)] private readonly Linear fc = Linear(3, 4);", "fc: Linear(weight bias), λ=0.1" },
        { "[WeightDecay(0.1, Policy = DecayPolicy.Weights, Parameters = \"w*\", Because = \"x\"), NoWeightDecay(Parameters = \"bias\")] private readonly Linear fc = Linear(3, 4);", "fc: Linear(weight bias), λ=0.1 Weights on 'w*' because 'x', λ=0 on 'bias'" },
        { "[LearningRateScale(0.5)] private readonly Linear fc = Linear(3, 4);", "fc: Linear(weight bias), lr×0.5" },
        { "[field: WeightDecay(0.1)] public Linear Fc { get; } = Linear(3, 4);", "Fc: Linear(weight bias), λ=0.1" },
        { "[WeightDecay(0.1)] private readonly string fc = \"\";", "fc: nothing string, Never, λ=0.1" },
        { "[TorchSharp.Utils.ComponentName(Name = \"other\")] private readonly Linear fc = Linear(3, 4);", "fc as other: Linear(weight bias)" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void Members_are_read(string member, string expected) => Assert.Equal(
        expected,
        ShapeText.Of($$"""
            #pragma warning disable CS0169, CS8618, CS0414
            public class Net : Module<Tensor, Tensor>
            {
                {{member}}
                public Net() : base("net") => RegisterComponents();
                {{Forward}}
            }
            """));
}

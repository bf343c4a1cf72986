using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnstandardizedInputAnalyzer, RegSpec.CodeFixes.VouchForInputCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnstandardizedInputAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>REG2002: inputs that reach a decayed layer in units of their own.</summary>
public class UnstandardizedInputTests
{
    private const string Layers = "private readonly Linear fc = Linear(8, 8), head = Linear(8, 8); private readonly LayerNorm norm = LayerNorm(8); private readonly Conv2d conv = Conv2d(3, 8, 3);";

    [Theory]
    [InlineData(Layers, "Tensor [|x|]", "fc.call(x)")]
    [InlineData(Layers, "Tensor [|x|]", "head.forward(fc.forward(x).relu())")]
    [InlineData(Layers, "Tensor [|x|]", "head.call(functional.gelu(fc.call(functional.dropout(x.flatten(1)))))")]
    [InlineData(Layers, "Tensor [|x|]", "fc.call(x / 255)")]
    [InlineData("[NoWeightDecay] private readonly Linear fc = Linear(8, 8); private readonly Linear head = Linear(8, 8);", "Tensor [|x|]", "fc.call(x) + head.call(x)")]
    [InlineData("[WeightDecay(0.1, Because = \"tuned\")] private readonly Linear fc = Linear(8, 8);", "Tensor [|x|]", "fc.call(x)")]
    [InlineData("private readonly Sequential body = Sequential((\"fc\", Linear(8, 8)), (\"act\", ReLU()), (\"head\", Linear(8, 8)));", "Tensor [|x|]", "body.call(x)")]
    [InlineData("private readonly Block block = new();", "Tensor [|x|]", "block.call(x)")]
    public Task Hits_an_input_that_nothing_normalises(string members, string parameter, string forward) => Verify.ReportsAsync(Model(members, parameter, forward));

    [Theory]
    [InlineData(Layers, "[Standardized] Tensor x", "fc.call(x)")]
    [InlineData(Layers, "Tensor x", "fc.call(norm.call(x))")]
    [InlineData(Layers, "Tensor x", "fc.call(functional.normalize(x))")]
    [InlineData(Layers, "Tensor x", "fc.call((x - 0.5) / 0.5)")]
    [InlineData(Layers, "Tensor x", "fc.call(x.sigmoid())")]
    [InlineData(Layers, "Tensor x", "fc.call(conv.call(x).relu().flatten(1))")]
    [InlineData(Layers, "Tensor x", "norm.call(fc.call(x))")]
    [InlineData(Layers, "Tensor x", "x")]
    [InlineData("[NoWeightDecay] private readonly Linear fc = Linear(8, 8); private readonly Linear head = Linear(8, 8); private readonly LayerNorm norm = LayerNorm(8);", "Tensor x", "head.call(norm.call(fc.call(x)))")]
    [InlineData("private readonly Embedding table = Embedding(9, 8); private readonly Linear head = Linear(8, 8);", "Tensor x", "head.call(table.call(x))")]
    [InlineData("private readonly LSTM lstm = LSTM(8, 8); private readonly Linear head = Linear(8, 8);", "Tensor x", "head.call(lstm.call(x).Item1)")]
    public Task Leaves_other_inputs_alone(string members, string parameter, string forward) => Verify.IsSilentAsync(Model(members, parameter, forward));

    [Fact]
    public Task Without_decay_no_unit_is_weighed() => Verify.IsSilentAsync(
        Model(Layers, "Tensor x", "fc.call(x)").Replace("WeightDecay(0.5)", "WeightDecay(0)", StringComparison.Ordinal));

    [Theory]
    [InlineData("public sealed class Big : Module<Tensor, Tensor> { private readonly Net inner = new(); public Big() : base(\"Big\") => RegisterComponents(); public override Tensor forward(Tensor x) => inner.call(x); }")]
    [InlineData("public sealed class Big : Module<Tensor, Tensor> { private readonly ModuleList<Net> all = new(new Net()); public Big() : base(\"Big\") => RegisterComponents(); public override Tensor forward(Tensor x) => all[0].call(x); }")]
    [InlineData("public static class Training { public static Module Make() => Sequential((\"norm\", LayerNorm(8)), (\"net\", new Net())); }")]
    public Task A_part_of_another_model_is_not_asked(string other) => Verify.IsSilentAsync(Model(Layers, "Tensor x", "fc.call(x)") + "\n" + other);

    [Theory]
    [InlineData("public static class Training { public static Net Make() => new Net(); }")]
    [InlineData("public abstract class Trainer { protected Net net = new(); }")]
    public Task Use_in_training_code_makes_no_part_of_it(string other) => Verify.ReportsAsync(Model(Layers, "Tensor [|x|]", "fc.call(x)") + "\n" + other);

    [Fact]
    public Task Message() => Verify.ReportsMessageAsync(
        Model(Layers, "Tensor [|x|]", "fc.call(x)"),
        "The input 'x' reaches the decayed weight 'fc.weight' as it comes: λ = 0.5 weighs each feature in its own unit; standardise it and say [Standardized], or normalise it first");

    [Fact]
    public Task Fix_vouches() => Fix.ChangesAsync(
        Model(Layers, "Tensor [|x|]", "fc.call(x)") + Model(Layers, "Tensor [|x|]", "fc.call(x)").Replace("Net", "Other", StringComparison.Ordinal).Replace("Block", "Part", StringComparison.Ordinal),
        Model(Layers, "[Standardized] Tensor x", "fc.call(x)") + Model(Layers, "[Standardized] Tensor x", "fc.call(x)").Replace("Net", "Other", StringComparison.Ordinal).Replace("Block", "Part", StringComparison.Ordinal),
        VouchForInputCodeFix.VouchKey);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model(Layers, "Tensor [|x|]", "fc.call(x)"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model(Layers, "Tensor [|x|]", "fc.call(x)"));

    private static string Model(string members, string parameter, string forward) => $$"""

        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            {{members}}
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward({{parameter}}) => {{forward}};
        }
        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc.call(x.relu());
        }
        """;
}

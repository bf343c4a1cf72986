using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnregisteredCollectionAnalyzer, RegSpec.CodeFixes.UseModuleListCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnregisteredCollectionAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3009: layers in collections, in classes without annotations (torchsharp-0.107, 3.1 and 7).</summary>
public class UnregisteredCollectionTests
{
    [Fact]
    public Task Says_that_they_are_never_trained() => Verify.ReportsMessageAsync(
        Model("private readonly List<Linear> [|_linears|] = new();", "for (int i = 0; i < depth; i++) { _linears.Add(Linear(4, 4)); }"),
        "The modules in '_linears' never reach parameters(), so no optimizer trains them: TorchSharp does not look into collections; use a ModuleList");

    [Theory]
    [InlineData("private readonly List<LayerNorm> [|_layerNorms|] = new();", "_layerNorms.Add(LayerNorm(4));")]
    [InlineData("private readonly Linear[] [|layers|] = { Linear(1, 1), Linear(1, 1) };", "")]
    [InlineData("private readonly (Linear, Linear) [|pair|] = (Linear(1, 1), Linear(1, 1));", "")]
    [InlineData("private readonly Dictionary<string, Module<Tensor, Tensor>> [|heads|] = new();", "heads.Add(\"a\", Linear(1, 1));")]
    [InlineData("private readonly List<Module<Tensor, Tensor>> [|blocks|] = new();", "blocks.Add(Sequential(Conv2d(1, 1, 3), BatchNorm2d(1), ReLU()));")]
    [InlineData("public IReadOnlyList<Linear> [|Layers|] { get; } = new[] { Linear(1, 1) };", "")]
    public Task Collections(string member, string constructor) => Verify.ReportsAsync(Model(member, constructor));

    [Theory]
    [InlineData("private readonly ModuleList<Linear> layers = new();", "layers.Add(Linear(1, 1));")]
    [InlineData("private readonly List<Module<Tensor, Tensor>> layers = new(); private readonly Sequential all;", "layers.Add(Conv2d(1, 1, 3)); layers.Add(BatchNorm2d(1)); all = Sequential(layers);")]
    [InlineData("private readonly List<Linear> layers = new();", "for (int i = 0; i < depth; i++) { var block = Linear(1, 1); register_module($\"block_{i}\", block); layers.Add(block); }")]
    [InlineData("private readonly Linear a = Linear(1, 1), b = Linear(1, 1); private readonly Linear[] both;", "both = new[] { a, b };")]
    [InlineData("private readonly List<Module<Tensor, Tensor>> activations = new() { ReLU(), GELU() };", "")]
    [InlineData("private readonly List<Tensor> caches = new();", "caches.Add(zeros(1));")]
    [InlineData("private readonly List<int> sizes = new();", "sizes.Add(3);")]
    [InlineData("private readonly Linear single = Linear(1, 1);", "")]
    public Task Registered_or_without_parameters(string member, string constructor) => Verify.IsSilentAsync(Model(member, constructor));

    [Fact]
    public Task Outside_of_modules_nothing_registers_anyway() => Verify.IsSilentAsync(
        "\npublic sealed class Ensemble { private readonly List<Linear> members = new() { Linear(1, 1) }; public int Count => members.Count; }");

    [Fact]
    public Task Annotated_classes_are_another_rule_s() => Verify.IsSilentAsync(
        Model("private readonly List<Linear> layers = new() { Linear(1, 1) };", "").Replace("public class Net", "[WeightDecay(0.1)] public class Net"));

    [Fact]
    public Task Fix_makes_ModuleLists() => Fix.ChangesAsync(
        Model("private readonly List<Linear> [|a|] = new();\n    private readonly LayerNorm[] [|b|] = { LayerNorm(4), LayerNorm(4) }; // norms", "a.Add(Linear(1, 1));"),
        Model("private readonly ModuleList<Linear> a = new();\n    private readonly ModuleList<LayerNorm> b = new ModuleList<LayerNorm>(LayerNorm(4), LayerNorm(4)); // norms", "a.Add(Linear(1, 1));"),
        UseModuleListCodeFix.Key);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Model("private readonly List<Linear> [|layers|] = new() { Linear(1, 1) };", ""));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Model("private readonly List<Linear> [|layers|] = new() { Linear(1, 1) };", ""));

    private static string Model(string members, string constructor) => $$"""

        public class Net : Module<Tensor, Tensor>
        {
            {{members}}
            public Net(int depth) : base("Net") { {{constructor}} RegisterComponents(); }
            public override Tensor forward(Tensor x) => x;
        }
        """;
}

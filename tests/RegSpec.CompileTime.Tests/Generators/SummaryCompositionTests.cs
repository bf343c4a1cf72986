using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>Proofs that go through modules of a referenced assembly: by the generated plan, bound on the live model, and measured.</summary>
[Collection(RandomStream.Name)]
public class SummaryCompositionTests
{
    private const string Conv = "Conv2d conv = Conv2d(2, 4, 3);";

    /// <summary>Fields and result of the library's <c>Block</c>, those of the application's <c>Net</c>, a weight and what is said of it.</summary>
    [Theory]
    [InlineData("inside the block", Conv + "BatchNorm2d bn = BatchNorm2d(4);", "bn.call(conv.call(x))", "", "block.call(x)", "block.conv.weight", "scale-invariant: block.conv → block.bn")]
    [InlineData("a norm behind the block", Conv, "conv.call(x)", "BatchNorm2d norm = BatchNorm2d(4);", "norm.call(block.call(x))", "block.conv.weight", "scale-invariant: block.conv → norm")]
    [InlineData("a bias that stays", Conv, "conv.call(x).relu()", "BatchNorm2d norm = BatchNorm2d(4);", "norm.call(block.call(x))", "block.conv.weight", "scale-invariant: block.conv → norm, with its bias")]
    [InlineData("a weight before the block", "BatchNorm2d bn = BatchNorm2d(2);", "bn.call(x)", "Conv2d first = Conv2d(2, 2, 1);", "block.call(first.call(x))", "first.weight", "scale-invariant: first → block.bn")]
    [InlineData("a norm by hand in the block", "", "x / (x.square().mean() + 1e-6).sqrt()", "Conv2d first = Conv2d(2, 2, 1, bias: false);", "block.call(first.call(x))", "first.weight", "scale-invariant: first → block, up to eps")]
    [InlineData("a degree through the block", "", "x.pow(3) * 1e6", "Conv2d first = Conv2d(2, 2, 1, bias: false); LayerNorm norm = LayerNorm(6);", "norm.call(block.call(first.call(x)))", "first.weight", "scale-invariant: first → norm")]
    [InlineData("a root of the degree", "", "x.abs().sqrt()", "Conv2d first = Conv2d(2, 2, 1, bias: false); LayerNorm norm = LayerNorm(6);", "norm.call(block.call(first.call(x)) * 100)", "first.weight", "scale-invariant: first → norm")]
    [InlineData("twice through one weight", "Conv2d conv = Conv2d(2, 2, 1, bias: false);", "conv.call(x)", "LayerNorm norm = LayerNorm(6);", "norm.call(block.call(block.call(x)))", "block.conv.weight", "scale-invariant: block.conv → norm")]
    [InlineData("no norm", Conv, "conv.call(x)", "", "block.call(x)", "block.conv.weight", "default of Net")]
    [InlineData("an offset that no norm removes", "BatchNorm2d bn = BatchNorm2d(2);", "bn.call(x.relu())", "Conv2d first = Conv2d(2, 2, 1);", "block.call(first.call(x))", "first.weight", "scale-invariant: first → block.bn, with its bias")]
    [InlineData("no homogeneous block", "", "functional.gelu(x)", "Conv2d first = Conv2d(2, 2, 1, bias: false); LayerNorm norm = LayerNorm(6);", "norm.call(block.call(first.call(x)))", "first.weight", "default of Net")]
    [InlineData("a weight of a block that is not homogeneous", Conv, "functional.gelu(conv.call(x))", "BatchNorm2d norm = BatchNorm2d(4);", "norm.call(block.call(x))", "block.conv.weight", "default of Net")]
    [InlineData("a weight broken beside a norm", Conv, "functional.gelu(conv.call(x)) + functional.normalize(conv.call(x))", "", "block.call(x)", "block.conv.weight", "default of Net")]
    [InlineData("an input broken beside a norm", "", "functional.gelu(x) + functional.normalize(x)", "Conv2d first = Conv2d(2, 2, 1, bias: false);", "block.call(first.call(x))", "first.weight", "default of Net")]
    [InlineData("a broken value through the block", "", "x * 2", "Conv2d first = Conv2d(2, 2, 1, bias: false); LayerNorm norm = LayerNorm(6);", "norm.call(first.call(x)) + block.call(functional.gelu(first.call(x)))", "first.weight", "default of Net")]
    [InlineData("a broken value that nobody sees in the block", Conv, "(functional.gelu(conv.call(x)) is { } ? conv.call(x) : x)", "BatchNorm2d norm = BatchNorm2d(4);", "norm.call(block.call(x))", "block.conv.weight", "scale-invariant: block.conv → norm")]
    [InlineData("the input is added back", Conv, "functional.normalize(x) + x", "Conv2d first = Conv2d(2, 2, 1, bias: false); LayerNorm norm = LayerNorm(6);", "norm.call(block.call(first.call(x)))", "first.weight", "default of Net")]
    [InlineData("the input is overwritten", "", "x.mul_(0).add_(1)", "Conv2d first = Conv2d(2, 2, 1, bias: false); LayerNorm norm = LayerNorm(6);", "norm.call(block.call(first.call(x)))", "first.weight", "default of Net")]
    public void A_proof_crosses_the_boundary(string about, string libraryFields, string libraryResult, string fields, string result, string weight, string reason)
    {
        string library = Module("Block", "namespace Vendor;", "public", libraryFields, libraryResult);
        string rows = Run(library, Module("Net", "[WeightDecay(0.5)]", "public", "Vendor.Block block = new(); " + fields, result));
        Assert.Contains($"{weight} | {reason} |", rows, StringComparison.Ordinal);
        Assert.True(!rows.Contains("refuted", StringComparison.OrdinalIgnoreCase), about + "\n" + rows);
    }

    private static string Module(string name, string before, string accessibility, string fields, string result) => $$"""
        {{before}}
        {{accessibility}} sealed class {{name}} : Module<Tensor, Tensor>
        {
            {{string.Join("\n    ", fields.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(field => "private readonly " + field + ";"))}}
            public {{name}}() : base("{{name}}") => RegisterComponents();
            public override Tensor forward(Tensor x) => {{result}};
        }

        """;

    /// <summary>
    /// One line a weight of the application's <c>Net</c>: name, reason, and what a measurement says of a claim: "measured", "refuted", or nothing
    /// where nothing is claimed.
    /// </summary>
    internal static string Run(string library, string application) => Run(SummaryRun.Library(library, "Vendor"), application);

    /// <summary>The same for a library that is compiled already.</summary>
    internal static string Run(CSharpCompilation vendor, string application)
    {
        CSharpCompilation app = SummaryRun.Build(ConsumerCompilation.Create([TestCompilation.ModelUsings + application, Program], references: [SummaryRun.Image(vendor)]));
        return LoadedConsumer.Run(vendor, app);
    }

    private const string Program = """
        using RegSpec;
        using TorchSharp;
        using static TorchSharp.torch;

        public static class Program
        {
            public static string Run()
            {
                set_num_threads(1);
                random.manual_seed(1);
                var net = new Net();
                using (no_grad())
                {
                    foreach (var (name, parameter) in net.named_parameters()) parameter.add_(randn_like(parameter), 0.2);
                }

                var report = ScaleInvariance.Verify(net, randn(3, 2, 6, 6));
                var lines = new List<string>();
                foreach (PlannedParameter row in net.ParameterGroups())
                {
                    bool isPair = row.Reason.EndsWith("with its bias");
                    bool holds = row.IsScaleInvariant && (isPair ? report.Joint(row.Name)! : report[row.Name]).IsInvariant;
                    lines.Add(row.Name + " | " + row.Reason + " | " + (row.IsScaleInvariant ? holds ? "measured" : "REFUTED" : ""));
                }

                return string.Join("\n", lines);
            }
        }
        """;
}

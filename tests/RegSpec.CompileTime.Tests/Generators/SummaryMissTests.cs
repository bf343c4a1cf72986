using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>Where a summary is missing, is not understood, or does not hold for what the application does.</summary>
[Collection(RandomStream.Name)]
public class SummaryMissTests
{
    private const string Block = """
        namespace Vendor;
        public class Block : Module<Tensor, Tensor>
        {
            public readonly Conv2d conv = Conv2d(2, 4, 3, bias: false);
            private readonly BatchNorm2d bn = BatchNorm2d(4);
            public Block() : base("Block") => RegisterComponents();
            public override Tensor forward(Tensor x) => bn.call(conv.call(x));
        }
        """;

    private const string Net = """
        [WeightDecay(0.5)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Vendor.Block block = new();
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => block.call(x);
        }
        """;

    private const string Proved = "block.conv.weight | scale-invariant: block.conv → block.bn | measured", Decayed = "block.conv.weight | default of Net | ";

    [Fact]
    public void The_block_is_proved_where_nothing_stands_in_the_way() => Assert.Contains(Proved, SummaryCompositionTests.Run(Block, Net), StringComparison.Ordinal);

    [Theory]
    [InlineData("a newer format", "\"Vendor.Block\", 1,", "\"Vendor.Block\", 2,")]
    [InlineData("another class", "\"Vendor.Block\", 1,", "\"Vendor.Other\", 1,")]
    [InlineData("a line that cannot be read", "\"proved|conv.weight", "\"weight|conv.weight")]
    public void A_summary_that_is_not_understood_proves_nothing(string about, string before, string after)
    {
        CSharpCompilation vendor = SummaryRun.Library(Block, "Vendor");
        SyntaxTree summaries = vendor.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("ForwardSummaries.g.cs", StringComparison.Ordinal));
        string text = summaries.ToString();
        Assert.Contains(before, text, StringComparison.Ordinal);
        vendor = vendor.ReplaceSyntaxTree(summaries, CSharpSyntaxTree.ParseText(text.Replace(before, after, StringComparison.Ordinal), ConsumerCompilation.ParseOptions));
        Assert.True(SummaryCompositionTests.Run(vendor, Net).Contains(Decayed, StringComparison.Ordinal), about);
    }

    [Fact]
    public void A_library_without_summaries_is_unknown() =>
        Assert.Contains(Decayed, SummaryCompositionTests.Run(ConsumerCompilation.Create([TestCompilation.ModelUsings + Block], "Vendor"), Net), StringComparison.Ordinal);

    [Theory]
    [InlineData("a use of the weight elsewhere", "public static class Loss { public static Tensor Of(Vendor.Block block) => block.conv.weight!.norm(); }")]
    [InlineData("a call of the layer by the model", "public sealed class Other : Module<Tensor, Tensor> { private readonly Vendor.Block block = new(); public Other() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => block.conv.call(x); }")]
    public void A_weight_that_the_application_uses_is_not_proved(string about, string more) =>
        Assert.True(SummaryCompositionTests.Run(Block, Net + more).Contains(Decayed, StringComparison.Ordinal), about);

    [Fact]
    public void An_heir_of_a_referenced_class_is_another_class()
    {
        string net = Net.Replace("Vendor.Block", "Heir", StringComparison.Ordinal);
        string rows = SummaryCompositionTests.Run(Block, net + "public sealed class Heir : Vendor.Block { public override Tensor forward(Tensor x) => conv.call(x); }");
        Assert.Contains(Decayed, rows, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_is_switched_to_evaluation_proves_nothing()
    {
        string rows = SummaryCompositionTests.Run(Block, Net.Replace("=> RegisterComponents();", "{ RegisterComponents(); block.eval(); }", StringComparison.Ordinal));

        // λ applies, and the reason says what training mode would prove.
        Assert.Contains("block.conv.weight | default of Net; scale-invariant only in training mode (", rows, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a parameter that switches the norm off", "public Block(bool normalizes = true) : base(\"Block\") { this.normalizes = normalizes; RegisterComponents(); }", "normalizes ? bn.call(conv.call(x)) : conv.call(x)")]
    [InlineData("another constructor without it", "public Block() : this(true) { } public Block(int n) : this(n > 0) { } private Block(bool normalizes) : base(\"Block\") { this.normalizes = normalizes; RegisterComponents(); }", "normalizes ? bn.call(conv.call(x)) : conv.call(x)")]
    public void What_only_one_constructor_does_is_not_proved(string about, string constructors, string result)
    {
        string block = Block
            .Replace("public Block() : base(\"Block\") => RegisterComponents();", "private readonly bool normalizes; " + constructors, StringComparison.Ordinal)
            .Replace("bn.call(conv.call(x));", result + ";", StringComparison.Ordinal);
        Assert.True(SummaryCompositionTests.Run(block, Net).Contains(Decayed, StringComparison.Ordinal), about);
    }

    [Fact]
    public void Internal_nested_and_generic_classes_have_summaries()
    {
        const string library = """
            namespace Vendor;
            public sealed class Block : Module<Tensor, Tensor>
            {
                private readonly Part part = new();
                private readonly Wide<int> wide = new();
                public Block() : base("Block") => RegisterComponents();
                public override Tensor forward(Tensor x) => wide.call(part.call(x));
                private sealed class Part : Module<Tensor, Tensor>
                {
                    private readonly Conv2d conv = Conv2d(2, 4, 3);
                    public Part() : base("Part") => RegisterComponents();
                    public override Tensor forward(Tensor x) => conv.call(x);
                }
            }
            internal sealed class Wide<T> : Module<Tensor, Tensor>
            {
                private readonly BatchNorm2d bn = BatchNorm2d(4);
                private readonly Conv2d conv = Conv2d(4, 4, 1);
                public Wide() : base("Wide") => RegisterComponents();
                public override Tensor forward(Tensor x) => conv.call(bn.call(x));
            }
            """;
        string text = SummaryRun.Text(library);
        Assert.Contains("ForwardSummary(\"Vendor.Block+Part\", 1", text, StringComparison.Ordinal);
        Assert.Contains("ForwardSummary(\"Vendor.Wide`1\", 1", text, StringComparison.Ordinal);
        string rows = SummaryCompositionTests.Run(library, Net.Replace("block.call(x)", "norm.call(block.call(x))", StringComparison.Ordinal)
            .Replace("Vendor.Block block = new();", "Vendor.Block block = new(); private readonly BatchNorm2d norm = BatchNorm2d(4);", StringComparison.Ordinal));
        Assert.Contains("block.part.conv.weight | scale-invariant: block.part.conv → block.wide.bn | measured", rows, StringComparison.Ordinal);
        Assert.Contains("block.wide.conv.weight | scale-invariant: block.wide.conv → norm | measured", rows, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_made_in_a_loop_are_each_proved()
    {
        const string net = """
            [WeightDecay(0.5)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Vendor.Block> blocks = new();
                private readonly BatchNorm2d norm = BatchNorm2d(2);
                public Net(int depth = 2) : base("Net") { for (int i = 0; i < depth; i++) blocks.Add(new Vendor.Block()); RegisterComponents(); }
                public override Tensor forward(Tensor x) { foreach (var block in blocks) x = norm.call(block.call(x)); return x; }
            }
            """;
        const string block = """
            namespace Vendor;
            public class Block : Module<Tensor, Tensor>
            {
                private readonly Conv2d conv = Conv2d(2, 2, 1, bias: false);
                public Block() : base("Block") => RegisterComponents();
                public override Tensor forward(Tensor x) => conv.call(x).relu();
            }
            """;
        string rows = SummaryCompositionTests.Run(block, net);
        Assert.Contains("blocks.0.conv.weight | scale-invariant: blocks.*.conv → norm | measured", rows, StringComparison.Ordinal);
        Assert.Contains("blocks.1.conv.weight | scale-invariant: blocks.*.conv → norm | measured", rows, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_block_proves_itself_holds_where_the_root_cannot_be_followed()
    {
        string rows = SummaryCompositionTests.Run(Block, Net.Replace("block.call(x)", "Apply(y => block.call(y), x)", StringComparison.Ordinal).Replace(
            "public Net()", "private static Tensor Apply(Func<Tensor, Tensor> f, Tensor x) => (Tensor)f.DynamicInvoke(x)!; public Net()", StringComparison.Ordinal));
        Assert.Contains("block.conv.weight | scale-invariant: conv → bn | measured", rows, StringComparison.Ordinal);
    }
}

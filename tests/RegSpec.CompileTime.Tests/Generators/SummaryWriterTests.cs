namespace RegSpec.CompileTime.Tests;

/// <summary>The text of summaries.</summary>
public class SummaryWriterTests
{
    [Fact]
    public void A_block_says_what_it_proves_and_how_its_output_depends_on_the_rest()
    {
        string text = SummaryRun.Text("""
            namespace Acme;
            public sealed class Block : Module<Tensor, Tensor>
            {
                private readonly Conv2d first = Conv2d(3, 8, 3), second = Conv2d(8, 8, 3, bias: false);
                private readonly BatchNorm2d norm = BatchNorm2d(8);
                public Block() : base("Block") => RegisterComponents();
                public override Tensor forward(Tensor x) => second.call(norm.call(first.call(x)).relu());
            }
            """);
        Snapshot.Matches(text, "Block.Summary");
    }
}

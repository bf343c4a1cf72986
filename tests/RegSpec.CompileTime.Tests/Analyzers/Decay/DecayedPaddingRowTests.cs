using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DecayedPaddingRowAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1010: padding rows that are written and then decayed away.</summary>
public class DecayedPaddingRowTests
{
    [Fact]
    public Task The_row_of_a_tagger() => Verify.ReportsMessageAsync(
        Code("Embedding(10, 4, padding_idx: 1)", "using (no_grad()) { [|model.Emb.weight![1].copy_(ones(4) * 3)|]; }"),
        "Row 1 of 'emb' is its padding row: it gets no gradient, and λ = 0.1 pulls what is written here towards 0; declare [NoWeightDecay] on 'emb', or write the row again after each step");

    [Theory]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "[|model.emb.weight![1].fill_(2)|];")]
    [InlineData("Embedding(10, 4, 1, sparse: false)", "[|model.emb.weight![1] = ones(4)|];")]
    [InlineData("Embedding(10, 4, padding_idx: Vocabulary.Pad)", "[|init.normal_(model.emb.weight![Vocabulary.Pad])|];")]
    [InlineData("Embedding(10, 4, padding_idx: Vocabulary.Pad)", "[|model.emb.weight!.detach()[0].add_(1)|];")]
    [InlineData("Embedding(10, 4, padding_idx: Vocabulary.Unknown)", "[|model.emb.weight![Vocabulary.Unknown].copy_(ones(4))|];")]
    [InlineData("Embedding_from_pretrained(zeros(10, 4), freeze: false, padding_idx: 1)", "[|model.emb.weight![1].copy_(ones(4))|];")]
    [InlineData("EmbeddingBag(10, 4, padding_index: 1)", "[|model.emb.weight![1].copy_(ones(4))|];")]
    [InlineData("EmbeddingBag_from_pretrained(zeros(10, 4), freeze: false, padding_index: 1)", "[|model.emb.weight![1].copy_(ones(4))|];")]
    public Task Written_in_other_ways(string table, string code) => Verify.ReportsAsync(Code(table, code));

    [Theory]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.emb.weight![2].copy_(ones(4));")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.emb.weight![row].copy_(ones(4));")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.emb.weight![1].zero_();")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.emb.weight![1].fill_(0);")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.emb.weight![1].copy_(zeros(4));")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "init.zeros_(model.emb.weight![1]);")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "var seen = model.emb.weight![1].clone(); Console.WriteLine(seen.dim());")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.emb.weight!.copy_(ones(10, 4));")]
    [InlineData("Embedding(10, 4, padding_idx: 1)", "model.head.weight![1].copy_(ones(4));")]
    [InlineData("Embedding(10, 4)", "model.emb.weight![1].copy_(ones(4));")]
    [InlineData("EmbeddingBag(10, 4, padding_index: -1)", "model.emb.weight![-1].copy_(ones(4));")]
    [InlineData("EmbeddingBag(10, 4, padding_index: 1)", "model.emb.weight![2].copy_(ones(4));")]
    [InlineData("Embedding(10, 4, padding_idx: Vocabulary.Unknown)", "model.emb.weight![Vocabulary.Other].copy_(ones(4));")]
    public Task Another_row_zeros_or_no_write(string table, string code) => Verify.IsSilentAsync(Code(table, code));

    [Theory]
    [InlineData("[WeightDecay(0.1)]", "")]
    [InlineData("[WeightDecay(0)]", "[|]")]
    [InlineData("", "[|]")]
    [InlineData("[WeightDecay(0.1, Policy = DecayPolicy.DeclaredOnly)]", "[|]")]
    public Task Only_where_the_table_is_decayed(string onClass, string markup)
    {
        string code = Code("Embedding(10, 4, padding_idx: 1)", "[|model.emb.weight![1].copy_(ones(4))|];").Replace("[WeightDecay(0.1)]", onClass);
        return Verify.ReportsAsync(markup.Length == 0 ? code : code.Replace("[|", "").Replace("|]", ""));
    }

    [Fact]
    public Task A_table_that_is_exempt() => Verify.IsSilentAsync(
        Code("Embedding(10, 4, padding_idx: 1)", "model.emb.weight![1].copy_(ones(4));").Replace("public readonly Embedding", "[NoWeightDecay] public readonly Embedding"));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Code("Embedding(10, 4, padding_idx: 1)", "[|model.emb.weight![1].copy_(ones(4))|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Code("Embedding(10, 4, padding_idx: 1)", "[|model.emb.weight![1].copy_(ones(4))|];"));

    private static string TypeOf(string table) => table.StartsWith("EmbeddingBag", StringComparison.Ordinal) ? "EmbeddingBag" : "Embedding";

    private static string Code(string table, string statements) => $$"""

        public static class Vocabulary { public const int Pad = 0; public static readonly long Unknown = 3; public static readonly long Other = 4; }

        [WeightDecay(0.1)]
        public sealed class Tagger : Module<Tensor, Tensor>
        {
            public readonly {{TypeOf(table)}} emb = {{table}};
            public readonly Linear head = Linear(4, 3);
            public {{TypeOf(table)}} Emb => emb;
            public Tagger() : base("t") => RegisterComponents();
            public override Tensor forward(Tensor ids) => head.call(emb.call(ids{{(TypeOf(table) == "EmbeddingBag" ? ", null, null" : "")}}));
        }

        public static class Program { public static void Fill(Tagger model, int row) { {{statements}} } }
        """;
}

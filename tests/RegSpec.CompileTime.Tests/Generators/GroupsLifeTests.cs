namespace RegSpec.CompileTime.Tests;

/// <summary>Layer-wise rates and padding rows: the text written, compiled, and what it binds.</summary>
public class GroupsLifeTests
{
    private const string Clip = TestCompilation.ModelUsings + """

        namespace Acme;

        [WeightDecay(0.05)]
        public sealed class Clip : Module<Tensor, Tensor>
        {
            [LayerwiseLearningRate(0.8)] private readonly ModuleList<Linear> vision;
            [LayerwiseLearningRate(0.5)] [LearningRateScale(0.1)] private readonly Sequential text = Sequential(Linear(8, 8), ReLU(), Linear(8, 8));
            private readonly Linear head = Linear(8, 2);

            public Clip(int depth) : base(nameof(Clip))
            {
                vision = new(Enumerable.Range(0, depth).Select(_ => Linear(8, 8)).ToArray());
                RegisterComponents();
            }

            public override Tensor forward([Standardized] Tensor x)
            {
                foreach (Linear layer in vision)
                {
                    x = x + functional.gelu(layer.call(x));
                }

                return head.call(text.call(x));
            }
        }

        """;

    private const string Tagger = TestCompilation.ModelUsings + """

        namespace Acme;

        [WeightDecay(0.1)]
        public sealed class Tagger : Module<Tensor, Tensor>
        {
            private readonly Embedding emb = Embedding(10, 4, padding_idx: 1);
            private readonly Embedding last = Embedding(10, 4, padding_idx: -1);
            private readonly Embedding given;
            private readonly Embedding perhaps;
            private readonly Embedding plain = Embedding(10, 4);
            private readonly Embedding none = Embedding(10, 4, padding_idx: null);
            [NoWeightDecay] private readonly Embedding kept = Embedding(10, 4, padding_idx: 1);
            [WeightDecay(0.1, Towards = Reference.Initial)] private readonly Embedding pulled = Embedding(10, 4, padding_idx: 1);
            private readonly EmbeddingBag bag = EmbeddingBag(10, 4, padding_index: 2);
            private readonly EmbeddingBag without = EmbeddingBag(10, 4, padding_index: -1);
            private readonly Embedding pretrained = Embedding_from_pretrained(zeros(10, 4), freeze: false, padding_idx: 3);
            private readonly Embedding frozen = Embedding_from_pretrained(zeros(10, 4), padding_idx: 3);
            private readonly Sequential body = Sequential(("table", Embedding(10, 4, padding_idx: 5)), ("head", Linear(4, 3)));
            private readonly Part part = new();

            public Tagger(long padding, bool two) : base(nameof(Tagger))
            {
                given = Embedding(10, 4, padding_idx: padding);
                perhaps = two ? Embedding(10, 4, padding_idx: 1) : Embedding(10, 4, padding_idx: 2);
                RegisterComponents();
            }

            public override Tensor forward(Tensor ids) => body.call(ids) + part.call(ids);
        }

        public sealed class Part : Module<Tensor, Tensor>
        {
            private readonly Embedding table = Embedding(10, 3, padding_idx: 7);
            public Part() : base(nameof(Part)) => RegisterComponents();
            public override Tensor forward(Tensor ids) => table.call(ids);
        }

        """;

    /// <summary>What a decayed table with a padding row says of it, by parameter; absent: nothing.</summary>
    private static readonly Dictionary<string, string> Said = new()
    {
        ["emb.weight"] = "row 1, the padding, decays too",
        ["last.weight"] = "row 9, the padding, decays too",
        ["given.weight"] = "its padding row, if it has one, decays too",
        ["perhaps.weight"] = "its padding row, if it has one, decays too",
        ["bag.weight"] = "row 2, the padding, decays too",
        ["pretrained.weight"] = "row 3, the padding, decays too",
        ["body.table.weight"] = "row 5, the padding, decays too",
        ["part.table.weight"] = "row 7, the padding, decays too",
    };

    [Fact]
    public void Layer_wise_rates() => Snapshot.Matches(GeneratorRun.Of(Clip).Text, nameof(Layer_wise_rates));

    [Fact]
    public void Layer_wise_rates_are_those_of_the_depth_that_a_model_has()
    {
        const string Program = """
            using Acme;
            public static class Program
            {
                public static string Run() => string.Join("\n", new Acme.Clip(4).ParameterGroups().Concat(RegSpec.ParameterGroups.Of((TorchSharp.torch.nn.Module)new Acme.Clip(2)))
                    .Where(row => row.Name.EndsWith("weight")).Select(row => FormattableString.Invariant($"{row.Name} {Math.Round(row.LearningRateScale, 12)}")));
            }
            """;
        string[] expected =
        [
            "vision.0.weight 0.512", "vision.1.weight 0.64", "vision.2.weight 0.8", "vision.3.weight 1", "text.0.weight 0.025", "text.2.weight 0.1", "head.weight 1",
            "vision.0.weight 0.8", "vision.1.weight 1", "text.0.weight 0.025", "text.2.weight 0.1", "head.weight 1",
        ];
        Assert.Equal(expected.Order(), LoadedConsumer.Run(GeneratorRun.Of(Clip, Program).Output).Split('\n').Order());
    }

    [Fact]
    public void Padding_rows() => Snapshot.Matches(GeneratorRun.Of(Tagger).Text, nameof(Padding_rows));

    /// <summary>Both ways of binding say it, of every table that has such a row and decays, and of no other. (Of a frozen pretrained table TorchSharp 0.107 lists a second tensor, which trains.)</summary>
    [Fact]
    public void Padding_rows_are_said_where_they_decay()
    {
        const string Program = """
            using Acme;
            public static class Program
            {
                public static string Run()
                {
                    var model = new Acme.Tagger(4, two: true);
                    string generated = model.ParameterGroups().ToString(), fallback = RegSpec.ParameterGroups.Of((TorchSharp.torch.nn.Module)model).ToString();
                    return generated == fallback ? string.Join("\n", model.ParameterGroups().Where(row => row.Name != "frozen.weight" && row.Reason.Contains("padding")).Select(row => row.Name + " " + row.Reason)) : "differ\n" + generated + fallback;
                }
            }
            """;
        string[] rows = LoadedConsumer.Run(GeneratorRun.Of(Tagger, Program).Output).Split('\n');
        Assert.Equal(Said.Select(said => $"{said.Key} default of Tagger; {said.Value}").Order(), rows.Order());
    }

    /// <summary>In another assembly the summary tells it.</summary>
    [Fact]
    public void Padding_rows_of_a_referenced_class_are_in_the_plan()
    {
        const string Net = """
            [WeightDecay(0.5)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Acme.Part part = new();
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => part.call(x);
            }
            """;
        string library = Tagger[..Tagger.IndexOf("[WeightDecay(0.1)]", StringComparison.Ordinal)][TestCompilation.ModelUsings.Length..] + Tagger[Tagger.IndexOf("public sealed class Part", StringComparison.Ordinal)..];
        string text = Assert.Single(GeneratorRun.Of(ConsumerCompilation.Create([TestCompilation.ModelUsings + Net], references: [SummaryRun.Image(SummaryRun.Library(library, "Vendor"))])).Files).SourceText.ToString();
        Assert.Matches("part\\.table\\.weight +embedding +0\\.5 +1 +default of Net; row 7, the padding, decays too\n", text);
    }
}

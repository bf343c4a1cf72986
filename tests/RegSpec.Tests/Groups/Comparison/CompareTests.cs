using RegSpec.Tests.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Who decays what in published networks: the tensor counts that their own code gives.</summary>
public class CompareTests
{
    [Theory]
    [InlineData("ResNet-50", 161, 54, 54, 107, 55, 54, 54, 54)]
    [InlineData("DenseNet-121", 364, 121, 121, 239, 122, 121, 121, 121)]
    [InlineData("BERT-base", 201, 77, 77, 77, 151, 77, 77, 74)]
    [InlineData("GPT-2", 148, 50, 50, 50, 98, 50, 50, 48)]
    [InlineData("LLaMA-7B", 291, 226, 226, 226, 291, 226, 291, 225)]
    [InlineData("LSTM LM", 11, 6, 6, 6, 11, 6, 10, 5)]
    [InlineData("MLP+BN", 10, 3, 3, 5, 6, 3, 3, 3)]
    public void Published_networks_have_the_counts_of_their_peers(
        string name, int tensors, int weights, int timm, int trainer, int detectron2, int nanoGpt, int fastai, int bigVision)
    {
        using Module<Tensor, Tensor> model = Create(name);
        using Tensor output = model.call(Input(name));
        Assert.False(output.isnan().any().item<bool>());

        DecayComparison comparison = ParameterGroups.Compare(model);
        Assert.Equal(tensors, comparison.Count);
        Assert.Equal(
            (timm, trainer, detectron2, nanoGpt, fastai, bigVision),
            (
                comparison.Decayed(PeerDefault.Timm),
                comparison.Decayed(PeerDefault.HuggingFaceTrainer),
                comparison.Decayed(PeerDefault.Detectron2),
                comparison.Decayed(PeerDefault.NanoGpt),
                comparison.Decayed(PeerDefault.Fastai),
                comparison.Decayed(PeerDefault.BigVision)));
        Assert.Equal(
            (weights, nanoGpt, 0, tensors),
            (comparison.Decayed(DecayPolicy.Weights), comparison.Decayed(DecayPolicy.Matrices), comparison.Decayed(DecayPolicy.DeclaredOnly), comparison.Decayed(DecayPolicy.Everything)));
    }

    [Fact]
    public void The_Trainer_leaves_out_three_norms_of_DenseNet_by_their_name()
    {
        using var model = new DenseNet121();
        string[] missed = [.. ParameterGroups.Compare(model).Where(row => row.Role == ParameterRole.NormScale && !row.IsDecayedBy(PeerDefault.HuggingFaceTrainer)).Select(row => row.Name)];
        Assert.Equal(["features.transition1.norm.weight", "features.transition2.norm.weight", "features.transition3.norm.weight"], missed);
    }

    [Fact]
    public void A_proof_and_declarations_count_in_the_policies_alone()
    {
        using var model = new QuickModel();
        DecayComparison comparison = ParameterGroups.Compare(model);
        Assert.Equal(["head.weight"], Decayed(DecayPolicy.Principled));
        Assert.Equal(["fc1.weight", "head.weight"], Decayed(DecayPolicy.Weights));
        Assert.Equal(["head.weight"], Decayed(DecayPolicy.DeclaredOnly));
        Assert.Equal(["fc1.weight", "head.weight"], comparison.Where(row => row.IsDecayedBy(PeerDefault.Timm)).Select(row => row.Name));

        IEnumerable<string> Decayed(DecayPolicy policy) => comparison.Where(row => row.IsDecayedBy(policy)).Select(row => row.Name);
    }

    [Fact]
    public void Frozen_parameters_are_decayed_by_nobody()
    {
        using var model = new NormedPerceptron();
        model.get_parameter("head.weight")!.requires_grad = false;
        DecayComparisonRow row = Assert.Single(ParameterGroups.Compare(model), row => row.Name == "head.weight");
        Assert.DoesNotContain(Enum.GetValues<DecayPolicy>(), row.IsDecayedBy);
        Assert.DoesNotContain(Enum.GetValues<PeerDefault>(), row.IsDecayedBy);
    }

    [Fact]
    public void Norms_inside_a_native_layer_are_layer_norms_to_everybody()
    {
        using var layer = TransformerEncoderLayer(4, 2, 8);
        Dictionary<string, DecayComparisonRow> rows = ParameterGroups.Compare(layer).ToDictionary(row => row.Name);
        Assert.False(rows["norm1.weight"].IsDecayedBy(PeerDefault.Detectron2));
        Assert.False(rows["norm1.weight"].IsDecayedBy(PeerDefault.Fastai));
        Assert.False(rows["norm1.weight"].IsDecayedBy(PeerDefault.HuggingFaceTrainer));
        Assert.True(rows["self_attn.in_proj_bias"].IsDecayedBy(PeerDefault.Fastai));
        Assert.False(rows["self_attn.out_proj.bias"].IsDecayedBy(PeerDefault.Fastai));
        Assert.True(rows["self_attn.in_proj_weight"].IsDecayedBy(PeerDefault.BigVision));
        Assert.False(rows["linear1.bias"].IsDecayedBy(PeerDefault.BigVision));
    }

    [Theory]
    [InlineData("encoder.Norm.weight", false)]
    [InlineData("encoder.q_norm.weight", false)]
    [InlineData("encoder.RMSNorm_1.weight", false)]
    [InlineData("debiaser.proj.weight", false)]
    [InlineData("backbone.norm_f.weight", true)]
    [InlineData("stage.normalization.weight", true)]
    [InlineData("bn1.weight", true)]
    public void F16_The_names_the_Trainer_knows(string name, bool isDecayed) =>
        Assert.Equal(isDecayed, PeerRules.Decays(PeerDefault.HuggingFaceTrainer, new ListedParameter(name, 1, Layer: null, default)));

    [Theory]
    [InlineData(PeerDefault.Timm, "experts.bias", 2, null, false)]
    [InlineData(PeerDefault.Timm, "bias_table", 2, null, true)]
    [InlineData(PeerDefault.NanoGpt, "experts.bias", 2, null, true)]
    [InlineData(PeerDefault.Fastai, "norm.weight", 1, "GroupNorm", true)]
    [InlineData(PeerDefault.Fastai, "rnn.bias_ih_l0", 1, "LSTM", true)]
    [InlineData(PeerDefault.Detectron2, "norm.weight", 1, "GroupNorm", false)]
    [InlineData(PeerDefault.Detectron2, "norm.weight", 1, null, true)]
    [InlineData(PeerDefault.HuggingFaceTrainer, "bn1.weight", 1, "LayerNorm", false)]
    [InlineData(PeerDefault.BigVision, "proj.kernel", 2, null, true)]
    [InlineData(PeerDefault.BigVision, "proj.weight", 2, null, false)]
    public void What_each_peer_goes_by(PeerDefault peer, string name, int dimensions, string? layer, bool isDecayed) =>
        Assert.Equal(isDecayed, PeerRules.Decays(peer, new ListedParameter(name, dimensions, layer, default)));

    [Fact]
    public void Prints_one_row_a_parameter_and_a_legend_with_totals()
    {
        using var layer = Sequential(("fc", Linear(3, 2)), ("norm", BatchNorm1d(2)));
        Assert.Equal(
            """
            name         shape   role       P  W  M  D  E  t  h  d  n  f  b
            -----------  ------  ---------  -  -  -  -  -  -  -  -  -  -  -
            fc.weight    [2, 3]  Weight     λ  λ  λ  0  λ  λ  λ  λ  λ  λ  λ
            fc.bias      [2]     Bias       0  0  0  0  λ  0  0  λ  0  0  0
            norm.weight  [2]     NormScale  0  0  0  0  λ  0  0  0  0  0  0
            norm.bias    [2]     NormShift  0  0  0  0  λ  0  0  0  0  0  0

               decayed by            tensors  elements
            -  --------------------  -------  --------
            P  policy Principled     1 of 4   6 of 12
            W  policy Weights        1 of 4   6 of 12
            M  policy Matrices       1 of 4   6 of 12
            D  policy DeclaredOnly   0 of 4   0 of 12
            E  policy Everything     4 of 4   12 of 12
            t  timm                  1 of 4   6 of 12
            h  Hugging Face Trainer  1 of 4   6 of 12
            d  detectron2            2 of 4   8 of 12
            n  nanoGPT               1 of 4   6 of 12
            f  fastai                1 of 4   6 of 12
            b  big_vision            1 of 4   6 of 12

            """.ReplaceLineEndings("\n"),
            ParameterGroups.Compare(layer).ToString());
        Assert.StartsWith("| name | shape | role | P |", ParameterGroups.Compare(layer).ToMarkdown());
    }

    [Theory]
    [InlineData("ResNet-50")]
    [InlineData("DenseNet-121")]
    [InlineData("BERT-base")]
    [InlineData("GPT-2")]
    public void Fits_120_columns(string name)
    {
        using Module<Tensor, Tensor> model = Create(name);
        string[] lines = ParameterGroups.Compare(model).ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void A_long_name_keeps_its_start_and_its_end()
    {
        string long1 = "block" + new string('a', 150);
        using var layer = Sequential((long1, Linear(3, 2)));
        string[] lines = ParameterGroups.Compare(layer).ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        Assert.StartsWith("blockaaa", lines[2]);
        Assert.Contains("…", lines[2]);
        Assert.Contains("a.weight  [2, 3]", lines[2]);
    }

    private static Module<Tensor, Tensor> Create(string name) => name switch
    {
        "ResNet-50" => new ResNet50(),
        "DenseNet-121" => new DenseNet121(),
        "BERT-base" => new BertBase(),
        "GPT-2" => new Gpt2(),
        "LLaMA-7B" => new Llama(),
        "LSTM LM" => new LstmLanguageModel(),
        _ => new NormedPerceptron(),
    };

    private static Tensor Input(string name) => name switch
    {
        "ResNet-50" or "DenseNet-121" => rand(2, 3, 64, 64),
        "MLP+BN" => rand(4, 8),
        _ => randint(20, [2, 5]),
    };
}

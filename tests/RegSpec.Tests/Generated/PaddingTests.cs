using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Generated;

/// <summary>A padding row that was set to a chosen vector gets no gradient, and decay moves it all the same.</summary>
[Collection(RandomStream.Name)]
public class PaddingTests
{
    /// <summary>AdamW leaves (1 − lr·λ)¹⁰⁰ of it, 2.714 of 3 at lr = .01 and λ = .1; the table says so, in both ways of binding and after a change of modes.</summary>
    [Fact]
    public void The_row_decays_and_the_table_says_so()
    {
        using var model = new Tagger();
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal("default of Tagger; row 1, the padding, decays too", groups.Row("emb.weight").Reason);
        Assert.Equal(groups.ToString(), ParameterGroups.Of((Module)model).ToString());
        Train(model, groups);
        Assert.All(model.emb.weight![1].data<float>().ToArray(), value => Assert.Equal(3 * Math.Pow(1 - 1e-3, 100), value, 1e-4));

        // Of a tied table every row gets gradients; a frozen one does not decay.
        model.emb.weight.requires_grad = false;
        Assert.Equal("default of Tagger", groups.Refresh().Row("emb.weight").Reason);
        model.emb.weight.requires_grad = true;
        Assert.Equal("default of Tagger; row 1, the padding, decays too", groups.Refresh().Row("emb.weight").Reason);
        Assert.DoesNotContain("padding", new TiedTagger().ParameterGroups().ToString(), StringComparison.Ordinal);
    }

    /// <summary>What REG1010 and the page advise keeps it.</summary>
    [Fact]
    public void A_table_that_is_exempt_keeps_it()
    {
        using var model = new KeptTagger();
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal("its padding row is a chosen vector", groups.Row("emb.weight").Reason);
        Train(model, groups);
        Assert.All(model.emb.weight![1].data<float>().ToArray(), value => Assert.Equal(3, value));
    }

    private static void Train(TaggerBase model, ParameterGroups groups)
    {
        using (no_grad())
        {
            model.Table.weight![1].copy_(ones(4) * 3);
        }

        using AdamW optimizer = groups.AdamW(lr: 1e-2);
        for (int step = 0; step < 100; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(model.call(tensor(new long[] { 0, 1, 2, 3 }).reshape(1, 4)).reshape(4, 3), tensor(new long[] { 0, 1, 2, 0 })).backward();
            optimizer.step();
        }
    }
}

internal abstract class TaggerBase(string name) : Module<Tensor, Tensor>(name)
{
    public abstract Embedding Table { get; }
}

[WeightDecay(0.1)]
internal sealed class Tagger : TaggerBase
{
    internal readonly Embedding emb = Embedding(10, 4, padding_idx: 1);
    private readonly Linear head = Linear(4, 3);

    public Tagger()
        : base(nameof(Tagger)) => RegisterComponents();

    public override Embedding Table => emb;

    public override Tensor forward(Tensor ids) => head.call(emb.call(ids));
}

[WeightDecay(0.1)]
internal sealed class KeptTagger : TaggerBase
{
    [NoWeightDecay(Because = "its padding row is a chosen vector")]
    internal readonly Embedding emb = Embedding(10, 4, padding_idx: 1);
    private readonly Linear head = Linear(4, 3);

    public KeptTagger()
        : base(nameof(KeptTagger)) => RegisterComponents();

    public override Embedding Table => emb;

    public override Tensor forward(Tensor ids) => head.call(emb.call(ids));
}

[WeightDecay(0.1)]
internal sealed class TiedTagger : TaggerBase
{
    private readonly Embedding emb = Embedding(10, 4, padding_idx: 1);
    private readonly Linear head = Linear(4, 10, hasBias: false);

    public TiedTagger()
        : base(nameof(TiedTagger))
    {
        emb.weight = head.weight;
        RegisterComponents();
    }

    public override Embedding Table => emb;

    public override Tensor forward(Tensor ids) => head.call(emb.call(ids));
}

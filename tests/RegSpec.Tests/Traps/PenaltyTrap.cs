using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG1008 and REG3008: the penalty and the decay together, and decay of sparse gradients.</summary>
public class PenaltyTrap
{
    private const double Lambda = 0.1;

    [Fact]
    public void Both_pull_twice() => Assert.Equal(1 - (2 * 0.1 * Lambda), AfterStep(withPenalty: true, Lambda), 6);

    [Fact]
    public void One_of_them_pulls_once()
    {
        Assert.Equal(1 - (0.1 * Lambda), AfterStep(withPenalty: true, 0), 6);
        Assert.Equal(1 - (0.1 * Lambda), AfterStep(withPenalty: false, Lambda), 6);
    }

    [Fact]
    public void Decay_of_sparse_gradients_throws()
    {
        using Embedding embedding = nn.Embedding(4, 2, sparse: true);
        using SGD optimizer = optim.SGD(embedding.parameters(), 0.1, weight_decay: Lambda);
        embedding.call(tensor(new long[] { 1 })).sum().backward();
        Assert.ThrowsAny<Exception>(() => optimizer.step());
    }

    [Fact]
    public void Decay_of_dense_gradients_works()
    {
        using Embedding embedding = nn.Embedding(4, 2);
        using SGD optimizer = optim.SGD(embedding.parameters(), 0.1, weight_decay: Lambda);
        Tensor before = embedding.weight!.clone();
        embedding.call(tensor(new long[] { 1 })).sum().backward();
        optimizer.step();
        Assert.False(allclose(before, embedding.weight!));
    }

    /// <summary>A weight of 1 whose data loss has no gradient, after one step at learning rate 0.1.</summary>
    private static double AfterStep(bool withPenalty, double decay)
    {
        Parameter weight = Tensors.One();
        using SGD optimizer = optim.SGD([weight], 0.1, weight_decay: decay);
        Tensor loss = (weight * 0).sum();
        if (withPenalty)
        {
            loss += Lambda / 2 * weight.square().sum();
        }

        loss.backward();
        optimizer.step();
        return weight.Value();
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG1009: tying through the getter of an Embedding lists the tensor twice.</summary>
public class TyingTrap
{
    private const double Shrink = 1 - (0.1 * 0.1);

    [Fact]
    public void From_the_embedding_it_is_decayed_twice()
    {
        using var model = new Tied(static (embedding, head) => head.weight = embedding.weight!);
        Assert.Equal(2, model.parameters().Count());
        Assert.Equal(Shrink * Shrink, model.AfterStep(), 6);
    }

    [Fact]
    public void From_the_head_it_is_decayed_once()
    {
        using var model = new Tied(static (embedding, head) => embedding.weight = head.weight!);
        Assert.Single(model.parameters());
        Assert.Equal(Shrink, model.AfterStep(), 6);
    }

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = nn.Embedding(3, 2);
        private readonly Linear head = nn.Linear(2, 3, hasBias: false);

        public Tied(Action<Embedding, Linear> tie)
            : base(nameof(Tied))
        {
            tie(embedding, head);
            RegisterComponents();
        }

        public double AfterStep()
        {
            foreach (Parameter parameter in parameters())
            {
                nn.init.ones_(parameter);
                parameter.grad = zeros_like(parameter);
            }

            using SGD optimizer = optim.SGD(parameters(), 0.1, weight_decay: 0.1);
            optimizer.step();
            return head.weight!.Value();
        }

        public override Tensor forward(Tensor x) => head.call(embedding.call(x));
    }
}

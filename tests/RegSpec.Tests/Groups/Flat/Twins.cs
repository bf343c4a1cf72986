using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>One model whose groups are flattened, and an equal one with stock groups.</summary>
internal sealed class Twins<TModel> : IDisposable
    where TModel : nn.Module
{
    private readonly Func<TModel, int, Tensor> loss;

    public Twins(Func<TModel> create, Func<TModel, int, Tensor> loss, double weightDecay = 0.1)
    {
        this.loss = loss;
        Model = create();
        Twin = create();
        Twin.load_state_dict(Model.state_dict());
        Groups = ParameterGroups.Of(Model, weightDecay);
        TwinGroups = ParameterGroups.Of(Twin, weightDecay);
        Flat = Groups.Flatten();
    }

    public TModel Model { get; }

    public TModel Twin { get; }

    public ParameterGroups Groups { get; }

    public ParameterGroups TwinGroups { get; }

    public FlatParameterGroups Flat { get; }

    /// <summary>The forward and backward passes of both on one batch, and their gradients compared.</summary>
    public void Backward(int seed)
    {
        using Tensor ours = loss(Model, seed);
        ours.backward();
        using Tensor stock = loss(Twin, seed);
        stock.backward();
        Assert.All(Groups.Zip(TwinGroups), pair => Assert.Equal(pair.Second.Value.grad!.RawBytes(), pair.First.Value.grad!.RawBytes()));
    }

    /// <summary>The forward and backward pass of the flat one, whose gradients both get: where threads share a product, two runs of one model may differ.</summary>
    public void BackwardOfOne(int seed)
    {
        using Tensor ours = loss(Model, seed);
        ours.backward();
        foreach ((PlannedParameter flat, PlannedParameter stock) in Groups.Zip(TwinGroups))
        {
            stock.Value.grad = flat.Value.grad!.clone();
        }
    }

    /// <summary>Training steps of both; the second zeroes gradients as its optimizer does.</summary>
    public void Train(optim.Optimizer ours, optim.Optimizer stock, int steps, int from = 0, Action? clipOurs = null, Action<IEnumerable<Parameter>>? clipStock = null)
    {
        for (int step = from; step < from + steps; step++)
        {
            ours.zero_grad();
            stock.zero_grad();
            Backward(step);
            clipOurs?.Invoke();
            clipStock?.Invoke(Twin.parameters());
            ours.step();
            stock.step();
        }
    }

    /// <summary>Every parameter has the bits of its twin.</summary>
    public void AssertEqual() =>
        Assert.All(Groups.Zip(TwinGroups), static pair => Assert.Equal(pair.Second.Value.RawBytes(), pair.First.Value.RawBytes()));

    public void Dispose()
    {
        Flat.Dispose();
        Model.Dispose();
        Twin.Dispose();
    }
}

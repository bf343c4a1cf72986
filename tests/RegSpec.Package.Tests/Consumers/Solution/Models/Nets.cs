using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Consumer.Models;

/// <summary>Trained with a constant coefficient.</summary>
public sealed class ConstantNet : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(4, 8);
    private readonly LayerNorm norm = LayerNorm(8);
    private readonly Linear head = Linear(8, 1);

    public ConstantNet()
        : base(nameof(ConstantNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(functional.relu(norm.call(hidden.call(x))));
}

/// <summary>Trained with a coefficient from the options.</summary>
public sealed class OptionNet : Module<Tensor, Tensor>
{
    private readonly Sequential layers = Sequential(("hidden", Linear(4, 8)), ("norm", BatchNorm1d(8)), ("act", ReLU()), ("head", Linear(8, 1)));

    public OptionNet()
        : base(nameof(OptionNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => layers.call(x);
}

/// <summary>Trained in part: its table is frozen.</summary>
public sealed class FilteredNet : Module<Tensor, Tensor>
{
    private readonly Linear frozen = Linear(4, 8);
    private readonly Linear head = Linear(8, 1);

    public FilteredNet()
        : base(nameof(FilteredNet))
    {
        RegisterComponents();
        foreach (Parameter parameter in frozen.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public override Tensor forward(Tensor x) => head.call(functional.relu(frozen.call(x)));
}

/// <summary>A building block: it declares nothing, and leaves the norm to whoever stacks it.</summary>
public sealed class Block : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm = LayerNorm(4);
    private readonly Linear inner = Linear(4, 4, hasBias: false);
    private readonly Linear outer = Linear(4, 4, hasBias: false);

    public Block()
        : base(nameof(Block)) => RegisterComponents();

    public override Tensor forward(Tensor x) => outer.call(norm.call(inner.call(x)).relu());
}

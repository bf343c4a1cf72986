using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3006: a module cast (or moved) after its optimizer was made.</summary>
public class MovedModelTrap
{
    [Fact]
    public void Its_parameters_are_not_found_any_more()
    {
        using Linear model = nn.Linear(2, 1);
        using AdamW optimizer = optim.AdamW(model.parameters(), weight_decay: 0.1);
        model.to(ScalarType.Float64);
        model.call(ones(1, 2, float64)).sum().backward();
        Assert.Throws<KeyNotFoundException>(() => optimizer.step());
    }

    [Fact]
    public void Cast_before_it_trains()
    {
        using Linear model = nn.Linear(2, 1);
        model.to(ScalarType.Float64);
        using AdamW optimizer = optim.AdamW(model.parameters(), weight_decay: 0.1);
        Tensor before = model.weight.clone();
        model.call(ones(1, 2, float64)).sum().backward();
        optimizer.step();
        Assert.False(allclose(before, model.weight));
    }
}

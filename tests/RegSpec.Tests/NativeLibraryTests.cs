using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

public sealed class NativeLibraryTests
{
    [Fact]
    public void A_linear_layer_learns_a_line()
    {
        random.manual_seed(1);
        using var layer = Linear(1, 1);
        using var optimizer = optim.SGD(layer.parameters(), 0.1);
        using var x = linspace(-1, 1, 32).unsqueeze(1);
        using var y = 3 * x + 2;

        for (var step = 0; step < 200; step++)
        {
            optimizer.zero_grad();
            using var loss = functional.mse_loss(layer.call(x), y);
            loss.backward();
            optimizer.step();
        }

        Assert.Equal(3f, layer.weight!.item<float>(), 0.01f);
        Assert.Equal(2f, layer.bias!.item<float>(), 0.01f);
    }
}

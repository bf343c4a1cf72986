using TorchSharp;
using static TorchSharp.torch;

namespace Migration;

/// <summary>What a run is made with.</summary>
public sealed record Settings(double Rate, double L2);

/// <summary>Trains whatever model it is given.</summary>
public static class Trainer
{
    public static void Fit(nn.Module<Tensor, Tensor> model, Tensor x, Tensor y, Settings settings)
    {
        using optim.Optimizer optimizer = torch.optim.AdamW(model.parameters(), lr: settings.Rate, weight_decay: settings.L2);
        Loop(model, optimizer, x, y);
    }

    public static void Loop(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        for (int step = 0; step < 20; step++)
        {
            optimizer.zero_grad();
            using Tensor loss = nn.functional.cross_entropy(model.call(x), y);
            loss.backward();
            optimizer.step();
        }
    }
}

using Consumer.Models;
using Consumer.Plain;
using TorchSharp;

namespace Consumer.Training;

/// <summary>What a training run is made with.</summary>
public sealed record Options(double Rate, double L2);

/// <summary>The optimizers as people write them.</summary>
public static class Optimizers
{
    public static torch.optim.Optimizer Constant(ConstantNet model) => torch.optim.AdamW(model.parameters(), lr: 0.01, weight_decay: 0.3);

    public static torch.optim.Optimizer Option(OptionNet model, Options options) => torch.optim.SGD(model.parameters(), options.Rate, momentum: 0.9, weight_decay: options.L2);

    public static torch.optim.Optimizer Filtered(FilteredNet model, Options options)
    {
        var trainable = model.parameters().Where(p => p.requires_grad).ToList();
        Console.WriteLine(trainable.Count + " trained");
        return torch.optim.Adam(trainable, options.Rate, weight_decay: options.L2);
    }

    public static torch.optim.Optimizer Plain(PlainNet model, Options options) => torch.optim.RMSProp(model.parameters(), options.Rate, weight_decay: options.L2);
}

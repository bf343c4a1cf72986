using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>The parameters of a network, in layers that are stepped and never called.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Create">Makes the layers.</param>
internal sealed record StepShape(string Name, Func<Sequential> Create)
{
    private static readonly (int Width, int Blocks)[] Stages = [(64, 3), (128, 4), (256, 6), (512, 3)];

    public static readonly StepShape[] All =
    [
        new("388 of 10 k", () => Stack(194, 7)),
        new("76 of 1.65 M", () => Stack(38, 208)),
        new("GPT, 6 layers, 10 M", Gpt),
        new("ResNet-50, 25.6 M", ResNet50),
    ];

    /// <summary>The sizes of all parameters, "4,4;4;...".</summary>
    public static string Describe(nn.Module model) =>
        string.Join(';', model.parameters().Select(static p => string.Join(',', p.shape)));

    private static Sequential Stack(int layers, int width) => Of(Enumerable.Repeat(0, layers).Select(_ => (nn.Module<Tensor, Tensor>)Linear(width, width)));

    /// <summary>GPT-2 with width 384 and a vocabulary of 65 characters, as nanoGPT trains it on Shakespeare.</summary>
    private static Sequential Gpt()
    {
        const int Width = 384;
        var layers = new List<nn.Module<Tensor, Tensor>> { Embedding(65, Width), Embedding(256, Width) };
        for (int i = 0; i < 6; i++)
        {
            layers.AddRange([LayerNorm(Width), Linear(Width, 3 * Width), Linear(Width, Width), LayerNorm(Width), Linear(Width, 4 * Width), Linear(4 * Width, Width)]);
        }

        layers.AddRange([LayerNorm(Width), Linear(Width, 65, hasBias: false)]);
        return Of(layers);
    }

    /// <summary>He et al. (2016), table 1.</summary>
    private static Sequential ResNet50()
    {
        var layers = new List<nn.Module<Tensor, Tensor>> { Conv2d(3, 64, 7, bias: false), BatchNorm2d(64) };
        int inputs = 64;
        foreach ((int width, int blocks) in Stages)
        {
            for (int block = 0; block < blocks; block++)
            {
                layers.AddRange(
                [
                    Conv2d(inputs, width, 1, bias: false), BatchNorm2d(width), Conv2d(width, width, 3, bias: false), BatchNorm2d(width),
                    Conv2d(width, 4 * width, 1, bias: false), BatchNorm2d(4 * width),
                ]);
                if (block == 0)
                {
                    layers.AddRange([Conv2d(inputs, 4 * width, 1, bias: false), BatchNorm2d(4 * width)]);
                }

                inputs = 4 * width;
            }
        }

        layers.Add(Linear(2048, 1000));
        return Of(layers);
    }

    private static Sequential Of(IEnumerable<nn.Module<Tensor, Tensor>> layers)
    {
        var stack = Sequential();
        foreach (nn.Module<Tensor, Tensor> layer in layers)
        {
            stack.append(layer);
        }

        return stack;
    }
}

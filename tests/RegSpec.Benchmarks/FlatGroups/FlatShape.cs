using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>A stack of linear layers, each a weight and a bias.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="Width">Inputs and outputs of each.</param>
internal sealed record FlatShape(int Layers, int Width)
{
    /// <summary>Three sizes: where calls are all, where they are most, and where arithmetic is.</summary>
    public static readonly FlatShape[] All = [new(194, 7), new(194, 52), new(38, 208)];

    public string Name => $"{2 * Layers} parameters, {(long)Layers * Width * (Width + 1)} elements";

    public Sequential Create()
    {
        var stack = Sequential();
        for (int i = 0; i < Layers; i++)
        {
            stack.append(Linear(Width, Width));
        }

        return stack;
    }
}

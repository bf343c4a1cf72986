using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>Parameters with a known gradient, so that one step shows what the optimizer alone does.</summary>
internal static class Tensors
{
    /// <summary>A parameter of ones.</summary>
    /// <param name="gradient">Its gradient, in every element.</param>
    /// <param name="size">How many elements.</param>
    public static Parameter One(double gradient = 0, long size = 1)
    {
        var parameter = nn.Parameter(ones(size));
        parameter.grad = full(size, gradient);
        return parameter;
    }

    /// <summary>The first element.</summary>
    public static double Value(this Tensor tensor) => tensor.detach().cpu().to(float64).flatten()[0].item<double>();
}

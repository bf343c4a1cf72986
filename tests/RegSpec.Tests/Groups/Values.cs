using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Reading and setting tensors in tests.</summary>
internal static class Values
{
    /// <summary>The elements as float32, in order.</summary>
    public static float[] Floats(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray();
    }

    /// <summary>Bit patterns of a float32 tensor: NaN equals NaN, 0 differs from −0.</summary>
    public static int[] Bits(this Tensor tensor) => Array.ConvertAll(tensor.Floats(), BitConverter.SingleToInt32Bits);

    /// <summary>The bytes of a tensor of any dtype, in the order of its elements.</summary>
    public static byte[] RawBytes(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().contiguous().bytes.ToArray();
    }

    /// <summary>Overwrites a parameter with one value.</summary>
    public static void Fill(this Parameter parameter, double value)
    {
        using var noGrad = no_grad();
        parameter.fill_(value);
    }

    /// <summary>Gives a parameter a gradient of zeros.</summary>
    public static void GiveZeroGradient(this Parameter parameter) => parameter.grad = zeros_like(parameter);

    /// <summary>How many states an optimizer keeps, those too of parameters that are in none of its groups.</summary>
    public static int StateCount(this OptimizerHelper optimizer) =>
        ((IDictionary<nint, OptimizerState>)typeof(OptimizerHelper).GetField("_state", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(optimizer)!).Count;

    public static PlannedParameter Row(this ParameterGroups groups, string name) => groups.Single(row => row.Name == name);
}

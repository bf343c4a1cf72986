using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Copies between doubles of ours and float64 tensors on the CPU.</summary>
internal static class TensorArrays
{
    public static Tensor ToTensor(ReadOnlySpan<double> values, params long[] shape)
    {
        Tensor tensor = empty(shape, ScalarType.Float64);
        values.CopyTo(MemoryMarshal.Cast<byte, double>(tensor.bytes));
        return tensor;
    }

    public static double[] ToDoubles(this Tensor tensor)
    {
        using Tensor packed = tensor.contiguous();
        return MemoryMarshal.Cast<byte, double>(packed.bytes).ToArray();
    }

    /// <summary>Multiplies row i by rows[i] and column j by columns[j], in place; null leaves that side.</summary>
    public static Tensor Scale(this Tensor matrix, double[]? rows, double[]? columns)
    {
        if (rows is not null)
        {
            using Tensor factor = ToTensor(rows, rows.Length, 1);
            matrix.mul_(factor);
        }

        if (columns is not null)
        {
            using Tensor factor = ToTensor(columns, columns.Length);
            matrix.mul_(factor);
        }

        return matrix;
    }
}

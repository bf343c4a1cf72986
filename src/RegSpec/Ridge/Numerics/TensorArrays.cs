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

    /// <summary>A row for each array.</summary>
    public static Tensor Stack(double[][] rows, int length)
    {
        Tensor matrix = empty(rows.Length, length, ScalarType.Float64);
        Span<double> values = MemoryMarshal.Cast<byte, double>(matrix.bytes);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(values[(i * length)..]);
        }

        return matrix;
    }

    /// <summary>Copies each row of a packed matrix into an array, from some place on.</summary>
    public static void CopyRows(this Tensor matrix, double[][] rows, int place)
    {
        Span<double> values = MemoryMarshal.Cast<byte, double>(matrix.bytes);
        int length = (int)matrix.shape[1];
        for (int i = 0; i < rows.Length; i++)
        {
            values.Slice(i * length, length).CopyTo(rows[i].AsSpan(place));
        }
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

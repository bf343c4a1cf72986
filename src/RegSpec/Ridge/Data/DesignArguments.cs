using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Checks the shapes, types and weights of matrices that come from outside.</summary>
internal static class DesignArguments
{
    public static DesignRows Check(Tensor features, Tensor targets, Tensor? weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Dimensions != 2)
        {
            throw new ArgumentException($"features: expected a matrix of n rows and p columns, got {features.Dimensions} dimensions; use reshape(n, p).", nameof(features));
        }

        if (targets.Dimensions is not (1 or 2))
        {
            throw new ArgumentException($"targets: expected n values or n rows and t columns, got {targets.Dimensions} dimensions; use reshape(n) or reshape(n, t).", nameof(targets));
        }

        CheckType(features, nameof(features));
        CheckType(targets, nameof(targets));
        long n = features.shape[0];
        CheckLength(n, targets.shape[0], nameof(targets));
        if (features.shape[1] == 0 || (targets.Dimensions == 2 && targets.shape[1] == 0))
        {
            string empty = features.shape[1] == 0 ? nameof(features) : nameof(targets);
            throw new ArgumentException($"{empty}: there is no column; a fit needs at least one feature and one target.", empty);
        }

        return new TensorRows(features, targets, weights is null ? null : Weights(weights, n));
    }

    /// <summary>Checks that new rows have the features of a fit.</summary>
    public static void CheckNew(Tensor features, int count)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Dimensions != 2 || features.shape[1] != count)
        {
            throw new ArgumentException($"features: expected n × {count}, got [{string.Join(", ", features.shape)}]; give one column a feature.", nameof(features));
        }

        CheckType(features, nameof(features));
    }

    /// <summary>Checks weights that are already doubles.</summary>
    public static void CheckWeights(ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"weights: row {i} has weight {weights[i]}; weights must be finite and ≥ 0."), nameof(weights));
            }
        }
    }

    /// <summary>Checks that the rows that count suffice for a fit.</summary>
    public static void CheckCount(long rows, long counted, string features = "features", string weights = "weights")
    {
        if (rows == 0)
        {
            throw new ArgumentException($"{features}: there are no rows; a fit needs at least two.", features);
        }

        if (counted == 0)
        {
            throw new ArgumentException($"{weights}: all weights are 0; at least two rows need a positive weight.", weights);
        }

        if (counted < 2)
        {
            string argument = rows < 2 ? features : weights;
            throw new ArgumentException(
                rows < 2 ? $"{features}: there is one row; a fit needs at least two." : $"{weights}: one row has a positive weight; a fit needs at least two.", argument);
        }
    }

    private static double[] Weights(Tensor weights, long n)
    {
        if (weights.Dimensions != 1)
        {
            throw new ArgumentException($"weights: expected n values, got {weights.Dimensions} dimensions; use reshape(n).", nameof(weights));
        }

        CheckType(weights, nameof(weights));
        CheckLength(n, weights.shape[0], nameof(weights));
        using Tensor wide = weights.to(ScalarType.Float64, copy: true);
        using Tensor host = wide.cpu();
        using Tensor packed = host.contiguous();
        double[] values = MemoryMarshal.Cast<byte, double>(packed.bytes).ToArray();
        CheckWeights(values);
        return values;
    }

    private static void CheckType(Tensor tensor, string argument)
    {
        if (tensor.is_sparse)
        {
            throw new ArgumentException($"{argument}: is sparse; convert it with to_dense().", argument);
        }

        if (tensor.device_type == TorchSharp.DeviceType.META)
        {
            throw new ArgumentException($"{argument}: is on the meta device, which holds shapes and no values; give a tensor with values.", argument);
        }

        if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"{argument}: element type {tensor.dtype} is not supported; convert to Float32 or Float64.", argument);
        }
    }

    private static void CheckLength(long expected, long actual, string argument)
    {
        if (expected != actual)
        {
            throw new ArgumentException($"{argument}: has {actual} rows but features has {expected}; give one entry a row.", argument);
        }
    }
}

using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The rows of a fit: features n × p, targets n × t, weights n, as tensors that stay the caller's and are never written to.</summary>
internal sealed class DesignRows
{
    private readonly Tensor features;
    private readonly Tensor targets;
    private readonly double[]? weights;

    public DesignRows(Tensor features, Tensor targets, double[]? weights)
    {
        this.features = features;
        this.targets = targets;
        this.weights = weights;
        Count = features.shape[0];
        FeatureCount = checked((int)features.shape[1]);
        TargetCount = targets.Dimensions == 1 ? 1 : checked((int)targets.shape[1]);
    }

    public long Count { get; }

    public int FeatureCount { get; }

    public int TargetCount { get; }

    /// <summary>The weights, or null when all are 1.</summary>
    public double[]? Weights => weights;

    /// <summary>Rows [start, start + rows) as doubles. Reads in place where the tensors are float64, contiguous and on the CPU.</summary>
    public RowBlock Read(long start, int rows, BlockBuffer buffer) => new(
        Span(features, start, rows, FeatureCount, ref buffer.Features), FeatureCount,
        Span(targets, start, rows, TargetCount, ref buffer.Targets), TargetCount,
        weights is null ? default : weights.AsSpan((int)start, rows), rows, start);

    /// <summary>The rows at some places, in that order, as rows of their own.</summary>
    public DesignRows Select(long[] places)
    {
        using Tensor index = tensor(places);
        return new DesignRows(
            features.index_select(0, index.to(features.device)), targets.index_select(0, index.to(targets.device)),
            weights is null ? null : Array.ConvertAll(places, i => weights[i]));
    }

    /// <summary>Releases the tensors; only for rows that <see cref="Select"/> made.</summary>
    public void Release()
    {
        features.Dispose();
        targets.Dispose();
    }

    private static ReadOnlySpan<double> Span(Tensor tensor, long start, int rows, int width, ref double[] buffer)
    {
        using Tensor part = tensor.narrow(0, start, rows);
        if (part.dtype == ScalarType.Float64 && part.device_type == TorchSharp.DeviceType.CPU && part.is_contiguous())
        {
            return MemoryMarshal.Cast<byte, double>(part.bytes);   // a view: the caller's tensor owns the memory
        }

        if (buffer.Length < rows * width)
        {
            buffer = new double[rows * width];
        }

        using Tensor host = part.to(ScalarType.Float64).cpu();
        using Tensor packed = host.contiguous();
        MemoryMarshal.Cast<byte, double>(packed.bytes).CopyTo(buffer);
        return buffer.AsSpan(0, rows * width);
    }
}

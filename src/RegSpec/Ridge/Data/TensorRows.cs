using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Rows as tensors that stay the caller's and are never written to.</summary>
internal sealed class TensorRows : DesignRows
{
    private readonly Tensor features;
    private readonly Tensor targets;

    public TensorRows(Tensor features, Tensor targets, double[]? weights)
        : base(features.shape[0], checked((int)features.shape[1]), targets.Dimensions == 1 ? 1 : checked((int)targets.shape[1]), weights)
    {
        this.features = features;
        this.targets = targets;
    }

    /// <summary>Reads in place where the tensors are float64, contiguous and on the CPU.</summary>
    public override RowBlock Read(long start, int rows, BlockBuffer buffer) => new(
        Span(features, start, rows, FeatureCount, ref buffer.Features), FeatureCount,
        Span(targets, start, rows, TargetCount, ref buffer.Targets), TargetCount,
        WeightsOf(start, rows), rows, start);

    public override DesignRows Packed() => IsPacked(features) && IsPacked(targets) ? this : base.Packed();

    private static ReadOnlySpan<double> Span(Tensor tensor, long start, int rows, int width, ref double[] buffer)
    {
        using Tensor part = tensor.narrow(0, start, rows);
        if (IsPacked(part))
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

    private static bool IsPacked(Tensor tensor) => tensor.dtype == ScalarType.Float64 && tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous();
}

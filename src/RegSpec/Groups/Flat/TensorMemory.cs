using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where the elements of a tensor are in main memory. Nothing is kept: a tensor that got other memory since is seen.</summary>
internal static class TensorMemory
{
    /// <summary>The address of the first element of a contiguous tensor in main memory.</summary>
    public static nint AddressOf(Tensor tensor)
    {
        // TorchSharp shows at most 2 GiB as bytes; the first element is enough.
        if (tensor.numel() * tensor.element_size() <= int.MaxValue)
        {
            return AddressOf(tensor.bytes);
        }

        using Tensor all = tensor.detach();
        using Tensor first = all.as_strided([1], [1], all.storage_offset());
        return AddressOf(first.bytes);
    }

    /// <summary>The address of a tensor that can be worked on as an array: in main memory, contiguous (no sparse one is), of this dtype and length.</summary>
    public static bool TryAddressOf(Tensor? tensor, ScalarType type, long count, out nint address)
    {
        bool isArray = tensor is { IsInvalid: false } && tensor.dtype == type && tensor.numel() == count
            && tensor.device_type == DeviceType.CPU && tensor.is_contiguous();
        address = isArray ? AddressOf(tensor!) : 0;
        return isArray;
    }

    private static unsafe nint AddressOf(Span<byte> bytes) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
}

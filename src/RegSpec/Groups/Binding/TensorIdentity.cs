using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Which memory a tensor occupies: what makes two wrappers one tensor. Falls back to the wrapper where memory cannot be read.</summary>
internal readonly record struct TensorIdentity(nint Address, long Offset, long Count, bool IsWrapper)
{
    /// <summary>The identity of a valid parameter.</summary>
    public static TensorIdentity Of(Tensor tensor)
    {
        long count = tensor.numel();
        nint storage = count == 0 ? 0 : StorageAddress(tensor);
        return storage == 0
            ? new TensorIdentity(tensor.Handle, 0, count, IsWrapper: true)
            : new TensorIdentity(storage, tensor.storage_offset(), count, IsWrapper: false);
    }

    /// <summary>Whether two wrappers are one tensor.</summary>
    public static bool AreOne(Tensor first, Tensor second)
    {
        TensorIdentity identity = Of(first);
        return identity == Of(second) || (identity.IsWrapper && ShareGradient(first, second));
    }

    /// <summary>Whether two wrappers of the same shape are one autograd leaf: one gradient, not only one memory.</summary>
    /// <remarks>TorchSharp has no identity test; a flag set through one wrapper and read through the other is one, and is put back.</remarks>
    public static bool ShareGradient(Tensor first, Tensor second)
    {
        // Tensors of integers have no gradient to share.
        if (first.Handle == second.Handle || !(first.is_floating_point() || first.is_complex()))
        {
            return true;
        }

        if (first.requires_grad != second.requires_grad || !first.is_leaf || !second.is_leaf)
        {
            return false;
        }

        bool before = first.requires_grad;
        first.requires_grad = !before;
        bool shared = second.requires_grad != before;
        first.requires_grad = before;
        return shared;
    }

    /// <summary>Address of the first byte of the tensor's storage; 0 where there is none (meta, sparse) or it cannot be read.</summary>
    private static nint StorageAddress(Tensor tensor)
    {
        // Asking a sparse tensor for its storage ends the process; a meta tensor has none.
        if (tensor.is_sparse || tensor.device_type == DeviceType.META)
        {
            return 0;
        }

        using Tensor detached = tensor.detach();
        switch (tensor.dtype)
        {
            case ScalarType.Float32: return AddressOf(detached.storage<float>());
            case ScalarType.Float64: return AddressOf(detached.storage<double>());
            case ScalarType.ComplexFloat32: return AddressOf(detached.storage<(float, float)>());
            case ScalarType.ComplexFloat64: return AddressOf(detached.storage<Complex>());
        }

        // TorchSharp types no storage of half-precision tensors, but shows the bytes of those in main memory.
        if (tensor.device_type != DeviceType.CPU)
        {
            return 0;
        }

        using Tensor first = detached.as_strided([1], [1], 0);
        return TensorMemory.AddressOf(first);
    }

    private static nint AddressOf<T>(Storage<T> storage)
        where T : unmanaged
    {
        using (storage)
        {
            return storage.data_ptr();
        }
    }
}

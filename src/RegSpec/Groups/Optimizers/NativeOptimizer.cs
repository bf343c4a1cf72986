using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What TorchSharp does not show of an optimizer in native code.</summary>
internal static class NativeOptimizer
{
    // The type of the field is internal too, so that no UnsafeAccessor can name it.
    private static readonly FieldInfo? Handle = typeof(optim.Optimizer).GetField("handle", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Whether it was disposed; false where this TorchSharp keeps its handle elsewhere.</summary>
    public static bool IsDisposed(optim.Optimizer optimizer) => Handle?.GetValue(optimizer) is SafeHandle { IsClosed: true };
}

using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What the tensors in one buffer share.</summary>
/// <param name="Type">The dtype.</param>
/// <param name="Device">Where they are.</param>
/// <param name="Index">On which of these devices; -1 where there is one.</param>
internal readonly record struct TensorKind(ScalarType Type, DeviceType Device, int Index)
{
    /// <summary>The kind of a tensor.</summary>
    public static TensorKind Of(Tensor tensor) => new(tensor.dtype, tensor.device_type, tensor.device_index);

    /// <summary>The device as TorchSharp writes it: "cpu", "cuda:1".</summary>
    public string Place => Index < 0 ? Device.ToString().ToLowerInvariant() : $"{Device.ToString().ToLowerInvariant()}:{Index}";
}

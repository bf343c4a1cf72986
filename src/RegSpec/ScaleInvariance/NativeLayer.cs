using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// A layer whose <c>forward</c> runs in libtorch on tensors that its module holds there. Where it has a setter, it is told of the copy.
/// Where it has none, its own tensors take other values and another type for a while, and then their own memory again.
/// </summary>
internal sealed class NativeLayer
{
    private readonly nn.Module layer;
    private readonly Action? tell;
    private readonly List<(Parameter Parameter, Tensor Memory, Tensor? Gradient)> kept = [];

    private NativeLayer(nn.Module layer, Action? tell)
    {
        this.layer = layer;
        this.tell = tell;
    }

    /// <summary>The tensors that are not lent but change in place.</summary>
    public IEnumerable<Tensor> Kept => tell is null ? layer.parameters() : [];

    /// <summary>The layer as one of these, or null if all it does is managed.</summary>
    public static NativeLayer? Of(nn.Module module) => module switch
    {
        Embedding layer => new(layer, () => layer.weight = layer.get_parameter("weight")!),
        EmbeddingBag layer => new(layer, () => layer.weight = layer.get_parameter("weight")!),
        RNNCell layer => new(layer, () => Tell(layer, value => layer.weight_ih = value, value => layer.weight_hh = value, value => layer.bias_ih = value, value => layer.bias_hh = value)),
        LSTMCell layer => new(layer, () => Tell(layer, value => layer.weight_ih = value, value => layer.weight_hh = value, value => layer.bias_ih = value, value => layer.bias_hh = value)),
        GRUCell layer => new(layer, () => Tell(layer, value => layer.weight_ih = value, value => layer.weight_hh = value, value => layer.bias_ih = value, value => layer.bias_hh = value)),
        RNN or LSTM or GRU or MultiheadAttention or Transformer or TransformerEncoder or TransformerDecoder or TransformerEncoderLayer or TransformerDecoderLayer => new(module, null),
        _ => null,
    };

    /// <summary>After the wrappers point to copies.</summary>
    public void Lend(bool inDouble)
    {
        if (tell is not null)
        {
            tell();
            return;
        }

        using IDisposable none = no_grad();
        foreach (Parameter parameter in layer.parameters())
        {
            kept.Add((parameter, parameter.detach().DetachFromDisposeScope(), parameter.grad?.DetachFromDisposeScope()));
            // A gradient in another type would make TorchSharp replace the wrapper.
            parameter.grad = null;
        }

        bool changesType = inDouble && kept.Exists(entry => entry.Memory.dtype != ScalarType.Float64);
        if (changesType)
        {
            layer.to(ScalarType.Float64);
        }

        foreach ((Parameter parameter, Tensor memory, _) in kept)
        {
            if (!changesType || memory.dtype == ScalarType.Float64)
            {
                using Tensor copy = memory.clone();
                parameter.set_(copy);
            }
        }
    }

    /// <summary>After the wrappers point to their own tensors again.</summary>
    public void Return()
    {
        if (tell is not null)
        {
            tell();
            return;
        }

        using IDisposable none = no_grad();
        if (kept.Count > 0 && kept[0].Parameter.dtype != kept[0].Memory.dtype)
        {
            layer.to(kept[0].Memory.dtype);
        }

        foreach ((Parameter parameter, Tensor memory, Tensor? gradient) in kept)
        {
            parameter.set_(memory);
            parameter.grad = gradient;
            memory.Dispose();
            gradient?.Dispose();
        }

        kept.Clear();
    }

    private static void Tell(nn.Module cell, params Action<Parameter>[] setters)
    {
        string[] names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        for (int i = 0; i < names.Length; i++)
        {
            if (cell.get_parameter(names[i]) is { } value)
            {
                setters[i](value);
            }
        }
    }
}

using TorchSharp.Modules;

namespace RegSpec;

/// <summary>The trainable parameters that share λ and learning-rate scale, in one buffer. Those that started to train later, and so have taken another number of steps, have a buffer of their own in the same group of an optimizer.</summary>
public sealed class FlatParameterGroup
{
    internal FlatParameterGroup(GroupKey key, FlatBuffer buffer)
    {
        Key = key;
        Buffer = buffer;
        Parameters = [.. buffer.Rows.Select(static row => row.Value)];
    }

    /// <summary>The coefficient λ ≥ 0 of this group.</summary>
    public double WeightDecay => Key.WeightDecay;

    /// <summary>The factor > 0 on the optimizer's learning rate.</summary>
    public double LearningRateScale => Key.LearningRateScale;

    /// <inheritdoc cref="ParameterGroup.Towards"/>
    public Reference Towards => Key.Towards;

    /// <summary>The parameters of the model, views of <see cref="Value"/>, in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// All of them as one vector [n], for an optimizer of one's own: each starts at a multiple of 64 bytes, and between them is padding
    /// whose gradient is zero. Its gradient exists after <see cref="FlatParameterGroups.PrepareStep"/>.
    /// </summary>
    public Parameter Value => Buffer.Values;

    internal GroupKey Key { get; }

    internal FlatBuffer Buffer { get; }
}

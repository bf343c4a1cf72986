using TorchSharp.Modules;

namespace RegSpec;

/// <summary>The trainable parameters that share λ and learning-rate scale, in one buffer: what a flat optimizer takes as one group of one parameter.</summary>
public sealed class FlatParameterGroup
{
    internal FlatParameterGroup(ParameterGroup group, FlatBuffer buffer)
    {
        Group = group;
        Buffer = buffer;
        Array = [buffer.Values];
    }

    /// <summary>The coefficient λ ≥ 0 of this group.</summary>
    public double WeightDecay => Group.WeightDecay;

    /// <summary>The factor > 0 on the optimizer's learning rate.</summary>
    public double LearningRateScale => Group.LearningRateScale;

    /// <summary>The parameters of the model, views of <see cref="Value"/>, in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<Parameter> Parameters => Group.Parameters;

    /// <summary>
    /// All of them as one vector [n], for an optimizer of one's own: each starts at a multiple of 64 bytes, and between them is padding
    /// whose gradient is zero. Its gradient exists after <see cref="FlatParameterGroups.PrepareStep"/>.
    /// </summary>
    public Parameter Value => Buffer.Values;

    internal ParameterGroup Group { get; }

    internal FlatBuffer Buffer { get; }

    internal Parameter[] Array { get; }
}

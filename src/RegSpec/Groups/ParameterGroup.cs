using TorchSharp.Modules;

namespace RegSpec;

/// <summary>The trainable parameters that share λ, its reference point and the learning-rate scale: what an optimizer takes as one group.</summary>
/// <remarks>A group whose parameters are all frozen is empty: it keeps the place, and the learning rate, that they have once they train.</remarks>
public sealed class ParameterGroup
{
    internal ParameterGroup(GroupKey key, Parameter[] parameters)
    {
        Key = key;
        Array = parameters;
    }

    /// <summary>The coefficient λ ≥ 0 of this group.</summary>
    public double WeightDecay => Key.WeightDecay;

    /// <summary>The factor > 0 on the optimizer's learning rate.</summary>
    public double LearningRateScale => Key.LearningRateScale;

    /// <summary>The point the decay pulls towards. TorchSharp's <c>weight_decay</c> pulls to zero: the factories of <see cref="ParameterGroups"/> and <see cref="ParameterGroups.L2Penalty"/> serve another one, optimizers of one's own do not.</summary>
    public Reference Towards => Key.Towards;

    /// <summary>The parameters, in the order of <c>named_parameters()</c>; an array, because TorchSharp enumerates a group again at every step.</summary>
    public IReadOnlyList<Parameter> Parameters => Array;

    internal GroupKey Key { get; }

    internal Parameter[] Array { get; }
}

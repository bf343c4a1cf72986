using TorchSharp.Modules;

namespace RegSpec;

/// <summary>The trainable parameters that share λ and learning-rate scale: what an optimizer takes as one group.</summary>
public sealed class ParameterGroup
{
    internal ParameterGroup(double weightDecay, double learningRateScale, Parameter[] parameters)
    {
        WeightDecay = weightDecay;
        LearningRateScale = learningRateScale;
        Array = parameters;
    }

    /// <summary>The coefficient λ ≥ 0 of this group.</summary>
    public double WeightDecay { get; }

    /// <summary>The factor > 0 on the optimizer's learning rate.</summary>
    public double LearningRateScale { get; }

    /// <summary>The parameters, in the order of <c>named_parameters()</c>; an array, because TorchSharp enumerates a group again at every step.</summary>
    public IReadOnlyList<Parameter> Parameters => Array;

    internal Parameter[] Array { get; }
}

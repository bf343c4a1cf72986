using RegSpec.Semantics.Vocabulary;

namespace RegSpec;

/// <summary>Attributes as written → declarations as <see cref="DecayRule"/> takes them.</summary>
internal static class ReflectedDeclarations
{
    /// <summary>The decay declarations in order, the learning-rate scale (1 without one) and the layer-wise decay, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite, or a scale is not a finite number above 0.</exception>
    public static (IReadOnlyList<DecayDeclaration> Declarations, double LearningRateScale, double? Layerwise) Read(Attribute[] attributes)
    {
        var declarations = new List<DecayDeclaration>();
        double scale = 1;
        double? layerwise = null;
        foreach (Attribute attribute in attributes)
        {
            switch (attribute)
            {
                case WeightDecayAttribute decay:
                    CheckWeightDecay(decay.Lambda, "lambda");
                    declarations.Add(new DecayDeclaration(decay.Lambda, (Policy?)decay.GivenPolicy, decay.Parameters, decay.Because, (ReferencePoint)decay.Towards));
                    break;
                case NoWeightDecayAttribute none:
                    declarations.Add(new DecayDeclaration(0, Policy: null, none.Parameters, none.Because));
                    break;
                case LearningRateScaleAttribute learningRate:
                    CheckFactor(learningRate.Factor, "factor");
                    scale *= learningRate.Factor;
                    break;
                case LayerwiseLearningRateAttribute layers:
                    CheckFactor(layers.Decay, "decay");
                    layerwise = layers.Decay;
                    break;
            }
        }

        return (declarations, scale, layerwise);
    }

    private static void CheckFactor(double factor, string argument)
    {
        if (!(factor > 0) || !double.IsFinite(factor))
        {
            throw new ArgumentOutOfRangeException(argument, factor, "A factor on a learning rate is a finite number above 0.");
        }
    }

    /// <summary>Throws unless λ is finite and ≥ 0.</summary>
    public static void CheckWeightDecay(double weightDecay, string argument)
    {
        if (!(weightDecay >= 0) || !double.IsFinite(weightDecay))
        {
            throw new ArgumentOutOfRangeException(argument, weightDecay, "A weight decay λ is a finite number, 0 or above.");
        }
    }
}

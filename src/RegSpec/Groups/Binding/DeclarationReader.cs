using RegSpec.Semantics;

namespace RegSpec;

/// <summary>Attributes as written → declarations as <see cref="DecayRule"/> takes them.</summary>
internal static class DeclarationReader
{
    /// <summary>The decay declarations in order, and the learning-rate scale (1 without one).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite, or a scale is not a finite number above 0.</exception>
    public static (IReadOnlyList<DecayDeclaration> Declarations, double LearningRateScale) Read(Attribute[] attributes)
    {
        var declarations = new List<DecayDeclaration>();
        double scale = 1;
        foreach (Attribute attribute in attributes)
        {
            switch (attribute)
            {
                case WeightDecayAttribute decay:
                    CheckWeightDecay(decay.Lambda, "lambda");
                    declarations.Add(new DecayDeclaration(decay.Lambda, (Policy?)decay.GivenPolicy, decay.Parameters, decay.Because));
                    break;
                case NoWeightDecayAttribute none:
                    declarations.Add(new DecayDeclaration(0, Policy: null, none.Parameters, none.Because));
                    break;
                case LearningRateScaleAttribute learningRate:
                    if (!(learningRate.Factor > 0) || !double.IsFinite(learningRate.Factor))
                    {
                        throw new ArgumentOutOfRangeException("factor", learningRate.Factor, "A learning-rate scale is a finite number above 0.");
                    }

                    scale *= learningRate.Factor;
                    break;
            }
        }

        return (declarations, scale);
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

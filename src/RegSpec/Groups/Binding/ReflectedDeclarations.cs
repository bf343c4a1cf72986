using RegSpec.Semantics.Vocabulary;

namespace RegSpec;

/// <summary>Attributes as written → declarations as <see cref="DecayRule"/> takes them.</summary>
internal static class ReflectedDeclarations
{
    /// <summary>Gives a place the attributes written on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite, or a scale is not a finite number above 0.</exception>
    public static void Declare(DeclaredPlace place, Attribute[]? attributes)
    {
        if (attributes is { Length: > 0 })
        {
            (place.Declarations, place.LearningRateScale, place.LayerwiseDecay) = Read(attributes);
        }
    }

    /// <summary>Replaces the declarations of a place without a glob by a default given at run time; the policy is kept unless one is given.</summary>
    public static void ReplaceDefault(DeclaredPlace place, double weightDecay, DecayPolicy? policy)
    {
        DecayDeclaration? written = place.Declarations.FirstOrDefault(static d => d.Parameters is null);
        var given = new DecayDeclaration(
            weightDecay,
            policy is { } p ? (Policy)p : written?.Policy,
            Because: "given at run time",
            Towards: written?.Towards ?? ReferencePoint.Zero);
        place.Declarations = [given, .. place.Declarations.Where(static d => d.Parameters is not null)];
    }

    /// <summary>The decay declarations in order, the learning-rate scale (1 without one) and the layer-wise decay, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite, or a scale is not a finite number above 0.</exception>
    private static (IReadOnlyList<DecayDeclaration> Declarations, double LearningRateScale, double? Layerwise) Read(Attribute[] attributes)
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

using System.Collections.Generic;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>Declarations as object creations that read like the user's attributes.</summary>
internal static class DeclarationText
{
    /// <summary>One expression a declaration: decay declarations in source order, then the learning-rate scale and the layer-wise rate.</summary>
    public static IReadOnlyList<string> Of(EquatableArray<DecayDeclaration> declarations, double? learningRateScale, double? layerwise)
    {
        var expressions = new List<string>(declarations.Count + 1);
        foreach (DecayDeclaration declaration in declarations)
        {
            expressions.Add(Of(declaration));
        }

        if (learningRateScale is { } factor)
        {
            expressions.Add("new global::RegSpec.LearningRateScaleAttribute(" + CSharpText.Literal(factor) + ")");
        }

        if (layerwise is { } decay)
        {
            expressions.Add("new global::RegSpec.LayerwiseLearningRateAttribute(" + CSharpText.Literal(decay) + ")");
        }

        return expressions;
    }

    private static string Of(DecayDeclaration declaration)
    {
        var settings = new List<string>();
        if (declaration.Policy is { } policy)
        {
            settings.Add("Policy = global::RegSpec.DecayPolicy." + policy);
        }

        if (declaration.Parameters is { } glob)
        {
            settings.Add("Parameters = " + CSharpText.Literal(glob));
        }

        if (declaration.Towards == ReferencePoint.Initial)
        {
            settings.Add("Towards = global::RegSpec.Reference.Initial");
        }

        if (declaration.Because is { } reason)
        {
            settings.Add("Because = " + CSharpText.Literal(reason));
        }

        // [NoWeightDecay] is λ = 0 without a policy; it has none to set.
        bool isNone = declaration.WeightDecay == 0 && declaration.Policy is null && declaration.Towards == ReferencePoint.Zero;
        string initializer = settings.Count == 0 ? "" : " { " + string.Join(", ", settings) + " }";
        return isNone
            ? "new global::RegSpec.NoWeightDecayAttribute" + (settings.Count == 0 ? "()" : initializer)
            : "new global::RegSpec.WeightDecayAttribute(" + CSharpText.Literal(declaration.WeightDecay) + ")" + initializer;
    }
}

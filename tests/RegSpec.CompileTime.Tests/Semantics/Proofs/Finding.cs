using System.Text;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>One weight of one model: what the algebra claims and what a measurement finds.</summary>
/// <param name="Name">Its name in <c>named_parameters()</c>.</param>
/// <param name="Claim">The fact about it, or null.</param>
/// <param name="Why">The reason the algebra gives for making no claim.</param>
/// <param name="Alone">The weight scaled alone.</param>
/// <param name="WithBias">The weight scaled with the bias of its layer, or null.</param>
internal sealed record Finding(string Name, ScaleInvarianceFact? Claim, string Why, WeightVerification Alone, WeightVerification? WithBias)
{
    /// <summary>The claim contradicts the measurement.</summary>
    public bool IsRefuted => Claim is { } claim && (claim.Kind == InvarianceKind.Exact ? Alone : WithBias)!.Verdict == ScaleVerdict.Refuted;

    /// <summary>
    /// As <see cref="IsRefuted"/>, and the derivative along θ is not zero either. Random programs branch on, or normalise, what is zero but for
    /// rounding (the mean of a normalised tensor); the outputs then jump while every derivative says that the weight is invariant.
    /// </summary>
    public bool IsRefutedBySlope => IsRefuted && (Claim!.Kind == InvarianceKind.Exact ? Alone : WithBias)!.Euler > 1e-5;

    /// <summary>A weight that the measurement finds invariant: what the algebra should find.</summary>
    public bool IsInvariant => !Name.EndsWith("bias", StringComparison.Ordinal) && (Alone.IsInvariant || WithBias is { IsInvariant: true });

    public override string ToString() => $"{Name}: {Claim?.Kind.ToString() ?? "no claim"} {Claim?.Text ?? Why} — measured {Alone}; {WithBias}";

    /// <summary>A table for people.</summary>
    public static string Print(IEnumerable<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (Finding finding in findings)
        {
            text.AppendLine(finding.ToString());
        }

        return text.ToString();
    }
}

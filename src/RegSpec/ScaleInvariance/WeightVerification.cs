using System.Globalization;

namespace RegSpec;

/// <summary>The measurement of one weight.</summary>
/// <param name="Name">Its name in <c>named_parameters()</c>; two names joined by " + " where a weight was scaled with the bias of its layer.</param>
/// <param name="Verdict">The outcome.</param>
/// <param name="Change">Largest relative change of the outputs when the weight doubles, over the scales from ½ upwards (≥ 0).</param>
/// <param name="Euler">|⟨θ, g⟩| / (‖θ‖‖g‖) for the gradient g of a random linear functional of the outputs: 0 for an invariant weight, at most 1.</param>
/// <param name="Detail">Why it was not run; empty otherwise.</param>
public sealed record WeightVerification(string Name, ScaleVerdict Verdict, double Change, double Euler, string Detail)
{
    /// <summary>Whether the weight was found scale-invariant, exactly or up to ε.</summary>
    public bool IsInvariant => Verdict is ScaleVerdict.Exact or ScaleVerdict.UpToEps;

    /// <summary>One line for people.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} (change {2:0.0e+0}, Euler {3:0.0e+0}){4}",
        Name,
        Verdict,
        Change,
        Euler,
        Detail.Length == 0 ? "" : " " + Detail);
}

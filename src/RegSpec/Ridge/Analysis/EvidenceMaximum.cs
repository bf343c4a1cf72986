namespace RegSpec;

/// <summary>Where the evidence is greatest.</summary>
/// <param name="Lambda">λ there; +∞ where the evidence rises for ever, so that the data speak for w = 0.</param>
/// <param name="LogEvidence">Its logarithm there.</param>
/// <param name="NoiseVariance">σ² there: the given one, or its maximiser (RSS + λΣfⱼwⱼ²)/(n − 1) (n for a fixed intercept).</param>
/// <param name="IsAtEdge">Whether the search ended at its smallest λ: the features can fit every row, and the evidence has no interior maximum.</param>
public sealed record EvidenceMaximum(double Lambda, double LogEvidence, double NoiseVariance, bool IsAtEdge);

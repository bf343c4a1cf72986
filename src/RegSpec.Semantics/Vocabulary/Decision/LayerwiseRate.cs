using System;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>Layer-wise learning-rate decay.</summary>
internal static class LayerwiseRate
{
    /// <summary>The factor decay^(n−1−i) of item i of n: the last item trains with the full rate.</summary>
    public static double Of(double decay, int index, int count) => Math.Pow(decay, count - 1 - index);
}

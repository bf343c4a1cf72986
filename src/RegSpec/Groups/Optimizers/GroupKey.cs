namespace RegSpec;

/// <summary>What parameters share that are stepped as one group.</summary>
/// <param name="WeightDecay">λ.</param>
/// <param name="LearningRateScale">The factor on the rate.</param>
/// <param name="Towards">The point of the decay; zero where λ = 0.</param>
internal readonly record struct GroupKey(double WeightDecay, double LearningRateScale, Reference Towards);

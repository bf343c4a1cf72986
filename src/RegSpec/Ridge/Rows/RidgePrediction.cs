namespace RegSpec;

/// <summary>A prediction and where a new target of weight 1 is to be expected.</summary>
/// <param name="Value">ŷ, in units of the target.</param>
/// <param name="Interval">The range about it, for the probability asked for.</param>
public readonly record struct RidgePrediction(double Value, Interval Interval);

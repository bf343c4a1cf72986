namespace RegSpec.Plots;

/// <summary>What was measured of one parameter at one moment of a training.</summary>
/// <param name="Epoch">The moment, as the caller counts it.</param>
/// <param name="Name">The parameter's name in the plan.</param>
/// <param name="Role">What it is.</param>
/// <param name="IsScaleInvariant">Whether a normalization removes its scale.</param>
/// <param name="Norm">‖w‖, Euclidean, over all elements.</param>
/// <param name="MeanMagnitude">Mean |w| of the elements.</param>
/// <param name="EffectiveLearningRate">lr/‖w‖² of a scale-invariant weight that an optimizer steps; null for others.</param>
public sealed record TrainingRecord(double Epoch, string Name, ParameterRole Role, bool IsScaleInvariant, double Norm, double MeanMagnitude, double? EffectiveLearningRate);

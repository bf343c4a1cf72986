using RegSpec;

namespace NoisyLabels;

#pragma warning disable REG1002 // some of these decay normalization scales: that is the comparison

/// <summary>Nothing is decayed.</summary>
[WeightDecay(0)]
public sealed class NoneDecayed() : Network(nameof(NoneDecayed));

/// <summary>Everything, as a stock optimizer does.</summary>
[WeightDecay(Experiment.Lambda, Policy = DecayPolicy.Everything)]
public sealed class AllDecayed() : Network(nameof(AllDecayed));

/// <summary>The weights before the normalizations alone: their decay sets a learning rate and nothing else.</summary>
[WeightDecay(Experiment.Lambda, Parameters = "fc1.weight;fc2.weight", Because = "comparison"), NoWeightDecay(Parameters = "head.*;*.bias;bn*")]
public sealed class ScaleInvariantDecayed() : Network(nameof(ScaleInvariantDecayed));

/// <summary>RegSpec's default: of this network, the head's weight alone.</summary>
[WeightDecay(Experiment.Lambda)]
public sealed class Principled() : Network(nameof(Principled));

/// <summary>All weights, no bias and no normalization.</summary>
[WeightDecay(Experiment.Lambda, Policy = DecayPolicy.Weights)]
public sealed class WeightsDecayed() : Network(nameof(WeightsDecayed));

/// <summary>Biases and normalizations alone: what should not be decayed.</summary>
[WeightDecay(Experiment.Lambda, Parameters = "*.bias;bn*.weight", Because = "comparison"), NoWeightDecay(Parameters = "fc*.weight;head.weight")]
public sealed class NormsAndBiasesDecayed() : Network(nameof(NormsAndBiasesDecayed));

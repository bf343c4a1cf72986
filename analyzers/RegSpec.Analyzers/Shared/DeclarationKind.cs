namespace RegSpec.Analyzers;

/// <summary>The attributes of the contract that the rules read.</summary>
internal enum DeclarationKind
{
    WeightDecay,
    NoWeightDecay,
    LearningRateScale,
    LayerwiseLearningRate,
    ParameterRole,
    Normalization,
    NormalizationModule,
    WeightDecayFor,
    RidgeRegression,
    Feature,
    Target,
    Interaction,
}

namespace RegSpec.Semantics.Vocabulary;

/// <summary>What a parameter is. Values equal those of the public <c>RegSpec.ParameterRole</c>; a test compares them.</summary>
internal enum Role
{
    Unknown,
    Weight,
    Bias,
    NormScale,
    NormShift,
    Embedding,
    RecurrentWeight,
    RecurrentBias,
    Gain,
    Token,
}

namespace RegSpec.Semantics.Features;

/// <summary>What a feature declares for a value that is missing: the values of <c>RegSpec.Missing</c>.</summary>
internal enum MissingPolicy
{
    Fail,
    SkipRow,
    Mean,
    Indicator,
}

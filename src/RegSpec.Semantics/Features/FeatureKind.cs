namespace RegSpec.Semantics;

/// <summary>How a feature becomes columns.</summary>
internal enum FeatureKind
{
    /// <summary>float, double or an integer: one column.</summary>
    Number,

    /// <summary>bool: one column of 0 and 1, never scaled.</summary>
    Indicator,

    /// <summary>An enum: a column of 0 and 1 for each declared value, never scaled.</summary>
    Levels,

    /// <summary>float[]: as many columns as declared.</summary>
    SingleArray,

    /// <summary>double[]: as many columns as declared.</summary>
    DoubleArray,
}

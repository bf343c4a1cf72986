namespace RegSpec;

/// <summary>How a feature of an annotated type becomes columns.</summary>
public enum RidgeFeatureKind
{
    /// <summary>A number: one column.</summary>
    Number,

    /// <summary>A bool: one column of 0 and 1.</summary>
    Indicator,

    /// <summary>An enum: a column of 0 and 1 for each declared level.</summary>
    Levels,

    /// <summary>An array: as many columns as declared.</summary>
    Array,
}

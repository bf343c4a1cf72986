namespace RegSpec.Semantics.Features;

/// <summary>How a feature becomes columns.</summary>
internal enum FeatureKind
{
    /// <summary>A number: one column.</summary>
    Number,

    /// <summary>bool: one column of 0 and 1, never scaled.</summary>
    Indicator,

    /// <summary>An enum: a column of 0 and 1 for each declared value, never scaled.</summary>
    Levels,

    /// <summary>string: a column of 0 and 1 for each value that the rows of the fit have, never scaled.</summary>
    Category,

    /// <summary>A date or duration: one column.</summary>
    Time,

    /// <summary>An array or the like: as many columns as declared.</summary>
    Array,
}

namespace RegSpec;

/// <summary>What becomes of a value that is missing: null, or NaN in a floating-point number.</summary>
public enum Missing
{
    /// <summary>It is an exception that names the row and the feature.</summary>
    Fail,

    /// <summary>A fit leaves the row out and counts it; a prediction for it is an exception.</summary>
    SkipRow,

    /// <summary>The weighted mean of the values that the rows of the fit have stands for it; within k-fold that of the rows each fold is fitted to. For numbers, dates and bools.</summary>
    Mean,

    /// <summary>As <see cref="Mean"/>, and a further column is 1 where the value is missing, else 0. Of an enum or string all levels are 0 there.</summary>
    Indicator,
}

namespace RegSpec;

/// <summary>How a squared loss reduces the residuals r of n rows.</summary>
public enum SquaredLoss
{
    /// <summary>(1/n)Σr², MSELoss with reduction "mean".</summary>
    Mean,

    /// <summary>Σr², MSELoss with reduction "sum".</summary>
    Sum,

    /// <summary>(1/2n)Σr².</summary>
    HalfMean,

    /// <summary>½Σr².</summary>
    HalfSum,
}

namespace RegSpec;

/// <summary>What a column of a ridge regression is.</summary>
public enum RidgeColumnKind
{
    /// <summary>A number, or one value of an array.</summary>
    Number,

    /// <summary>0 and 1 of a bool.</summary>
    Indicator,

    /// <summary>1 where the feature has a level, else 0.</summary>
    Level,

    /// <summary>1 where the feature has no value, else 0.</summary>
    Missing,

    /// <summary>An orthogonal polynomial of a number.</summary>
    Polynomial,

    /// <summary>The product of columns of two features.</summary>
    Product,
}

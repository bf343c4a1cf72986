namespace RegSpec;

/// <summary>
/// A column as it is summed: a function of the values read of a row that needs nothing of other rows, so that sums of parts add up. A missing value is 0 in it, beside a column that says so.
/// </summary>
/// <param name="Kind">Which function.</param>
/// <param name="Field">Place of the value.</param>
/// <param name="Code">Number of the level, or the exponent of a power.</param>
/// <param name="Origin">What is subtracted of the value first.</param>
/// <param name="Unit">What it is divided by then.</param>
/// <param name="First">First factor of a product, among the terms before it; second likewise.</param>
/// <param name="Second">Second factor.</param>
/// <param name="MayBeMissing">Whether NaN is a missing value; if not, it stays NaN, which sums refuse.</param>
internal sealed record SummedTerm(
    SummedTermKind Kind, int Field, int Code = 0, double Origin = 0, double Unit = 1, SummedTerm? First = null, SummedTerm? Second = null, bool MayBeMissing = false)
{
    /// <summary>Makes the column.</summary>
    public RowOperation Operation => Kind switch
    {
        SummedTermKind.Level => new LevelOperation(Field, Code),
        SummedTermKind.Missing => new MissingOperation(Field),
        SummedTermKind.Product => new ProductOperation(First!.Operation, Second!.Operation),
        _ => Code == 1 && Unit == 1 ? new ValueOperation(Field, Origin, MayBeMissing, 0) : new PowerOperation(Field, Code, Origin, Unit, MayBeMissing),
    };
}

/// <summary>Which function of a value is summed.</summary>
internal enum SummedTermKind
{
    /// <summary>The value, or a power of it.</summary>
    Power,

    /// <summary>1 where it is some level.</summary>
    Level,

    /// <summary>1 where it is missing.</summary>
    Missing,

    /// <summary>A product of two others.</summary>
    Product,
}

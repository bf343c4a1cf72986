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
    /// <summary>The value of the term for one row.</summary>
    public double Of(ReadOnlySpan<double> fields)
    {
        if (Kind == SummedTermKind.Product)
        {
            return First!.Of(fields) * Second!.Of(fields);
        }

        double value = fields[Field];
        switch (Kind)
        {
            case SummedTermKind.Level:
                return value == Code ? 1 : 0;
            case SummedTermKind.Missing:
                return double.IsNaN(value) ? 1 : 0;
            default:
                if (MayBeMissing && double.IsNaN(value))
                {
                    return 0;
                }

                double at = (value - Origin) / Unit;
                double power = at;
                for (int k = 1; k < Code; k++)
                {
                    power *= at;
                }

                return power;
        }
    }
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

namespace RegSpec;

/// <summary>Makes a column, or some side by side, of the values of rows.</summary>
internal abstract class RowOperation
{
    /// <summary>Writes the column.</summary>
    /// <param name="values">The values of the first row and what follows them.</param>
    /// <param name="stride">From the values of a row to those of the next.</param>
    /// <param name="rows">At most <see cref="RowExpansion.RowsAtOnce"/>.</param>
    /// <param name="column">The column in the first row and what follows it.</param>
    /// <param name="step">From a row to the next there.</param>
    public abstract void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step);
}

/// <summary>A value less a shift; something else stands for a missing one.</summary>
/// <param name="field">Place of the value.</param>
/// <param name="shift">What is subtracted.</param>
/// <param name="mayBeMissing">Whether NaN is a missing value; if not, it stays NaN.</param>
/// <param name="fill">What stands for it then.</param>
internal sealed class ValueOperation(int field, double shift, bool mayBeMissing, double fill) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        int from = field;
        int to = 0;
        if (!mayBeMissing)
        {
            for (int i = 0; i < rows; i++, from += stride, to += step)
            {
                column[to] = values[from] - shift;
            }

            return;
        }

        // By masks: what is missing at random mispredicts a branch.
        long filled = BitConverter.DoubleToInt64Bits(fill);
        for (int i = 0; i < rows; i++, from += stride, to += step)
        {
            double value = values[from];
            long isMissing = -(double.IsNaN(value) ? 1L : 0L);
            column[to] = BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(value - shift) & ~isMissing) | (filled & isMissing));
        }
    }
}

/// <summary>A power of (value − origin)/unit, 0 for a missing one.</summary>
/// <param name="field">Place of the value.</param>
/// <param name="degree">The exponent, at least 1.</param>
/// <param name="origin">What is subtracted.</param>
/// <param name="unit">What it is divided by then.</param>
/// <param name="mayBeMissing">Whether NaN is a missing value; if not, it stays NaN.</param>
internal sealed class PowerOperation(int field, int degree, double origin, double unit, bool mayBeMissing) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        int from = field;
        int to = 0;
        for (int i = 0; i < rows; i++, from += stride, to += step)
        {
            double at = (values[from] - origin) / unit;
            double power = at;
            for (int k = 1; k < degree; k++)
            {
                power *= at;
            }

            column[to] = mayBeMissing && double.IsNaN(power) ? 0 : power;
        }
    }
}

/// <summary>A polynomial of (value − origin)/unit by Horner's rule.</summary>
/// <param name="field">Place of the value.</param>
/// <param name="origin">What is subtracted.</param>
/// <param name="unit">What it is divided by then.</param>
/// <param name="coefficients">Of the powers, from the 0th on.</param>
/// <param name="mayBeMissing">Whether NaN is a missing value; if not, it stays NaN.</param>
/// <param name="missing">What stands for it then, in the unit.</param>
internal sealed class PolynomialOperation(int field, double origin, double unit, double[] coefficients, bool mayBeMissing, double missing) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        int from = field;
        int to = 0;
        for (int i = 0; i < rows; i++, from += stride, to += step)
        {
            double value = values[from];
            double at = mayBeMissing && double.IsNaN(value) ? missing : (value - origin) / unit;
            double sum = 0;
            for (int k = coefficients.Length - 1; k >= 0; k--)
            {
                sum = sum * at + coefficients[k];
            }

            column[to] = sum;
        }
    }
}

/// <summary>1 where the value is missing.</summary>
internal sealed class MissingOperation(int field) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        int from = field;
        int to = 0;
        for (int i = 0; i < rows; i++, from += stride, to += step)
        {
            column[to] = double.IsNaN(values[from]) ? 1 : 0;
        }
    }
}

/// <summary>1 where the value is some level.</summary>
internal sealed class LevelOperation(int field, int level) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        int from = field;
        int to = 0;
        for (int i = 0; i < rows; i++, from += stride, to += step)
        {
            column[to] = values[from] == level ? 1 : 0;
        }
    }
}

/// <summary>A column of 0 and 1 for each level; 0 in all where the level is unseen or missing.</summary>
/// <param name="field">Place of the number of the level.</param>
/// <param name="count">Levels.</param>
internal sealed class CategoryOperation(int field, int count) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        int from = field;
        int to = 0;
        for (int i = 0; i < rows; i++, from += stride, to += step)
        {
            Span<double> own = column.Slice(to, count);
            own.Clear();
            double code = values[from];
            if (code >= 0 && code < count)
            {
                own[(int)code] = 1;
            }
        }
    }
}

/// <summary>The product of two columns.</summary>
internal sealed class ProductOperation(RowOperation first, RowOperation second) : RowOperation
{
    public override void Write(ReadOnlySpan<double> values, int stride, int rows, Span<double> column, int step)
    {
        Span<double> factors = stackalloc double[RowExpansion.RowsAtOnce];
        first.Write(values, stride, rows, column, step);
        second.Write(values, stride, rows, factors, 1);
        int to = 0;
        for (int i = 0; i < rows; i++, to += step)
        {
            column[to] *= factors[i];
        }
    }
}

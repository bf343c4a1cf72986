namespace RegSpec;

/// <summary>Rows whose columns depend on what a fit learns of its rows, so that fits to some of them make other columns. In the user's units.</summary>
/// <param name="values">The values that were read of the rows.</param>
/// <param name="form">What learns from them.</param>
/// <param name="wrap">Put around all rows that are made.</param>
internal sealed class LearnedRows(DesignRows values, RowForm form, Func<DesignRows, DesignRows> wrap)
{
    /// <summary>The rows as they are summed.</summary>
    public DesignRows Summed => wrap(new EncodedRows(values, form.Expansion));

    /// <summary>Names of the columns that are summed.</summary>
    public ColumnNames Names { get; } = new(form.SummedLayout, "rows");

    /// <summary>What a fit to some of the rows learns, and all rows in its columns.</summary>
    /// <param name="summed">Moments of the rows that are fitted.</param>
    public (RidgeEncoding Encoding, DesignRows Rows) Fit(Moments summed)
    {
        RidgeEncoding encoding = form.Learn(summed);
        return (encoding, wrap(new EncodedRows(values, encoding.Expansion)));
    }

    /// <summary>The same with something else put around.</summary>
    public LearnedRows Through(Func<DesignRows, DesignRows> outer) => new(values, form, rows => outer(wrap(rows)));
}

namespace RegSpec;

/// <summary>Rows whose columns depend on what a fit learns of its rows, so that fits to some of them make other columns. In the user's units.</summary>
/// <param name="values">The values that were read of the rows.</param>
/// <param name="form">What learns from them.</param>
/// <param name="wrap">Put around all rows that are made.</param>
internal sealed class LearnedRows(DesignRows values, RowForm form, Func<DesignRows, DesignRows> wrap)
{
    /// <summary>The rows as they are summed.</summary>
    public DesignRows Summed => wrap(new EncodedRows(values, form));

    /// <summary>Names of the columns that are summed.</summary>
    public ColumnNames Names { get; } = new(form.SummedLayout, "rows");

    /// <summary>All rows in the columns that a fit to some of them makes, and the moments of those.</summary>
    /// <param name="summed">Moments of the rows that are fitted.</param>
    public (DesignRows Rows, Moments Moments) Fit(Moments summed)
    {
        RidgeEncoding encoding = form.Learn(summed);
        return (wrap(new EncodedRows(values, encoding)), encoding.Map(summed));
    }

    /// <summary>The same with something else put around.</summary>
    public LearnedRows Through(Func<DesignRows, DesignRows> outer) => new(values, form, rows => outer(wrap(rows)));
}

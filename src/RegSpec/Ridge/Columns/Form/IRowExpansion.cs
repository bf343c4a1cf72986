namespace RegSpec;

/// <summary>Makes columns of the values that are read of a row.</summary>
internal interface IRowExpansion
{
    /// <summary>How many columns.</summary>
    int ColumnCount { get; }

    /// <summary>The columns of one row.</summary>
    /// <param name="values">Its values: a string as the number of its level or −1, what is missing as NaN.</param>
    /// <param name="columns">Receives a value each.</param>
    void Expand(ReadOnlySpan<double> values, Span<double> columns);
}

namespace RegSpec.Data.Tests;

/// <summary>What a column of a test table holds.</summary>
public enum ColumnKind
{
    /// <summary>Doubles.</summary>
    Number,

    /// <summary>64-bit integers.</summary>
    Integer,

    /// <summary>Truth values.</summary>
    Truth,

    /// <summary>Strings.</summary>
    Text,

    /// <summary>Arrays of doubles.</summary>
    Numbers,

    /// <summary>Days.</summary>
    Date,

    /// <summary>Dates with times, without a zone.</summary>
    Moment,

    /// <summary>Dates with times, with a zone.</summary>
    Zoned,

    /// <summary>Durations.</summary>
    Duration,

    /// <summary>Decimals of four digits.</summary>
    Decimal,
}

/// <summary>A column of a test table; null is NULL.</summary>
public sealed record DataColumn(string Name, ColumnKind Kind, IReadOnlyList<object?> Values);

/// <summary>A test table.</summary>
public sealed record TableData(params DataColumn[] Columns)
{
    public int Rows => Columns[0].Values.Count;

    public TableData With(string column, Func<object?, int, object?> change) =>
        new([.. Columns.Select(c => c.Name == column ? c with { Values = [.. c.Values.Select(change)] } : c)]);
}

namespace RegSpec;

/// <summary>Records with named columns, read once, one after the other: what tables in memory, files and readers have in common.</summary>
internal abstract class Records : IDisposable
{
    /// <summary>What messages call them.</summary>
    public abstract string Argument { get; }

    /// <summary>Their columns.</summary>
    public abstract IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Moves to the next record.</summary>
    public abstract bool Read();

    /// <summary>A number of the record, or of its text; NaN where there is none.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    public abstract double Number(int column);

    /// <summary>A text of the record, or that of its value, invariant; null where there is none.</summary>
    public abstract string? Text(int column);

    /// <summary>The numbers of an array of the record; null where there is none.</summary>
    public abstract IReadOnlyList<double>? Numbers(int column);

    public virtual void Dispose()
    {
    }
}

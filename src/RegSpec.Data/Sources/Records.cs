using System.Globalization;

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

    /// <summary>Ticks of a date from the year 1, in UTC where it has a zone, or of a duration; null where there is none.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public abstract long? Ticks(int column);

    /// <summary>The numbers of an array of the record; null where there is none.</summary>
    public abstract IReadOnlyList<double>? Numbers(int column);

    /// <summary>What tells a value of the record from others, whatever its type; null where there is none.</summary>
    public abstract object? Key(int column);

    /// <summary>The ticks of a value of the framework.</summary>
    protected static long TicksOf(object value) => value switch
    {
        DateTime moment => moment.Ticks,
        DateTimeOffset moment => moment.UtcTicks,
        DateOnly day => day.DayNumber * TimeSpan.TicksPerDay,
        TimeSpan duration => duration.Ticks,
        TimeOnly time => time.Ticks,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration) => duration.Ticks,
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcTicks,
        _ => throw new FormatException($"a {value.GetType().Name} is no date or duration"),
    };

    public virtual void Dispose()
    {
    }
}

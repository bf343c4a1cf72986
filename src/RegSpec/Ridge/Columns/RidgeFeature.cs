using System.Globalization;

namespace RegSpec;

/// <summary>A feature as its type declares it: what may be known without any row.</summary>
public sealed record RidgeFeature
{
    /// <summary>Name of the property or field.</summary>
    public required string Name { get; init; }

    /// <summary>How it becomes columns.</summary>
    public required RidgeFeatureKind Kind { get; init; }

    /// <summary>Name of its column in tables and files: that of <c>[Column]</c> (System.ComponentModel.DataAnnotations.Schema), else <see cref="Name"/>.</summary>
    public required string Source { get; init; }

    /// <summary>How its columns are scaled; indicators never are.</summary>
    public FeatureScaling Scaling { get; init; }

    /// <summary>The factor f ≥ 0 on the penalty of its columns.</summary>
    public double PenaltyFactor { get; init; } = 1;

    /// <summary>Names of the declared levels of an enum, in order; empty for other kinds.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The numbers of these levels.</summary>
    public IReadOnlyList<decimal> LevelValues { get; init; } = [];

    /// <summary>Number of values of an array; 1 for other kinds.</summary>
    public int Length { get; init; } = 1;

    /// <summary>In what a date or duration is counted.</summary>
    public TimeUnit Unit { get; init; }

    /// <summary>The day from which a date is counted; null for other kinds and for durations.</summary>
    public DateOnly? Origin { get; init; }

    /// <summary>What a prediction does with a string that no row of the fit had.</summary>
    public Unseen Unseen { get; init; }

    /// <summary>What becomes of a row without a value.</summary>
    public Missing Missing { get; init; }

    /// <summary>The highest degree of its polynomials; 1 without.</summary>
    public int Degree { get; init; } = 1;

    /// <summary>About what statistics sum the powers of a number with polynomials.</summary>
    public double About { get; init; }

    /// <summary>Names of the columns of an array; empty where they are numbered.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether a value may be missing in rows that are fitted.</summary>
    public bool MayBeMissing => Missing is Missing.Mean or Missing.Indicator;

    /// <summary>Whether its columns are 0 and 1.</summary>
    internal bool IsIndicator => Kind is RidgeFeatureKind.Indicator or RidgeFeatureKind.Levels or RidgeFeatureKind.Category;

    /// <summary>Values that are read of a row for it: a string counts as one.</summary>
    internal int FieldCount => Kind switch
    {
        RidgeFeatureKind.Levels => Levels.Count,
        RidgeFeatureKind.Array => Length,
        _ => 1,
    };

    /// <summary>Its columns, without those of missing values and polynomials.</summary>
    /// <param name="levels">Its levels, where it has any.</param>
    internal IEnumerable<RidgeColumn> Columns(IReadOnlyList<string> levels) => Kind switch
    {
        RidgeFeatureKind.Indicator => [new(Name, RidgeColumnKind.Indicator, Name)],
        RidgeFeatureKind.Levels or RidgeFeatureKind.Category => levels.Select(level => new RidgeColumn(Name + "=" + level, RidgeColumnKind.Level, Name, level)),
        RidgeFeatureKind.Array => Enumerable.Range(0, Length)
            .Select(i => new RidgeColumn(Names.Count > 0 ? Names[i] : string.Create(CultureInfo.InvariantCulture, $"{Name}[{i}]"), RidgeColumnKind.Number, Name)),
        RidgeFeatureKind.Time => [new(
            Name, RidgeColumnKind.Number, Name, null,
            Unit.ToString().ToLowerInvariant() + (Origin is { } day ? " since " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : ""))],
        _ => [RidgeColumn.Number(Name)],
    };
}

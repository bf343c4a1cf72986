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

    /// <summary>Its columns.</summary>
    internal IEnumerable<RidgeColumn> Columns() => Kind switch
    {
        RidgeFeatureKind.Indicator => [new(Name, RidgeColumnKind.Indicator, Name)],
        RidgeFeatureKind.Levels => Levels.Select(level => new RidgeColumn(Name + "=" + level, RidgeColumnKind.Level, Name, level)),
        RidgeFeatureKind.Array => Enumerable.Range(0, Length)
            .Select(i => new RidgeColumn(string.Create(CultureInfo.InvariantCulture, $"{Name}[{i}]"), RidgeColumnKind.Number, Name)),
        _ => [RidgeColumn.Number(Name)],
    };
}

namespace RegSpec.Tests.Generated;

/// <summary>One day in every unit, from a day before and a day after most.</summary>
[RidgeRegression]
public sealed record Calendar
{
    [Feature(Unit = TimeUnit.Seconds)] public DateOnly Seconds { get; init; }

    [Feature(Unit = TimeUnit.Minutes)] public DateOnly Minutes { get; init; }

    [Feature(Unit = TimeUnit.Hours, Origin = "0001-01-01")] public DateOnly Hours { get; init; }

    [Feature(Unit = TimeUnit.Days, Origin = "9999-12-31")] public DateOnly Days { get; init; }

    [Feature(Unit = TimeUnit.Weeks)] public DateOnly? Weeks { get; init; }

    [Feature(Unit = TimeUnit.Years, Origin = "0001-01-01")] public DateOnly? Years { get; init; }

    [Feature(Unit = TimeUnit.Years)] public DateTime Moment { get; init; }

    [Target] public double Size { get; init; }

    public static Calendar Of(DateOnly day) => new()
    {
        Seconds = day,
        Minutes = day,
        Hours = day,
        Days = day,
        Weeks = day,
        Years = day,
        Moment = day.ToDateTime(TimeOnly.MinValue),
    };
}

/// <summary>A day that may be missing.</summary>
[RidgeRegression(Lambda = 0)]
public sealed record Diary
{
    [Feature(Unit = TimeUnit.Weeks, Missing = Missing.Mean)] public DateOnly? Day { get; init; }

    [Target] public double Size { get; init; }
}

namespace RegSpec.Benchmarks.Rows;

/// <summary>Strings, as a user would declare them.</summary>
[RidgeRegression]
public sealed record Texts
{
    [Feature] public required string City { get; init; }

    [Feature] public required string Kind { get; init; }

    [Target] public required double Price { get; init; }
}

/// <summary>Dates and durations.</summary>
[RidgeRegression]
public sealed record Times
{
    [Feature(Unit = TimeUnit.Days)] public required DateTime Built { get; init; }

    [Feature(Unit = TimeUnit.Hours)] public required TimeSpan Open { get; init; }

    [Feature(Unit = TimeUnit.Weeks)] public required DateOnly Sold { get; init; }

    [Target] public required double Price { get; init; }
}

/// <summary>Decimals and a series of whole numbers.</summary>
[RidgeRegression]
public sealed record Series
{
    [Feature] public required decimal Fare { get; init; }

    [Feature(Length = 8)] public required int[] Counts { get; init; }

    [Target] public required double Price { get; init; }
}

/// <summary>Numbers that may be missing.</summary>
[RidgeRegression]
public sealed record Gaps
{
    [Feature(Missing = Missing.Mean)] public required double? A { get; init; }

    [Feature(Missing = Missing.Mean)] public required double? B { get; init; }

    [Feature(Missing = Missing.Indicator)] public required double C { get; init; }

    [Target] public required double Price { get; init; }
}

/// <summary>Rows without a value are left out.</summary>
[RidgeRegression]
public sealed record Skips
{
    [Feature(Missing = Missing.SkipRow)] public required double? A { get; init; }

    [Feature] public required double B { get; init; }

    [Feature] public required double C { get; init; }

    [Target] public required double Price { get; init; }
}

/// <summary>Polynomials and a product.</summary>
[RidgeRegression]
[Interaction(nameof(A), nameof(B))]
public sealed record Curves
{
    [Feature, Polynomial(3)] public required double A { get; init; }

    [Feature] public required double B { get; init; }

    [Target] public required double Price { get; init; }
}

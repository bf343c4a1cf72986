namespace RegSpec.Tests.Generated;

/// <summary>The shops of pipelines.json.</summary>
[RidgeRegression(Lambda = 3.5)]
[Interaction(nameof(Area), nameof(Rent))]
public sealed record Shop
{
    [Feature(Unseen = Unseen.Zero)] public required string City { get; init; }

    [Feature(Unit = TimeUnit.Days)] public DateOnly Opened { get; init; }

    [Feature(Missing = Missing.Mean)] public double? Area { get; init; }

    [Feature(Missing = Missing.Indicator)] public double? Rent { get; init; }

    [Feature(Missing = Missing.Mean)] public bool? Corner { get; init; }

    [Feature, Polynomial(3)] public double Age { get; init; }

    [Target] public double Turnover { get; init; }
}

namespace RegSpec.Tests.Generated;

/// <summary>A row with values that may be missing, polynomials, products, two targets and a group.</summary>
[RidgeRegression(Lambda = 0.8)]
[Interaction(nameof(Age), nameof(Weight))]
[Interaction(nameof(City), nameof(Year))]
[Interaction(nameof(Smoker), nameof(Age), PenaltyFactor = 2)]
[Interaction(nameof(Heating), nameof(City))]
public sealed record Patient
{
    [Feature(Missing = Missing.Mean)] public int? Age { get; init; }

    [Feature(Missing = Missing.Indicator)] public double Weight { get; init; }

    [Feature(Missing = Missing.Indicator)] public Heating? Heating { get; init; }

    [Feature(Missing = Missing.Indicator, Unseen = Unseen.Zero)] public string? City { get; init; }

    [Feature(Missing = Missing.Mean)] public bool? Smoker { get; init; }

    [Feature(Names = ["Systolic", "Diastolic"], Missing = Missing.Indicator)] public double[]? Pressure { get; init; }

    [Feature(Missing = Missing.Mean), Polynomial(4, About = 2010)] public double Year { get; init; }

    [Feature(Missing = Missing.SkipRow)] public decimal? Visits { get; init; }

    [Target] public double Cost { get; init; }

    [Target(Lambda = 3)] public float Stay { get; init; }

    [SampleWeight] public double Share { get; init; } = 1;

    [Group] public string? Clinic { get; init; }
}

/// <summary>One target, so that everything can be asked of it.</summary>
[RidgeRegression]
[Interaction(nameof(A), nameof(B))]
public sealed record Measured
{
    [Feature(Missing = Missing.Mean)] public double? A { get; init; }

    [Feature, Polynomial(3)] public double B { get; init; }

    [Target] public double Y { get; init; }

    [Group] public int Group { get; init; }
}

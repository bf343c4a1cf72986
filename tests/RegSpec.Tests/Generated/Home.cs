namespace RegSpec.Tests.Generated;

public enum Heating
{
    Gas,
    Oil,
    Pump,
}

/// <summary>A row with every kind of feature.</summary>
[RidgeRegression(Lambda = 2.5)]
public record Home
{
    [Feature]
    public required double Area { get; init; }

    [Feature, Standardized]
    public required float AgeZ { get; init; }

    [Feature(PenaltyFactor = 0.5)]
    public int Rooms { get; init; }

    [Feature]
    public bool Garden { get; set; }

    [Feature(PenaltyFactor = 2)]
    public Heating Heating { get; init; }

    [Feature(Length = 2, Scaling = FeatureScaling.None)]
    public float[] Position { get; init; } = [];

    [Feature(Length = 2)]
    public double[] Distances { get; init; } = [];

    [Feature]
    public long? Floors { get; init; }

    [Target]
    public required double Price { get; init; }

    [SampleWeight]
    public double Weight = 1;
}

/// <summary>A row of a derived type.</summary>
public sealed record Villa : Home
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Villa(Home home)
        : base(home)
    {
    }
}

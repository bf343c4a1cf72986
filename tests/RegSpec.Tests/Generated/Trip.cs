using System.Collections.Immutable;
using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>A row with strings, times and every series of numbers.</summary>
[RidgeRegression(Lambda = 0.5)]
public sealed record Trip
{
    [Feature] public required string City { get; init; }

    [Feature(Unit = TimeUnit.Days, Origin = "2020-01-01")] public DateTime Start { get; init; }

    [Feature(Unit = TimeUnit.Weeks)] public DateOnly Booked { get; init; }

    [Feature(Unit = TimeUnit.Hours)] public TimeSpan? Duration { get; init; }

    [Feature(Unit = TimeUnit.Years)] public DateTimeOffset Seen { get; init; }

    [Feature] public decimal Fare { get; init; }

    [Feature] public Half? Share { get; init; }

    [Feature(Unseen = Unseen.Zero, PenaltyFactor = 2)] public string? Kind { get; init; }

    [Feature(Length = 2)] public int[] Counts { get; init; } = [];

    [Feature(Length = 2)] public List<double> Sizes { get; init; } = [];

    [Feature(Length = 2)] public ReadOnlyMemory<float> Place { get; init; }

    [Feature(Length = 2)] public ImmutableArray<decimal> Taxes { get; init; } = [];

    [Feature(Length = 2)] public Tensor Image { get; init; } = zeros(2);

    [Target] public decimal Cost { get; init; }
}

/// <summary>Strings alone.</summary>
[RidgeRegression]
public sealed record Town
{
    [Feature] public string Name { get; init; } = "";

    [Target] public double Size { get; init; }
}

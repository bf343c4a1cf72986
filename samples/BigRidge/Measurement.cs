using RegSpec;

namespace BigRidge;

/// <summary>A row: thirty numbers far from zero, of different sizes, and what they cause.</summary>
[RidgeRegression(Lambda = 1.0)]
public sealed record Measurement
{
    [Feature] public required double X0 { get; init; }
    [Feature] public required double X1 { get; init; }
    [Feature] public required double X2 { get; init; }
    [Feature] public required double X3 { get; init; }
    [Feature] public required double X4 { get; init; }
    [Feature] public required double X5 { get; init; }
    [Feature] public required double X6 { get; init; }
    [Feature] public required double X7 { get; init; }
    [Feature] public required double X8 { get; init; }
    [Feature] public required double X9 { get; init; }
    [Feature] public required double X10 { get; init; }
    [Feature] public required double X11 { get; init; }
    [Feature] public required double X12 { get; init; }
    [Feature] public required double X13 { get; init; }
    [Feature] public required double X14 { get; init; }
    [Feature] public required double X15 { get; init; }
    [Feature] public required double X16 { get; init; }
    [Feature] public required double X17 { get; init; }
    [Feature] public required double X18 { get; init; }
    [Feature] public required double X19 { get; init; }
    [Feature] public required double X20 { get; init; }
    [Feature] public required double X21 { get; init; }
    [Feature] public required double X22 { get; init; }
    [Feature] public required double X23 { get; init; }
    [Feature] public required double X24 { get; init; }
    [Feature] public required double X25 { get; init; }
    [Feature] public required double X26 { get; init; }
    [Feature] public required double X27 { get; init; }
    [Feature] public required double X28 { get; init; }
    [Feature] public required double X29 { get; init; }

    [Target] public required double Y { get; init; }
}

using RegSpec;

namespace Prostate;

/// <summary>
/// A row of the data. The generated class PatientRidge standardises every feature with the rows of the fit. Svi is 0 or 1 but, as in the book, a number:
/// as a bool it would be centred and not scaled.
/// </summary>
[RidgeRegression]
public sealed record Patient
{
    [Feature] public required double LCavol { get; init; }

    [Feature] public required double LWeight { get; init; }

    [Feature] public required int Age { get; init; }

    [Feature] public required double Lbph { get; init; }

    [Feature] public required int Svi { get; init; }

    [Feature] public required double Lcp { get; init; }

    [Feature] public required int Gleason { get; init; }

    [Feature] public required int Pgg45 { get; init; }

    [Target] public required double Lpsa { get; init; }

    public required bool IsTrain { get; init; }

    /// <summary>The columns in the order of the book.</summary>
    public double[] Columns() => [LCavol, LWeight, Age, Lbph, Svi, Lcp, Gleason, Pgg45];
}

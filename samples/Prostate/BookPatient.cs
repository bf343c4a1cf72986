using RegSpec;

namespace Prostate;

/// <summary>
/// The same row with columns that were scaled beforehand, on all 97 rows. Generated code cannot make the book's mistake, since a scale always comes from
/// the rows of the fit: the mistake has to be vouched for, column by column, and the intercept dropped.
/// </summary>
[RidgeRegression(FitIntercept = false)]
public sealed record BookPatient
{
    [Feature(Length = 8), Standardized] public required double[] Scaled { get; init; }

    /// <summary>Less the mean of the 67.</summary>
    [Target, Standardized] public required double CentredLpsa { get; init; }
}

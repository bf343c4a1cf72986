using System.Globalization;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The state of a <see cref="RidgeSolution"/>, and its stored form.</summary>
internal sealed record RidgeSolutionJson(
    [property: JsonRequired] double Lambda, [property: JsonRequired] string TargetName, [property: JsonRequired] RidgeColumn[] Columns,
    [property: JsonRequired] double[] Coefficients, [property: JsonRequired] double[] RawCoefficients,
    [property: JsonRequired] double Intercept, [property: JsonRequired] double RawIntercept,
    [property: JsonRequired] double[] Means, [property: JsonRequired] double[] MeanRests, [property: JsonRequired] double[] Scales,
    [property: JsonRequired] long Count, [property: JsonRequired] double DegreesOfFreedom, [property: JsonRequired] double ResidualSumOfSquares,
    [property: JsonRequired] double RSquared, [property: JsonRequired] double GeneralizedCrossValidation,
    [property: JsonRequired] double ConditionNumber, [property: JsonRequired] double RegularizedConditionNumber,
    [property: JsonRequired] int Rank, [property: JsonRequired] double[] Digits, [property: JsonRequired] RidgeAlgorithm Algorithm,
    [property: JsonRequired] int RefinementSteps, [property: JsonRequired] double FirstCorrection,
    [property: JsonRequired] string[] ConstantFeatures, [property: JsonRequired] string[] Warnings)
{
    /// <summary>What cannot come from a fit, as a sentence; null if all can.</summary>
    public string? Fault()
    {
        if (Columns is null || TargetName is null || ConstantFeatures is null || Warnings is null)
        {
            return "names or warnings are null.";
        }

        if (RidgeLayout.Fault([.. Columns.Select(column => column?.Name)], "column") is { } names)
        {
            return "'Columns'" + names;
        }

        foreach ((string name, double[]? values) in new (string, double[]?)[]
        {
            ("Coefficients", Coefficients), ("RawCoefficients", RawCoefficients), ("Means", Means), ("MeanRests", MeanRests), ("Scales", Scales), ("Digits", Digits),
        })
        {
            if (values?.Length != Columns.Length)
            {
                return string.Create(CultureInfo.InvariantCulture, $"'{name}' has {values?.Length ?? 0} values for {Columns.Length} columns.");
            }

            if (name != "RawCoefficients" && Array.FindIndex(values, value => !double.IsFinite(value)) is int bad and >= 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"'{name}' of '{Columns[bad].Name}' is {values[bad]}.");
            }
        }

        return Range();
    }

    private string? Range()
    {
        int p = Columns.Length;
        int bad = Array.FindIndex(Scales, scale => !(scale > 0));
        return bad >= 0 ? string.Create(CultureInfo.InvariantCulture, $"'Scales' of '{Columns[bad].Name}' is {Scales[bad]}; it must be positive.")
            : !(Lambda >= 0) || double.IsInfinity(Lambda) ? string.Create(CultureInfo.InvariantCulture, $"'Lambda' is {Lambda}; it must be finite and ≥ 0.")
            : !double.IsFinite(Intercept) ? string.Create(CultureInfo.InvariantCulture, $"'Intercept' is {Intercept}.")
            : Count < 2 ? string.Create(CultureInfo.InvariantCulture, $"'Count' is {Count}; a fit has at least 2 rows.")
            : !(DegreesOfFreedom >= 0 && DegreesOfFreedom <= p * (1 + 1e-9)) ? string.Create(CultureInfo.InvariantCulture, $"'DegreesOfFreedom' is {DegreesOfFreedom} for {p} columns.")
            : !(ResidualSumOfSquares >= 0) ? string.Create(CultureInfo.InvariantCulture, $"'ResidualSumOfSquares' is {ResidualSumOfSquares}.")
            : Rank < 0 || Rank > p ? string.Create(CultureInfo.InvariantCulture, $"'Rank' is {Rank} for {p} columns.")
            : RefinementSteps < 0 ? string.Create(CultureInfo.InvariantCulture, $"'RefinementSteps' is {RefinementSteps}.")
            : Array.Exists(Digits, digits => digits is < 0 or > TrustedDigits.Most) ? "'Digits' are not from 0 to 15."
            : !Enum.IsDefined(Algorithm) ? $"'Algorithm' is {Algorithm}."
            : ConstantFeatures.Except(Columns.Select(column => column.Name)).FirstOrDefault() is { } unknown ? $"'ConstantFeatures' names '{unknown}', which is no column."
            : null;
    }
}

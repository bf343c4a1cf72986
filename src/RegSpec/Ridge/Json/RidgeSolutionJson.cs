using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The state of a <see cref="RidgeSolution"/>, and its stored form.</summary>
internal sealed record RidgeSolutionJson(
    double Lambda, string TargetName, string[] FeatureNames, double[] Coefficients, double[] RawCoefficients, double Intercept, double RawIntercept,
    double[] Means, double[] MeanRests, double[] Scales, long Count, double DegreesOfFreedom, double ResidualSumOfSquares, double RSquared, double GeneralizedCrossValidation,
    double ConditionNumber, double RegularizedConditionNumber, int Rank, double[] Digits, RidgeAlgorithm Algorithm, int RefinementSteps, double FirstCorrection,
    string[] ConstantFeatures, string[] Warnings)
{
    /// <summary>Whether it can come from <see cref="RidgeSolution"/>: complete, and with p entries where p are due.</summary>
    [JsonIgnore]
    public bool IsComplete => TargetName is not null && FeatureNames is not null && ConstantFeatures is not null && Warnings is not null
        && Array.TrueForAll([Coefficients, RawCoefficients, Means, MeanRests, Scales, Digits], values => values?.Length == FeatureNames.Length);
}

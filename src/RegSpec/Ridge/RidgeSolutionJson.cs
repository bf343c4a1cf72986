using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The state of a <see cref="RidgeSolution"/>, and its stored form.</summary>
internal sealed record RidgeSolutionJson(
    double Lambda, string TargetName, string[] FeatureNames, double[] Coefficients, double[] RawCoefficients, double Intercept, double RawIntercept,
    double[] Means, double[] MeanRests, double[] Scales, long Count, double DegreesOfFreedom, double ResidualSumOfSquares, double GeneralizedCrossValidation,
    double ConditionNumber, double RegularizedConditionNumber, int Rank, double[] Digits, RidgeAlgorithm Algorithm, int RefinementSteps, double FirstCorrection,
    string[] ConstantFeatures, string[] Warnings)
{
    /// <summary>Whether it can come from <see cref="RidgeSolution"/>: complete, and with p entries where p are due.</summary>
    [JsonIgnore]
    public bool IsComplete => TargetName is not null && FeatureNames is not null && ConstantFeatures is not null && Warnings is not null
        && Array.TrueForAll([Coefficients, RawCoefficients, Means, MeanRests, Scales, Digits], values => values?.Length == FeatureNames.Length);
}

/// <summary>Reads and writes <see cref="RidgeSolution"/> exactly: every double round-trips.</summary>
internal sealed class RidgeSolutionJsonConverter : JsonConverter<RidgeSolution>
{
    public override RidgeSolution Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RidgeSolutionJson? json = JsonSerializer.Deserialize(ref reader, RidgeJsonContext.Default.RidgeSolutionJson);
        return json is { IsComplete: true } ? new RidgeSolution(json) : throw new JsonException("A ridge solution is incomplete or its lengths disagree.");
    }

    public override void Write(Utf8JsonWriter writer, RidgeSolution value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.State, RidgeJsonContext.Default.RidgeSolutionJson);
}

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Reads and writes <see cref="RidgeStatistics"/> exactly: every double round-trips.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RidgeStatisticsJsonConverter : JsonConverter<RidgeStatistics>
{
    /// <inheritdoc/>
    public override RidgeStatistics Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RidgeStatisticsJson json = JsonSerializer.Deserialize(ref reader, RidgeJsonContext.Default.RidgeStatisticsJson)
            ?? throw new JsonException("Ridge statistics are null.");
        return json.ToStatistics();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RidgeStatistics value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonSerializer.Serialize(writer, RidgeStatisticsJson.Of(value), RidgeJsonContext.Default.RidgeStatisticsJson);
    }
}

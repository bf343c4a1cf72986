using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Reads and writes <see cref="RidgeStatistics"/> exactly: every double round-trips.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RidgeStatisticsJsonConverter : JsonConverter<RidgeStatistics>
{
    private const string What = "ridge statistics";

    /// <inheritdoc/>
    public override RidgeStatistics Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StoredForm.Read(ref reader, What, RidgeJsonContext.Default.RidgeStatisticsJson, content => content.Fault()).ToStatistics();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RidgeStatistics value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        StoredForm.Write(writer, What, RidgeStatisticsJson.Of(value), RidgeJsonContext.Default.RidgeStatisticsJson);
    }
}

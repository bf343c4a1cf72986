using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Reads and writes <see cref="RidgeSolution"/> exactly: every double round-trips.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RidgeSolutionJsonConverter : JsonConverter<RidgeSolution>
{
    /// <inheritdoc/>
    public override RidgeSolution Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RidgeSolutionJson? json = JsonSerializer.Deserialize(ref reader, RidgeJsonContext.Default.RidgeSolutionJson);
        return json is { IsComplete: true } ? new RidgeSolution(json) : throw new JsonException("A ridge solution is incomplete or its lengths disagree.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RidgeSolution value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonSerializer.Serialize(writer, value.State, RidgeJsonContext.Default.RidgeSolutionJson);
    }
}

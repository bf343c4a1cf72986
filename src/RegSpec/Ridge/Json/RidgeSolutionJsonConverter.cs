using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Reads and writes <see cref="RidgeSolution"/> exactly: every double round-trips.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RidgeSolutionJsonConverter : JsonConverter<RidgeSolution>
{
    private const string What = "ridge solution";

    /// <inheritdoc/>
    public override RidgeSolution Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(StoredForm.Read(ref reader, What, RidgeJsonContext.Default.RidgeSolutionJson, content => content.Fault()));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RidgeSolution value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        StoredForm.Write(writer, What, value.State, RidgeJsonContext.Default.RidgeSolutionJson);
    }
}

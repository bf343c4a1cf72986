using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Reads and writes <see cref="RidgeModel{T}"/> exactly, and refuses a model of other columns.</summary>
internal sealed class RidgeModelJsonConverter<T>(Func<RidgeRowType<T>> type) : JsonConverter<RidgeModel<T>>
{
    public override RidgeModel<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RidgeModelJson? json = JsonSerializer.Deserialize(ref reader, RidgeJsonContext.Default.RidgeModelJson);
        if (json?.Solution is not { IsComplete: true } state || json.Selection is { IsComplete: false })
        {
            throw new JsonException($"A ridge model of {typeof(T).Name} is incomplete or its lengths disagree.");
        }

        RidgeSolution solution = new(state);
        return type().DifferenceFrom(solution) is { } difference
            ? throw new JsonException($"The stored ridge model has other columns than {typeof(T).Name}: {difference}; fit it again.")
            : new RidgeModel<T>(type(), solution, json.Selection?.ToSelection(solution));
    }

    public override void Write(Utf8JsonWriter writer, RidgeModel<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer, new RidgeModelJson(value.Solution.State, RidgeSelectionJson.Of(value.Selection)), RidgeJsonContext.Default.RidgeModelJson);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Reads and writes <see cref="RidgeModel{T}"/> exactly, and refuses a model of other columns.</summary>
internal sealed class RidgeModelJsonConverter<T>(Func<RidgeRowType<T>> type) : JsonConverter<RidgeModel<T>>
{
    private const string What = "ridge model";

    public override RidgeModel<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RidgeModelJson json = StoredForm.Read(ref reader, What, RidgeJsonContext.Default.RidgeModelJson, content => content.Fault());
        RidgeSolution solution = new(json.Solution);
        return type().DifferenceFrom(solution.Layout) is { } difference
            ? throw new JsonException($"The stored ridge model has other columns than {typeof(T).Name}: {difference}; fit it again.")
            : new RidgeModel<T>(type(), solution, json.Selection?.ToSelection(solution));
    }

    public override void Write(Utf8JsonWriter writer, RidgeModel<T> value, JsonSerializerOptions options) => StoredForm.Write(
        writer, What, new RidgeModelJson(value.Solution.State, RidgeSelectionJson.Of(value.Selection)), RidgeJsonContext.Default.RidgeModelJson);
}

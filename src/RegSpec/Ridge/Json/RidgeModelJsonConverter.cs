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
        RidgeSolution[] solutions = Array.ConvertAll(json.Solutions, state => new RidgeSolution(state));
        (RidgeEncoding? encoding, string? difference) = type().EncodingOf(solutions);
        return difference is null
            ? new RidgeModel<T>(type(), encoding!, solutions, json.Selections?.Select((selection, target) => selection.ToSelection(solutions[target])).ToArray(), json.SkippedRows)
            : throw new JsonException($"The stored ridge model has other columns than {typeof(T).Name}: {difference}; fit it again.");
    }

    public override void Write(Utf8JsonWriter writer, RidgeModel<T> value, JsonSerializerOptions options) => StoredForm.Write(
        writer, What, new RidgeModelJson([.. value.Solutions.Select(solution => solution.State)], value.Selections?.Select(selection => RidgeSelectionJson.Of(selection)!).ToArray(), value.SkippedRows), RidgeJsonContext.Default.RidgeModelJson);
}

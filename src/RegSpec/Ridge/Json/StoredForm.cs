using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RegSpec;

/// <summary>
/// How statistics, solutions and models are stored: what it is, the version of the form, a digest of the content, the content. What was changed by
/// anything but this class is refused.
/// </summary>
internal static class StoredForm
{
    /// <summary>Raised when a content changes its members or their meaning.</summary>
    public const int Version = 3;

    private const int DigestLength = 16;

    /// <summary>Writes a content.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="what">What it is: <c>ridge solution</c>.</param>
    /// <param name="content">The content.</param>
    /// <param name="type">How it is serialised.</param>
    public static void Write<T>(Utf8JsonWriter writer, string what, T content, JsonTypeInfo<T> type)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(content, type);
        writer.WriteStartObject();
        writer.WriteString("Format", what);
        writer.WriteNumber("Version", Version);
        writer.WriteString("Digest", Digest(bytes));
        writer.WritePropertyName("Content");
        writer.WriteRawValue(bytes);
        writer.WriteEndObject();
    }

    /// <summary>Reads a content.</summary>
    /// <param name="reader">At the first token.</param>
    /// <param name="what">What it must be.</param>
    /// <param name="type">How it is serialised.</param>
    /// <param name="fault">What is wrong with a content that could be read, as a sentence; null if nothing is.</param>
    /// <exception cref="JsonException">It is of another kind or version, incomplete, impossible, or was changed.</exception>
    public static T Read<T>(ref Utf8JsonReader reader, string what, JsonTypeInfo<T> type, Func<T, string?> fault)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"A stored {what} is an object, not {root.ValueKind}.");
        }

        if (TwiceIn(root) is { } twice)
        {
            throw new JsonException($"The stored {what} has '{twice}' twice.");
        }

        string format = Member(root, "Format", JsonValueKind.String, what).GetString()!;
        if (format != what)
        {
            throw new JsonException($"This is a stored '{format}', not a '{what}'.");
        }

        JsonElement number = Member(root, "Version", JsonValueKind.Number, what);
        if (!number.TryGetInt32(out int version) || version != Version)
        {
            throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"The stored {what} has the version {number}, this library reads version {Version}; fit and store it again, or use the library that stored it."));
        }

        string digest = Member(root, "Digest", JsonValueKind.String, what).GetString()!;
        JsonElement stored = Member(root, "Content", JsonValueKind.Object, what);
        if (root.EnumerateObject().FirstOrDefault(member => member.Name is not ("Format" or "Version" or "Digest" or "Content")) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            throw new JsonException($"The stored {what} has an unknown member '{other.Name}'.");
        }

        T content;
        try
        {
            content = stored.Deserialize(type)!;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new JsonException($"The stored {what} cannot be read: {exception.Message}", exception);
        }

        if (fault(content) is { } sentence)
        {
            throw new JsonException($"The stored {what} is damaged: {sentence}");
        }

        return Digest(JsonSerializer.SerializeToUtf8Bytes(content, type)) == digest
            ? content
            : throw new JsonException($"The stored {what} was changed after it was stored: its content does not have the digest '{digest}'.");
    }

    private static JsonElement Member(JsonElement root, string name, JsonValueKind kind, string what) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : throw new JsonException($"The stored {what} has no '{name}' ({kind}); it is damaged, or was stored by another library.");

    /// <summary>The name of a member that an object has twice, here or further in.</summary>
    private static string? TwiceIn(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                HashSet<string> names = [];
                return element.EnumerateObject().Select(member => names.Add(member.Name) ? TwiceIn(member.Value) : member.Name).FirstOrDefault(name => name is not null);
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(TwiceIn).FirstOrDefault(name => name is not null);
            default:
                return null;
        }
    }

    private static string Digest(byte[] content) => Convert.ToHexString(SHA256.HashData(content))[..DigestLength];
}

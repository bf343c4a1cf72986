using System.Globalization;

namespace RegSpec;

/// <summary>Exceptions that name the row at fault.</summary>
internal static class RowFault
{
    private static readonly string Key = typeof(RowFault).FullName!;

    /// <summary>An exception about a row.</summary>
    /// <param name="message">Beginning with <see cref="Place"/>.</param>
    /// <param name="index">0-based place of the row; negative for a row by itself.</param>
    public static ArgumentException Of(string message, long index)
    {
        ArgumentException fault = new(message, index < 0 ? "row" : "rows");
        fault.Data[Key] = true;
        return fault;
    }

    /// <summary>Whether an exception already names its row.</summary>
    public static bool Is(Exception exception) => exception.Data.Contains(Key);

    /// <summary>The beginning of a message.</summary>
    public static string Place(long index) => index < 0 ? "row: " : string.Create(CultureInfo.InvariantCulture, $"rows: row {index}, ");
}

using System.Globalization;

namespace RegSpec;

/// <summary>Whether two statements saw the same rows.</summary>
internal static class TableChange
{
    /// <exception cref="InvalidOperationException">They did not.</exception>
    public static void Check(TableSource source, long expected, long actual)
    {
        if (actual != expected)
        {
            throw Changed(source, string.Create(CultureInfo.InvariantCulture, $"{expected} rows in one statement, {actual} in a later one"));
        }
    }

    /// <exception cref="InvalidOperationException">They did not.</exception>
    public static void Check(TableSource source, StatementRow row, ColumnRanges ranges)
    {
        Check(source, ranges.Count, row.Count);
        if (row.Hash != ranges.Hash)
        {
            throw Changed(source, "other values in a later statement");
        }
    }

    private static InvalidOperationException Changed(TableSource source, string how) => new(
        $"{source.Name}: its rows changed while it was read ({how}), so the sums would not belong together; read it again when nobody writes, read a copy, or set TableOptions.Way to Streaming, which needs a single pass.");
}

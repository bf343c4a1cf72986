using System.Globalization;

namespace RegSpec;

/// <summary>Whether two statements saw the same rows.</summary>
internal static class TableChange
{
    /// <summary>What sums of shares may be off by.</summary>
    private const double ShareRounding = 1e-9;

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

    /// <summary>Whether each row had one of the levels that were read, so that their shares add to 1.</summary>
    /// <exception cref="InvalidOperationException">It had not.</exception>
    public static void CheckLevels(TableSource source, RidgeStatistics all)
    {
        int first = 0;
        foreach ((RidgeFeature feature, MemberSql member) in source.Encoding.Schema.Features.Zip(source.Features))
        {
            bool mayLack = feature.Kind == RidgeFeatureKind.Category && feature.Unseen == Unseen.Zero;
            if (member.Code is not null && !mayLack && Math.Abs(Enumerable.Range(first, member.Values.Count).Sum(all.Mean) - 1) > ShareRounding)
            {
                throw Changed(source, $"texts of '{feature.Name}' in one statement that another had not; or they are no valid UTF-8");
            }

            first += member.Values.Count;
        }
    }

    private static InvalidOperationException Changed(TableSource source, string how) => new(
        $"{source.Name}: its rows changed while it was read ({how}), so the sums would not belong together; read it again when nobody writes, read a copy, or set TableOptions.Way to Streaming, which needs a single pass.");
}

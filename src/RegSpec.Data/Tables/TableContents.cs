using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>What the first statement finds in a table: how many rows there are, how many can be used, and what keeps the others out.</summary>
/// <param name="Rows">Rows that meet the caller's condition.</param>
/// <param name="Counting">Those that can be used and have a weight.</param>
/// <param name="Weightless">Those that can be used and have the weight 0.</param>
/// <param name="SkippedBy">For each member without a usable value in some row, in how many.</param>
internal sealed record TableContents(long Rows, long Counting, long Weightless, IReadOnlyDictionary<string, long> SkippedBy)
{
    /// <summary>Values that a message shows.</summary>
    private const int MostShown = 5;

    /// <summary>Reads it.</summary>
    /// <exception cref="ArgumentException">A column has values that it must not have, or no row can be used.</exception>
    public static TableContents Read(TableSession session, TableRows table)
    {
        MemberSql[] members = [.. table.Members];
        MemberSql[] guarded = [.. members.Where(member => member.Fault is not null)];
        List<string> conditions = [table.Counts, .. members.Select(member => member.Usable), .. guarded.Select(member => member.Fault!.Condition)];
        if (table.Weight is { } weighted)
        {
            conditions.Add($"{table.Usable} AND {weighted.Values[0]} = {table.Dialect.Number(0)}");
            conditions.Add($"{weighted.Usable} AND {weighted.Values[0]} < {table.Dialect.Number(0)}");
        }

        if (table.FoldKey is { } key)
        {
            conditions.Add($"{key} IS NOT NULL");
        }

        string[] counts = ["COUNT(*)", .. conditions.Select(condition => $"COUNT(CASE WHEN {condition} THEN 1 END)")];
        long[] found = [.. counts.Chunk(table.Dialect.MostExpressions).SelectMany(part =>
            session.Rows(command => table.SelectAll(command, part), reader => Integers(reader, part.Length))[0])];
        long rows = found[0];
        for (int i = 0; i < guarded.Length; i++)
        {
            if (found[2 + members.Length + i] is > 0 and long faults)
            {
                throw Fault(session, table, guarded[i], faults);
            }
        }

        int next = 2 + members.Length + guarded.Length;
        long weightless = 0;
        if (table.Weight is not null)
        {
            weightless = found[next++];
            if (found[next++] is > 0 and long negative)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{table.Name}: {table.Weight.Member} is negative in {negative} rows; weights must be ≥ 0."), "table");
            }
        }

        Dictionary<string, long> skippedBy = [];
        for (int i = 0; i < members.Length; i++)
        {
            if (rows - found[2 + i] is > 0 and long skipped)
            {
                skippedBy.Add(members[i].Name, skipped);
            }
        }

        if (table.FoldKey is { } fold && rows - found[next] is > 0 and long keyless)
        {
            skippedBy.Add(fold, keyless);
        }

        TableContents contents = new(rows, found[1], weightless, skippedBy);
        return contents.Counting > 0 ? contents : throw contents.NoRow(table);
    }

    private static long[] Integers(DbDataReader reader, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Convert.ToInt64(reader.GetValue(i), CultureInfo.InvariantCulture))];

    private static ArgumentException Fault(TableSession session, TableRows table, MemberSql member, long faults)
    {
        MemberFault fault = member.Fault!;
        List<string> values = session.Rows(
            command => table.SelectAll(command, [$"DISTINCT {fault.Shown} AS v"], fault.Condition) + string.Create(CultureInfo.InvariantCulture, $" ORDER BY v LIMIT {MostShown}"),
            reader => reader.GetString(0));
        return new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{table.Name}: {faults} rows have {fault.Name(values)} in the column {member.Column}; {member.Member} {fault.Remedy}."), "table");
    }

    private ArgumentException NoRow(TableRows table)
    {
        string why = Rows == 0 ? "it has none"
            : string.Create(CultureInfo.InvariantCulture, $"of {Rows}, values are missing, NaN or infinite in {(SkippedBy.Count == 0 ? "none" : string.Join(", ", SkippedBy.Select(pair => $"'{pair.Key}' ({pair.Value})")))}{(Weightless > 0 ? $", {Weightless} have the weight 0" : "")}");
        return new ArgumentException($"{table.Name}: no row can be used: {why}.", "table");
    }
}

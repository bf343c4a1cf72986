using System.Globalization;

namespace RegSpec;

/// <summary>The levels of the strings of a table: what columns there are.</summary>
internal static class TableLevels
{
    /// <summary>Most levels of one feature: beyond, a statement that names them is longer than engines take, and the products fill the memory.</summary>
    public const int Most = 2000;

    /// <summary>Reads the levels of all rows that can be used, those of weight 0 too, as a fit to the rows learns them.</summary>
    /// <param name="session">Where the statements run: one a string feature.</param>
    /// <param name="schema">What the type declares.</param>
    /// <param name="rows">What they read.</param>
    /// <param name="progress">Is told the features read.</param>
    /// <exception cref="ArgumentException">A feature has more levels than <see cref="Most"/>.</exception>
    public static RidgeEncoding Read(TableSession session, RidgeSchema schema, TableRows rows, Action<int> progress)
    {
        Dictionary<string, IReadOnlyList<string>> levels = [];
        for (int i = 0; i < schema.Features.Count; i++)
        {
            RidgeFeature feature = schema.Features[i];
            if (feature.Kind != RidgeFeatureKind.Category)
            {
                continue;
            }

            MemberSql member = rows.Features[i];
            List<string> found = session.Rows(
                command => rows.SelectAll(command, [$"DISTINCT {rows.Dialect.ToText(member.Column)} AS v"], $"{rows.Usable} AND {member.Column} IS NOT NULL") + string.Create(CultureInfo.InvariantCulture, $" LIMIT {Most + 1}"),
                reader => reader.GetString(0));
            levels.Add(feature.Name, found.Count <= Most ? found : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Name}: {member.Member} has more than {Most} levels in the column {member.Column}; each is a column of the design. Join rare ones in a view, or leave the feature out."), "table"));
            progress(levels.Count);
        }

        return schema.Encode(levels);
    }

    /// <summary>The levels of a feature among columns.</summary>
    public static IReadOnlyList<string> Of(RidgeLayout layout, RidgeFeature feature) =>
        [.. layout.Columns.Where(column => column.Feature == feature.Name && column.Kind == RidgeColumnKind.Level).Select(column => column.Level!)];
}

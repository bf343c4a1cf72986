namespace RegSpec;

/// <summary>Finds the columns of a table that the members of a row type name.</summary>
internal sealed class TableColumns(string table, IReadOnlyList<TableColumn> columns)
{
    /// <summary>Columns that a message lists before it counts the rest.</summary>
    private const int MostNamed = 20;

    private readonly List<string> missing = [];

    /// <summary>The column of a name: exactly, else the only one that differs in case alone. Null where there is none, which <see cref="Check"/> reports.</summary>
    /// <exception cref="ArgumentException">Several columns differ from the name in case alone.</exception>
    public TableColumn? Find(string what, string name)
    {
        TableColumn[] same = [.. columns.Where(column => column.Name == name)];
        TableColumn[] alike = same.Length > 0 ? same : [.. columns.Where(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (alike.Length > 1)
        {
            throw new ArgumentException(
                $"{table}: {what} could be any of the columns {Quoted(alike.Select(column => column.Name))}; say which with [Column(\"…\")].", "table");
        }

        if (alike.Length == 0)
        {
            missing.Add(what);
        }

        return alike.FirstOrDefault();
    }

    /// <summary>Throws if a name was not found.</summary>
    /// <exception cref="ArgumentException">It names all that is missing and the columns there are.</exception>
    public void Check()
    {
        if (missing.Count > 0)
        {
            string rest = columns.Count > MostNamed ? $" and {columns.Count - MostNamed} more" : "";
            throw new ArgumentException(
                $"{table}: has no column for {string.Join(", ", missing)}; it has {Quoted(columns.Take(MostNamed).Select(column => column.Name))}{rest}. Name a member's column with [Column(\"…\")].", "table");
        }
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}

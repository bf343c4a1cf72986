using System.Text;

namespace RegSpec;

/// <summary>The parts of a table's name: <c>sales</c>, <c>shop.sales</c>, <c>shop."sales.2024"</c>.</summary>
internal static class TableName
{
    /// <exception cref="ArgumentException">A part is empty or its quote is not closed.</exception>
    public static IReadOnlyList<string> Parts(string table)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        List<string> parts = [];
        int at = 0;
        do
        {
            parts.Add(at < table.Length && table[at] == '"' ? Quoted(table, ref at) : Plain(table, ref at));
        }
        while (at++ < table.Length);

        return parts;
    }

    private static string Plain(string table, ref int at)
    {
        int end = table.IndexOf('.', at);
        string part = end < 0 ? table[at..] : table[at..end];
        at += part.Length;
        return part.Length > 0 ? part : throw new ArgumentException($"table: '{table}' has an empty part between dots; write a part that contains dots in double quotes.", nameof(table));
    }

    private static string Quoted(string table, ref int at)
    {
        StringBuilder part = new();
        for (at++; at < table.Length; at++)
        {
            if (table[at] != '"')
            {
                part.Append(table[at]);
            }
            else if (at + 1 < table.Length && table[at + 1] == '"')
            {
                part.Append(table[at++]);
            }
            else if (part.Length > 0 && (at + 1 == table.Length || table[at + 1] == '.'))
            {
                at++;
                return part.ToString();
            }
            else
            {
                break;
            }
        }

        throw new ArgumentException($"table: '{table}' starts a part with a double quote that ends nowhere before a dot or the end; double the quotes within it.", nameof(table));
    }
}

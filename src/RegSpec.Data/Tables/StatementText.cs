using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>
/// The text of one statement of sums: over a subquery that gives each row's fold, weight, hash and the values of some columns, less their shifts, come n, Σs, the sum of
/// the hashes and whatever sums are asked for.
/// </summary>
internal sealed class StatementText(TableSource source, IEnumerable<int> columns, double[]? shifts)
{
    private readonly int[] columns = [.. columns];

    /// <summary>The name of a column's value in the subquery.</summary>
    public static string Value(int column) => string.Create(CultureInfo.InvariantCulture, $"d{column}");

    /// <summary>The same times the weight.</summary>
    public static string Weighted(TableSource source, int column) => source.Weight is null ? Value(column) : string.Create(CultureInfo.InvariantCulture, $"e{column}");

    public string Write(DbCommand command, IEnumerable<string> sums)
    {
        SqlDialect dialect = source.Dialect;
        List<string> inner = [];
        List<string> outer = ["COUNT(*)"];
        if (source.Fold is { } fold)
        {
            inner.Add(fold + " AS f");
            outer.Insert(0, "f");
        }

        if (source.Weight is { } weight)
        {
            inner.Add(weight.Values[0] + " AS w");
            outer.Add("SUM(w)");
        }

        if (source.RowHash is { } hash)
        {
            inner.Add(hash + " AS h");
            outer.Add(dialect.SumOfHashes("h"));
        }

        foreach (int j in columns)
        {
            string value = shifts is null ? source.Values[j] : $"({source.Values[j]} - {dialect.Number(shifts[j])})";
            inner.Add($"{value} AS {Value(j)}");
            if (source.Weight is not null && shifts is not null)
            {
                inner.Add($"{source.Weight.Values[0]} * {value} AS {Weighted(source, j)}");
            }
        }

        string rows = dialect.Subquery(source.SelectUsable(command, inner));
        return $"SELECT {string.Join(", ", outer.Concat(sums))} FROM {rows} q{(source.Fold is null ? "" : " GROUP BY f")}";
    }
}

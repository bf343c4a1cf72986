namespace RegSpec.Generators;

/// <summary>Writes the methods that read tables and files, which a compilation gets that references RegSpec.Data: they forward to it.</summary>
internal static class RidgeTableWriter
{
    /// <summary>The type whose presence says that RegSpec.Data is referenced.</summary>
    public const string Tables = "RegSpec.RidgeTables";

    private const string Rest =
        "global::RegSpec.TableOptions? options = null, global::System.IProgress<global::RegSpec.RidgeProgress>? progress = null, global::System.Threading.CancellationToken cancellation = default";

    private const string Connected = "global::System.Data.Common.DbConnection connection, string table, " + Rest;

    public static void Write(IndentedWriter writer)
    {
        Method(writer, "global::RegSpec.TableStatistics", "Statistics", Connected, "connection, table, options, progress, cancellation",
            "Statistics of a table in DuckDB, PostgreSQL or ClickHouse, summed in the engine or from its rows: see <see cref=\"global::RegSpec.RidgeTables\"/>.");
        Method(writer, "global::System.Threading.Tasks.Task<global::RegSpec.TableStatistics>", "StatisticsAsync", Connected, "connection, table, options, progress, cancellation",
            "The same on a thread of the pool, which waits for the engine.");
        Method(writer, "global::RegSpec.TableStatistics", "Statistics", "string file, " + Rest, "file, options, progress, cancellation",
            "Statistics of Parquet or CSV files, given by their path or a glob, read by an embedded DuckDB.");
    }

    private static void Method(IndentedWriter writer, string result, string name, string parameters, string arguments, string summary)
    {
        writer.WriteLine("/// <summary>" + summary + "</summary>");
        writer.WriteLine("public static " + result + " " + name + "(" + parameters + ") =>");
        writer.WriteLine("    " + "global::" + Tables + "." + name + "(Type, " + arguments + ");");
        writer.WriteLine();
    }
}

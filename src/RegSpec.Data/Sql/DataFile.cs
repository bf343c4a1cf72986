namespace RegSpec;

/// <summary>What a file of rows is.</summary>
internal enum DataFileFormat
{
    /// <summary>No file.</summary>
    None,

    /// <summary>Columns of Parquet.</summary>
    Parquet,

    /// <summary>Delimited text, possibly compressed.</summary>
    Csv,
}

/// <summary>Files that DuckDB reads as tables, by the ending of their path.</summary>
internal static class DataFile
{
    private static readonly string[] Parquet = [".parquet", ".parq"];

    private static readonly string[] Csv = [".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst", ".tsv.zst"];

    public static DataFileFormat FormatOf(string path) =>
        Ends(path, Parquet) ? DataFileFormat.Parquet : Ends(path, Csv) ? DataFileFormat.Csv : DataFileFormat.None;

    private static bool Ends(string path, string[] endings) => Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}

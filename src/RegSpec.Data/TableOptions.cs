using System.Data.Common;

namespace RegSpec;

/// <summary>What to read of a table, and how.</summary>
public sealed record TableOptions
{
    /// <summary>Where the sums are made.</summary>
    public TableWay Way { get; init; }

    /// <summary>
    /// A condition on the rows in the SQL of the engine: <c>$"year &gt;= {from} AND city = {city}"</c>. What stands in braces becomes a parameter, the rest is
    /// taken as written and must not come from anybody who is not trusted.
    /// </summary>
    public FormattableString? Where { get; init; }

    /// <summary>k, the number of folds to keep apart for k-fold selection; 0 for none, else at least 2.</summary>
    public int Folds { get; init; }

    /// <summary>
    /// The column whose value puts a row into a fold, for <see cref="Folds"/>: fold = the first 32 bits of the MD5 of its text, modulo k. Integers and strings have the
    /// same text, so the same folds, in every engine; rows that belong together share a key. Rows without a key are skipped.
    /// </summary>
    public string? FoldKey { get; init; }

    /// <summary>
    /// The levels of strings: from <see cref="RidgeSchema.Encode"/>, or those of a model. Null to read them from the table, one statement a string feature. Statistics that are
    /// to be merged need the same.
    /// </summary>
    public RidgeEncoding? Encoding { get; init; }

    /// <summary>A transaction of the connection to read in; null to begin one where the engine has snapshots.</summary>
    public DbTransaction? Transaction { get; init; }

    /// <summary>Seconds that one statement may take; null for no limit.</summary>
    public int? CommandTimeout { get; init; }

    /// <summary>The SQL of the engine; null to know it by the connection's provider.</summary>
    public SqlDialect? Dialect { get; init; }
}

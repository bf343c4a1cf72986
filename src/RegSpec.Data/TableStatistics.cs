using System.Globalization;

namespace RegSpec;

/// <summary>The statistics of a table and how they came about.</summary>
/// <param name="Statistics">Of all rows that can be used.</param>
/// <param name="Folds">Of the rows of each fold; empty without <see cref="TableOptions.Folds"/>.</param>
/// <param name="Rows">Rows of the table that meet <see cref="TableOptions.Where"/>.</param>
/// <param name="SkippedRows">Those among them in which a value is missing (NULL), NaN or infinite.</param>
/// <param name="WeightlessRows">Those that could be used but have the weight 0.</param>
/// <param name="SkippedBy">For each column with such values, how many rows have them; a row may count in several.</param>
/// <param name="Way">Where the sums were made.</param>
/// <param name="Reason">Why there.</param>
/// <param name="Statements">Statements that were run.</param>
public sealed record TableStatistics(
    RidgeStatistics Statistics,
    IReadOnlyList<RidgeStatistics> Folds,
    long Rows,
    long SkippedRows,
    long WeightlessRows,
    IReadOnlyDictionary<string, long> SkippedBy,
    TableWay Way,
    string Reason,
    int Statements)
{
    /// <summary>One line: rows, skipped rows and their columns, way and reason.</summary>
    public override string ToString()
    {
        string skipped = SkippedRows == 0 ? "none skipped"
            : string.Create(CultureInfo.InvariantCulture, $"{SkippedRows} skipped ({string.Join(", ", SkippedBy.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")))})");
        return string.Create(CultureInfo.InvariantCulture, $"{Rows} rows, {skipped}; {(Way == TableWay.PushDown ? "pushed down" : "streamed")} in {Statements} statements: {Reason}");
    }
}

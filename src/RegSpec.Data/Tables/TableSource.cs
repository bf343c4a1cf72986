using System.Data.Common;

namespace RegSpec;

/// <summary>The rows of one table as rows of the design: what <see cref="TableRows"/> has, once the levels of strings are known.</summary>
internal sealed class TableSource
{
    private readonly TableRows rows;

    public TableSource(TableRows rows, RidgeEncoding encoding)
    {
        this.rows = rows;
        Encoding = encoding;
        Features = [.. rows.Features.Zip(encoding.Schema.Features, (member, feature) => feature.Kind == RidgeFeatureKind.Category
            ? rows.Writer.WithLevels(member, TableLevels.Of(encoding.Layout, feature))
            : member)];
        Values = [.. Features.SelectMany(member => member.Values), .. rows.Targets.SelectMany(member => member.Values)];
    }

    public RidgeEncoding Encoding { get; }

    public RidgeLayout Layout => Encoding.StatisticsLayout;

    public IReadOnlyList<MemberSql> Features { get; }

    public IReadOnlyList<MemberSql> Targets => rows.Targets;

    public MemberSql? Weight => rows.Weight;

    public SqlDialect Dialect => rows.Dialect;

    /// <summary>The table as the caller wrote it, for messages.</summary>
    public string Name => rows.Name;

    /// <summary>k; 0 without folds.</summary>
    public int Folds => rows.Folds;

    /// <summary>The fold of a row as an integer; null without folds.</summary>
    public string? Fold => rows.Fold;

    /// <summary>Whether a row can be used and has a weight.</summary>
    public string Counts => rows.Counts;

    /// <summary>All columns of the design, then the targets, as doubles.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>p + t.</summary>
    public int Width => Values.Count;

    /// <summary>A hash of the values of a row; null where all statements see the same rows anyway.</summary>
    public string? RowHash => rows.HasSnapshot ? null : rows.Dialect.RowHash(Weight is null ? Values : [.. Values, Weight.Values[0]]);

    /// <summary>A SELECT over the rows that can be used: the same condition in every statement.</summary>
    public string SelectUsable(DbCommand command, IEnumerable<string> expressions) => rows.SelectAll(command, expressions, rows.Counts);
}

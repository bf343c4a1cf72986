using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>The rows of one table as the row type sees them: FROM, WHERE, the members, and which rows can be used. What can be known before the levels of strings are.</summary>
internal sealed class TableRows
{
    private readonly string from;
    private readonly FormattableString? where;

    public TableRows(RidgeSchema schema, string table, SqlDialect dialect, TableOptions options, IReadOnlyList<TableColumn> available)
    {
        DeclaredColumns.Check(schema, table);
        Dialect = dialect;
        Name = table;
        HasSnapshot = dialect.HasSnapshotOf(table);
        from = dialect.Table(table);
        where = options.Where;
        TableColumns columns = new(table, available);
        (RidgeFeature Feature, TableColumn? Column)[] features = [.. schema.Features.Select(feature => (feature, columns.Find(Label("feature", feature.Name, feature.Source), feature.Source)))];
        (RidgeMember Member, TableColumn? Column)[] targets = [.. schema.Targets.Select(target => (target, columns.Find(Label("target", target.Name, target.Source), target.Source)))];
        TableColumn? weight = schema.Weight is { } declared ? columns.Find(Label("weight", declared.Name, declared.Source), declared.Source) : null;
        TableColumn? key = options.FoldKey is { } named ? columns.Find($"FoldKey '{named}'", named) : null;
        columns.Check();
        Writer = new(dialect, table);
        Features = [.. features.Select(pair => Writer.Feature(pair.Feature, pair.Column!, options.Encoding is { } known ? TableLevels.Of(known.Layout, pair.Feature) : null))];
        Targets = [.. targets.Select(pair => Writer.Number($"target '{pair.Member.Name}'", pair.Member.Name, pair.Column!))];
        Weight = weight is null ? null : Writer.Number($"weight '{schema.Weight!.Name}'", schema.Weight.Name, weight);
        Folds = options.Folds;
        FoldKey = key is null ? null : dialect.Quote(key.Name);
    }

    public SqlDialect Dialect { get; }

    public MemberWriter Writer { get; }

    /// <summary>The table as the caller wrote it, for messages.</summary>
    public string Name { get; }

    /// <summary>Whether all statements see the same rows.</summary>
    public bool HasSnapshot { get; }

    public IReadOnlyList<MemberSql> Features { get; }

    public IReadOnlyList<MemberSql> Targets { get; }

    public MemberSql? Weight { get; }

    /// <summary>k; 0 without folds.</summary>
    public int Folds { get; }

    /// <summary>The column of the key, quoted; null without folds.</summary>
    public string? FoldKey { get; }

    public IEnumerable<MemberSql> Members => Weight is null ? Features.Concat(Targets) : Features.Concat(Targets).Append(Weight);

    /// <summary>Whether a row has all its values and its key.</summary>
    public string Usable => string.Join(" AND ", FoldKey is null ? Members.Select(member => member.Usable) : Members.Select(member => member.Usable).Append($"{FoldKey} IS NOT NULL"));

    /// <summary>Whether a row can be used and has a weight.</summary>
    public string Counts => Weight is null ? Usable : $"{Usable} AND {Weight.Values[0]} > {Dialect.Number(0)}";

    /// <summary>The fold of a row as an integer; null without folds.</summary>
    public string? Fold => FoldKey is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Dialect.Hash(Dialect.ToText(FoldKey))} % {Folds}");

    /// <summary>A SELECT over the rows that meet the caller's condition, whatever their values; its parameters go into the command.</summary>
    public string SelectAll(DbCommand command, IEnumerable<string> expressions, string? condition = null)
    {
        string given = Given(command);
        string whole = condition is null ? given : given.Length == 0 ? " WHERE " + condition : $"{given} AND ({condition})";
        return $"SELECT {string.Join(", ", expressions)} FROM {from}{whole}";
    }

    private string Given(DbCommand command)
    {
        if (where is null)
        {
            return "";
        }

        object[] marks = [.. where.GetArguments().Select((value, index) => Dialect.Bind(command, index, value))];
        return $" WHERE ({string.Format(CultureInfo.InvariantCulture, where.Format, marks)})";
    }

    private static string Label(string kind, string name, string source) => name == source ? $"{kind} '{name}'" : $"{kind} '{name}' (column '{source}')";
}

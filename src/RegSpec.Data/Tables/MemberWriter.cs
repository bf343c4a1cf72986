using System.Globalization;

namespace RegSpec;

/// <summary>Writes members of a row type as expressions over the columns of a table.</summary>
internal sealed class MemberWriter(SqlDialect dialect, string table)
{
    private readonly string one = dialect.Number(1);
    private readonly string zero = dialect.Number(0);

    /// <summary>A feature.</summary>
    /// <exception cref="ArgumentException">The column has a type that the feature cannot have.</exception>
    public MemberSql Feature(RidgeFeature feature, TableColumn column) => feature.Kind switch
    {
        RidgeFeatureKind.Number => Number($"feature '{feature.Name}'", feature.Name, column),
        RidgeFeatureKind.Indicator => Indicator(feature, column),
        RidgeFeatureKind.Levels => Levels(feature, column),
        RidgeFeatureKind.Array => Array(feature, column),
        _ => throw new NotSupportedException($"{table}: feature '{feature.Name}' is of the kind {feature.Kind}, which cannot be read from a table."),
    };

    /// <summary>A number: of a feature, a target or a weight.</summary>
    /// <exception cref="ArgumentException">The column has no numbers.</exception>
    public MemberSql Number(string member, string name, TableColumn column)
    {
        if (!SqlDialect.IsNumber(column.Type))
        {
            throw Mismatch(member, column, "numbers");
        }

        string quoted = dialect.Quote(column.Name);
        string value = dialect.ToDouble(quoted);
        return new(member, name, quoted, [dialect.Known(value)], dialect.IsFinite(value));
    }

    private MemberSql Indicator(RidgeFeature feature, TableColumn column)
    {
        string member = $"feature '{feature.Name}'";
        string quoted = dialect.Quote(column.Name);
        (string yes, string no) = column.Type == typeof(bool) ? (dialect.Literal(true), dialect.Literal(false))
            : SqlDialect.IsInteger(column.Type) ? ("1", "0")
            : throw Mismatch(member, column, "truth values, or 0 and 1");
        return new(
            member, feature.Name, quoted, [Choice($"{quoted} = {yes}")], $"{quoted} IS NOT NULL",
            $"{quoted} IS NOT NULL AND {quoted} NOT IN ({yes}, {no})", "is a bool; a column of it has truth values, or 0 and 1");
    }

    private MemberSql Levels(RidgeFeature feature, TableColumn column)
    {
        string member = $"feature '{feature.Name}'";
        string quoted = dialect.Quote(column.Name);
        bool byName = column.Type == typeof(string);
        if (!byName && !SqlDialect.IsInteger(column.Type))
        {
            throw Mismatch(member, column, "the names or numbers of its levels");
        }

        string compared = byName ? dialect.ToText(quoted) : quoted;
        string[] levels = [.. byName ? feature.Levels.Select(dialect.Literal) : feature.LevelValues.Select(value => value.ToString(CultureInfo.InvariantCulture))];
        return new(
            member, feature.Name, quoted, [.. levels.Select(level => Choice($"{compared} = {level}"))], $"{quoted} IS NOT NULL",
            $"{quoted} IS NOT NULL AND {compared} NOT IN ({string.Join(", ", levels)})", "declares no such level; declare it in the enum or leave such rows out with Where");
    }

    private MemberSql Array(RidgeFeature feature, TableColumn column)
    {
        string member = $"feature '{feature.Name}'";
        if (!SqlDialect.IsArray(column.Type))
        {
            throw Mismatch(member, column, "arrays of numbers");
        }

        string quoted = dialect.Quote(column.Name);
        string[] values = [.. Enumerable.Range(0, feature.Length).Select(i => dialect.ToDouble(dialect.Element(quoted, i)))];
        string length = string.Create(CultureInfo.InvariantCulture, $"{dialect.Length(quoted)} <> {feature.Length}");
        return new(
            member, feature.Name, quoted, [.. values.Select(dialect.Known)], "(" + string.Join(" AND ", values.Select(dialect.IsFinite)) + ")",
            $"{quoted} IS NOT NULL AND {length}", string.Create(CultureInfo.InvariantCulture, $"declares [Feature(Length = {feature.Length})]; give every row as many values"));
    }

    private string Choice(string condition) => $"CASE WHEN {condition} THEN {one} ELSE {zero} END";

    private ArgumentException Mismatch(string member, TableColumn column, string due) => new(
        $"{table}: {member} needs {due}, its column '{column.Name}' is of type {column.TypeName}; convert it in a view, or name another column with [Column(\"…\")].", "table");
}

using System.Globalization;

namespace RegSpec;

/// <summary>Writes members of a row type as expressions over the columns of a table.</summary>
internal sealed class MemberWriter(SqlDialect dialect, string table)
{
    private readonly string one = dialect.Number(1);
    private readonly string zero = dialect.Number(0);

    /// <summary>A feature.</summary>
    /// <param name="feature">What the type declares.</param>
    /// <param name="column">Its column.</param>
    /// <param name="known">The levels of a string, if the caller gave them.</param>
    /// <exception cref="ArgumentException">The column has a type that the feature cannot have.</exception>
    public MemberSql Feature(RidgeFeature feature, TableColumn column, IReadOnlyList<string>? known)
    {
        MemberSql written = Written(feature, column, known);
        return !feature.MayBeMissing ? written : written with
        {
            Usable = feature.Kind switch
            {
                RidgeFeatureKind.Number => $"({written.Column} IS NULL OR NOT ({dialect.IsInfinite(dialect.ToDouble(written.Column))}))",
                RidgeFeatureKind.Time => $"({written.Column} IS NULL OR {written.Usable})",
                _ => "1 = 1",
            },
            Values = [.. written.Values.Select(value => $"CASE WHEN {written.Usable} THEN {value} ELSE {zero} END")],
            Missing = $"CASE WHEN {written.Usable} THEN {zero} ELSE {one} END",
        };
    }

    private MemberSql Written(RidgeFeature feature, TableColumn column, IReadOnlyList<string>? known) => feature.Kind switch
    {
        RidgeFeatureKind.Number => Number($"feature '{feature.Name}'", feature.Name, column),
        RidgeFeatureKind.Indicator => Indicator(feature, column),
        RidgeFeatureKind.Levels => Levels(feature, column),
        RidgeFeatureKind.Category => Category(feature, column, known),
        RidgeFeatureKind.Time => Time(feature, column),
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

    /// <summary>A string whose levels have been read.</summary>
    /// <exception cref="ArgumentException">A level contains the character NUL.</exception>
    public MemberSql WithLevels(MemberSql member, IReadOnlyList<string> levels)
    {
        if (levels.FirstOrDefault(level => level.Contains('\0', StringComparison.Ordinal)) is { } odd)
        {
            throw new ArgumentException($"{table}: {member.Member} has the level '{odd.Replace("\0", "\\0")}', which contains the character NUL, as no text in a statement may; mend it in a view.", "table");
        }

        return WithLevels(member, dialect.ToText(member.Column), [.. levels.Select(dialect.Literal)]);
    }

    private MemberSql Indicator(RidgeFeature feature, TableColumn column)
    {
        string member = $"feature '{feature.Name}'";
        string quoted = dialect.Quote(column.Name);
        (string yes, string no) = column.Type == typeof(bool) ? (dialect.Literal(true), dialect.Literal(false))
            : SqlDialect.IsInteger(column.Type) ? ("1", "0")
            : throw Mismatch(member, column, "truth values, or 0 and 1");
        return new(member, feature.Name, quoted, [Choice($"{quoted} = {yes}")], $"{quoted} IS NOT NULL")
        {
            Fault = new($"{quoted} IS NOT NULL AND {quoted} NOT IN ({yes}, {no})", dialect.ToText(quoted), MemberFault.Value, "is a bool; a column of it has truth values, or 0 and 1"),
        };
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
        return WithLevels(new(member, feature.Name, quoted, [], $"{quoted} IS NOT NULL"), compared, levels) with
        {
            Fault = OtherLevel(quoted, compared, levels, "declares no such level; declare it in the enum or leave such rows out with Where"),
        };
    }

    /// <summary>Integers have one text, as strings have.</summary>
    private MemberSql Category(RidgeFeature feature, TableColumn column, IReadOnlyList<string>? known)
    {
        string member = $"feature '{feature.Name}'";
        if (column.Type != typeof(string) && !SqlDialect.IsInteger(column.Type))
        {
            throw Mismatch(member, column, "texts");
        }

        string quoted = dialect.Quote(column.Name);
        MemberSql written = new(member, feature.Name, quoted, [], $"{quoted} IS NOT NULL");
        return known is null || feature.Unseen == Unseen.Zero || known.Count == 0 ? written : written with
        {
            Fault = OtherLevel(quoted, dialect.ToText(quoted), [.. known.Select(dialect.Literal)], "has no such level in TableOptions.Encoding; add it there, leave such rows out with Where, or declare Unseen = Unseen.Zero"),
        };
    }

    private MemberSql Time(RidgeFeature feature, TableColumn column)
    {
        string member = $"feature '{feature.Name}'";
        string quoted = dialect.Quote(column.Name);
        bool isMoment = feature.Origin is not null;
        bool fits = isMoment ? column.Type == typeof(DateTime) || column.Type == typeof(DateTimeOffset) || column.Type == typeof(DateOnly)
            : column.Type == typeof(TimeSpan) || column.Type == typeof(TimeOnly);
        if (!fits || dialect.Ticks(quoted, column.TypeName) is not { } ticks)
        {
            throw Mismatch(member, column, isMoment ? "dates, or dates with times," : "durations");
        }

        long origin = isMoment ? feature.Origin!.Value.ToDateTime(TimeOnly.MinValue).Ticks - DateTime.UnixEpoch.Ticks : 0;
        string since = string.Create(CultureInfo.InvariantCulture, $"({ticks} - ({origin}))");
        string usable = dialect.IsFiniteTime(quoted, column.TypeName);
        return new(member, feature.Name, quoted, [dialect.Known(dialect.ToDouble(since) + " / " + dialect.Number(TicksOf(feature.Unit)))], usable)
        {
            Fault = dialect.HasNoTicks(quoted, column.TypeName) is not { } odd ? null
                : new($"{usable} AND {odd}", dialect.ToText(quoted), MemberFault.Value, isMoment
                    ? "is a date; those of .NET go from the year 1 to 9999. Leave such rows out with Where"
                    : "is a duration; months and years have no fixed length. Write it in days or leave such rows out with Where"),
        };
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
        string length = dialect.Length(quoted);
        return new(member, feature.Name, quoted, [.. values.Select(dialect.Known)], "(" + string.Join(" AND ", values.Select(dialect.IsFinite)) + ")")
        {
            Fault = new(
                string.Create(CultureInfo.InvariantCulture, $"{quoted} IS NOT NULL AND {length} <> {feature.Length}"), dialect.ToText(length), "arrays of {0} values",
                string.Create(CultureInfo.InvariantCulture, $"declares [Feature(Length = {feature.Length})]; give every row as many values")),
        };
    }

    private MemberSql WithLevels(MemberSql member, string compared, IReadOnlyList<string> levels) => member with
    {
        Values = [.. levels.Select(level => Choice($"{compared} = {level}"))],
        Code = levels.Count == 0 ? null
            : $"CASE {string.Join(" ", levels.Select((level, place) => $"WHEN {compared} = {level} THEN {dialect.Number(place)}"))} ELSE {dialect.Number(-1)} END",
    };

    private MemberFault OtherLevel(string quoted, string compared, IReadOnlyList<string> levels, string remedy) =>
        new($"{quoted} IS NOT NULL AND {compared} NOT IN ({string.Join(", ", levels)})", dialect.ToText(quoted), MemberFault.Value, remedy);

    private string Choice(string condition) => $"CASE WHEN {condition} THEN {one} ELSE {zero} END";

    private ArgumentException Mismatch(string member, TableColumn column, string due) => new(
        $"{table}: {member} needs {due}, its column '{column.Name}' is of type {column.TypeName}; convert it in a view, or name another column with [Column(\"…\")].", "table");

    /// <summary>Ticks of a unit.</summary>
    internal static double TicksOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Seconds => TimeSpan.TicksPerSecond,
        TimeUnit.Minutes => TimeSpan.TicksPerMinute,
        TimeUnit.Hours => TimeSpan.TicksPerHour,
        TimeUnit.Days => TimeSpan.TicksPerDay,
        TimeUnit.Weeks => 7 * TimeSpan.TicksPerDay,
        TimeUnit.Years => 3652425 * (TimeSpan.TicksPerDay / 10000),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "unit: a date or duration needs one."),
    };
}

using System.Globalization;

namespace RegSpec;

/// <summary>Turns records into rows of values, as generated code turns objects into rows: the same values, the same faults.</summary>
internal sealed class RecordReader : RidgeRecords
{
    private readonly Records records;
    private readonly List<Writer> writers = [];
    private readonly Func<double>? weight;
    private readonly Func<object>? group;
    private long row;

    /// <param name="schema">What the type declares.</param>
    /// <param name="records">The records.</param>
    /// <param name="readsGroups">Whether groups are wanted, where the type declares some.</param>
    /// <exception cref="ArgumentException">A member has no column, or one of another type; the message names all that is missing.</exception>
    public RecordReader(RidgeSchema schema, Records records, bool readsGroups)
    {
        this.records = records;
        TableColumns columns = new(records.Argument, records.Columns);
        List<(string What, TableColumn? Column, Action<string, int> Add)> members = [];
        int place = 0;
        int slot = 0;
        foreach (RidgeFeature feature in schema.Features)
        {
            int first = place;
            int own = feature.Kind == RidgeFeatureKind.Category ? slot++ : 0;
            place += CellsOf(feature);
            members.Add(($"feature '{feature.Name}'", columns.Find($"feature '{feature.Name}'", feature.Source), (what, column) => AddFeature(feature, what, column, first, own)));
        }

        foreach (RidgeMember target in schema.Targets)
        {
            int at = place++;
            members.Add(($"target '{target.Name}'", columns.Find($"target '{target.Name}'", target.Source), (what, column) => AddNumber(what, column, at, mayBeMissing: false)));
        }

        TableColumn? weightColumn = schema.Weight is { } declared ? columns.Find($"weight '{declared.Name}'", declared.Source) : null;
        TableColumn? groupColumn = readsGroups && schema.Group is { } grouped ? columns.Find($"group '{grouped.Name}'", grouped.Source) : null;
        columns.Check();
        foreach ((string what, TableColumn? column, Action<string, int> add) in members)
        {
            add(what, IndexOf(column!));
        }

        if (weightColumn is not null)
        {
            int index = Checked($"weight '{schema.Weight!.Name}'", IndexOf(weightColumn), SqlDialect.IsNumber, "numbers");
            weight = () => Weight(schema.Weight.Name, index);
        }

        if (groupColumn is not null)
        {
            int index = IndexOf(groupColumn);
            group = () => records.Key(index) ?? throw Missing($"group '{schema.Group!.Name}'");
        }
    }

    /// <summary>Writes a feature or target of the record.</summary>
    private delegate void Writer(Span<double> values, RidgeLevels levels);

    public override string Argument => records.Argument;

    public override bool Read(Span<double> values, RidgeLevels levels, out double weight, out object? group)
    {
        (weight, group) = (1, null);
        if (!records.Read())
        {
            return false;
        }

        foreach (Writer write in writers)
        {
            write(values, levels);
        }

        weight = this.weight?.Invoke() ?? 1;
        group = this.group?.Invoke();
        row++;
        return true;
    }

    private static int CellsOf(RidgeFeature feature) => feature.Kind switch
    {
        RidgeFeatureKind.Levels => feature.Levels.Count,
        RidgeFeatureKind.Array => feature.Length,
        RidgeFeatureKind.Number or RidgeFeatureKind.Indicator or RidgeFeatureKind.Category or RidgeFeatureKind.Time => 1,
        _ => throw new NotSupportedException($"feature '{feature.Name}' is of the kind {feature.Kind}, which cannot be read from records."),
    };

    private void AddFeature(RidgeFeature feature, string what, int column, int first, int slot)
    {
        bool mayBeMissing = feature.Missing != RegSpec.Missing.Fail;
        switch (feature.Kind)
        {
            case RidgeFeatureKind.Indicator:
                Checked(what, column, type => type == typeof(bool) || SqlDialect.IsInteger(type), "truth values, or 0 and 1");
                writers.Add((values, _) => values[first] = Truth(what, column, mayBeMissing));
                break;
            case RidgeFeatureKind.Levels:
                Checked(what, column, type => type == typeof(string) || SqlDialect.IsInteger(type), "the names or numbers of its levels");
                Dictionary<string, int> places = Places(feature);
                writers.Add((values, _) => WriteLevels(what, feature, places, column, values.Slice(first, feature.Levels.Count), mayBeMissing));
                break;
            case RidgeFeatureKind.Category:
                Checked(what, column, SqlDialect.IsInteger, "texts");
                writers.Add((values, levels) => values[first] = records.Text(column) is { } level ? levels.Code(slot, level, row) : mayBeMissing ? double.NaN : throw Missing(what));
                break;
            case RidgeFeatureKind.Time:
                AddTime(feature, what, column, first, mayBeMissing);
                break;
            case RidgeFeatureKind.Array:
                Checked(what, column, SqlDialect.IsArray, "arrays of numbers");
                writers.Add((values, _) => WriteArray(what, feature, column, values.Slice(first, feature.Length), mayBeMissing));
                break;
            default:
                AddNumber(what, column, first, mayBeMissing);
                break;
        }
    }

    private void AddNumber(string what, int column, int place, bool mayBeMissing)
    {
        Checked(what, column, SqlDialect.IsNumber, "numbers");
        writers.Add((values, _) => values[place] = Usable(what, Value(what, column), mayBeMissing));
    }

    private void AddTime(RidgeFeature feature, string what, int column, int place, bool mayBeMissing)
    {
        bool isMoment = feature.Origin is not null;
        Checked(
            what, column, type => isMoment ? type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) : type == typeof(TimeSpan) || type == typeof(TimeOnly),
            isMoment ? "dates, or dates with times," : "durations");
        long origin = feature.Origin?.ToDateTime(TimeOnly.MinValue).Ticks ?? 0;
        double unit = MemberWriter.TicksOf(feature.Unit);
        writers.Add((values, _) => values[place] = Ticks(what, column) is { } ticks ? (ticks - origin) / unit : mayBeMissing ? double.NaN : throw Missing(what));
    }

    private long? Ticks(string what, int column)
    {
        try
        {
            return records.Ticks(column);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw Fault($"{what} is '{records.Text(column)}', which is no date or duration", fault);
        }
    }

    private int Checked(string what, int column, Func<Type, bool> fits, string due)
    {
        TableColumn found = records.Columns[column];
        return found.Type == typeof(string) || fits(found.Type)
            ? column
            : throw new ArgumentException($"{records.Argument}: {what} needs {due}, its column '{found.Name}' has {found.TypeName}; convert it, or name another column with [Column(\"…\")].", records.Argument);
    }

    private double Value(string what, int column)
    {
        try
        {
            return records.Number(column);
        }
        catch (FormatException fault)
        {
            throw Fault($"{what} is '{records.Text(column)}', which is no number", fault);
        }
    }

    private double Usable(string what, double value, bool mayBeMissing) => double.IsFinite(value) || (mayBeMissing && double.IsNaN(value))
        ? value
        : throw Fault($"{what} is {(double.IsNaN(value) ? "missing or NaN" : "infinite")}; remove the record or give it a value");

    private double Truth(string what, int column, bool mayBeMissing) => records.Text(column) switch
    {
        null => mayBeMissing ? double.NaN : throw Missing(what),
        "1" => 1,
        "0" => 0,
        { } text when bool.TryParse(text, out bool truth) => truth ? 1 : 0,
        { } text => throw Fault($"{what} is '{text}', which is neither true nor false, 1 nor 0"),
    };

    private void WriteLevels(string what, RidgeFeature feature, Dictionary<string, int> places, int column, Span<double> to, bool mayBeMissing)
    {
        to.Clear();
        if (records.Text(column) is not { } text)
        {
            to.Fill(mayBeMissing ? double.NaN : throw Missing(what));
            return;
        }

        to[places.TryGetValue(text, out int place) ? place : throw Fault($"{what} has the undeclared level '{text}'; declared are {string.Join(", ", feature.Levels)}")] = 1;
    }

    private void WriteArray(string what, RidgeFeature feature, int column, Span<double> to, bool mayBeMissing)
    {
        if (records.Numbers(column) is not { } numbers)
        {
            to.Fill(mayBeMissing ? double.NaN : throw Missing(what));
            return;
        }

        if (numbers.Count != to.Length)
        {
            throw Fault($"{what} has {numbers.Count} values where [Feature(Length = {feature.Length})] declares {feature.Length}; give every record {feature.Length}");
        }

        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Usable(what, numbers[i], mayBeMissing);
        }
    }

    private double Weight(string name, int column)
    {
        double value = Value($"weight '{name}'", column);
        return value >= 0 && double.IsFinite(value) ? value : throw Fault(string.Create(CultureInfo.InvariantCulture, $"weight '{name}' is {value}; weights must be finite and ≥ 0"));
    }

    private ArgumentException Missing(string what) => Fault($"{what} is missing; remove the record or give it a value");

    private ArgumentException Fault(string what, Exception? inner = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{records.Argument}: row {row}, {what}."), records.Argument, inner);

    private int IndexOf(TableColumn column) => records.Columns.TakeWhile(other => other != column).Count();

    /// <summary>Levels by name and by number.</summary>
    private static Dictionary<string, int> Places(RidgeFeature feature)
    {
        Dictionary<string, int> places = [];
        for (int i = 0; i < feature.Levels.Count; i++)
        {
            places[feature.LevelValues[i].ToString(CultureInfo.InvariantCulture)] = i;
            places[feature.Levels[i]] = i;
        }

        return places;
    }
}

using System.Globalization;

namespace RegSpec;

/// <summary>Turns records into rows of the design, as generated code turns objects into rows: the same columns, the same faults.</summary>
internal sealed class RecordReader
{
    /// <summary>Doubles of a block: 1 MB.</summary>
    private const int BlockLength = 1 << 17;

    private readonly Records records;
    private readonly RidgeLayout layout;
    private readonly List<Action<double[], int>> writers = [];
    private readonly Func<double>? weight;
    private long row;

    /// <exception cref="ArgumentException">A member has no column, or one of another type; the message names all that is missing.</exception>
    public RecordReader(RidgeSchema schema, Records records)
    {
        DeclaredColumns.Check(schema, records.Argument);
        this.records = records;
        layout = schema.Layout;
        TableColumns columns = new(records.Argument, records.Columns);
        List<(string What, TableColumn? Column, Action<string, int> Add)> members = [];
        int place = 0;
        foreach (RidgeFeature feature in schema.Features)
        {
            int first = place;
            place += FirstAfter(feature);
            members.Add(($"feature '{feature.Name}'", columns.Find($"feature '{feature.Name}'", feature.Source), (what, column) => AddFeature(feature, what, column, first)));
        }

        foreach (RidgeMember target in schema.Targets)
        {
            int at = place++;
            members.Add(($"target '{target.Name}'", columns.Find($"target '{target.Name}'", target.Source), (what, column) => AddNumber(what, column, at)));
        }

        TableColumn? weightColumn = schema.Weight is { } declared ? columns.Find($"weight '{declared.Name}'", declared.Source) : null;
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
    }

    private int Width => layout.Columns.Count + layout.Targets.Count;

    /// <summary>The statistics of all records.</summary>
    /// <exception cref="ArgumentException">A record cannot be used; the message names it by its 0-based place.</exception>
    public RidgeStatistics Statistics(IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        RidgeStatistics statistics = new(layout);
        int capacity = Math.Max(16, BlockLength / Width);
        double[] values = new double[capacity * Width];
        double[] weights = weight is null ? [] : new double[capacity];
        while (Fill(values, weights, capacity, cancellation) is > 0 and int count)
        {
            statistics.Add(values.AsSpan(0, count * Width), weight is null ? default : weights.AsSpan(0, count));
            progress?.Report(new("rows", row));
        }

        return statistics;
    }

    /// <summary>All records as features, targets and weights.</summary>
    /// <exception cref="ArgumentException">A record cannot be used.</exception>
    public (double[] Features, double[] Targets, double[]? Weights, int Rows) All(CancellationToken cancellation)
    {
        int p = layout.Columns.Count;
        int t = layout.Targets.Count;
        List<double> features = [];
        List<double> targets = [];
        List<double> weights = [];
        int capacity = Math.Max(16, BlockLength / Width);
        double[] values = new double[capacity * Width];
        double[] blockWeights = weight is null ? [] : new double[capacity];
        while (Fill(values, blockWeights, capacity, cancellation) is > 0 and int count)
        {
            for (int i = 0; i < count; i++)
            {
                features.AddRange(values.AsSpan(i * Width, p));
                targets.AddRange(values.AsSpan(i * Width + p, t));
            }

            weights.AddRange(blockWeights.AsSpan(0, weight is null ? 0 : count));
        }

        return ([.. features], [.. targets], weight is null ? null : [.. weights], (int)row);
    }

    private int Fill(double[] values, double[] weights, int capacity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = 0;
        for (; count < capacity && records.Read(); count++, row++)
        {
            foreach (Action<double[], int> write in writers)
            {
                write(values, count * Width);
            }

            if (weight is not null)
            {
                weights[count] = weight();
            }
        }

        return count;
    }

    private static int FirstAfter(RidgeFeature feature) => feature.Kind switch
    {
        RidgeFeatureKind.Levels => feature.Levels.Count,
        RidgeFeatureKind.Array => feature.Length,
        RidgeFeatureKind.Number or RidgeFeatureKind.Indicator => 1,
        _ => throw new NotSupportedException($"feature '{feature.Name}' is of the kind {feature.Kind}, which cannot be read from records."),
    };

    private void AddFeature(RidgeFeature feature, string what, int column, int first)
    {
        switch (feature.Kind)
        {
            case RidgeFeatureKind.Indicator:
                Checked(what, column, type => type == typeof(bool) || SqlDialect.IsInteger(type), "truth values, or 0 and 1");
                writers.Add((values, at) => values[at + first] = Truth(what, column));
                break;
            case RidgeFeatureKind.Levels:
                Checked(what, column, type => type == typeof(string) || SqlDialect.IsInteger(type), "the names or numbers of its levels");
                Dictionary<string, int> places = Places(feature);
                writers.Add((values, at) =>
                {
                    values.AsSpan(at + first, feature.Levels.Count).Clear();
                    values[at + first + Level(what, feature, places, column)] = 1;
                });
                break;
            case RidgeFeatureKind.Array:
                Checked(what, column, SqlDialect.IsArray, "arrays of numbers");
                writers.Add((values, at) => WriteArray(what, feature, column, values.AsSpan(at + first, feature.Length)));
                break;
            default:
                AddNumber(what, column, first);
                break;
        }
    }

    private void AddNumber(string what, int column, int place)
    {
        Checked(what, column, SqlDialect.IsNumber, "numbers");
        writers.Add((values, at) => values[at + place] = Finite(what, Value(what, column)));
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

    private double Finite(string what, double value) => double.IsFinite(value)
        ? value
        : throw Fault($"{what} is {(double.IsNaN(value) ? "missing or NaN" : "infinite")}; remove the record or give it a value");

    private double Truth(string what, int column) => records.Text(column) switch
    {
        null => throw Fault($"{what} is missing; remove the record or give it a value"),
        "1" => 1,
        "0" => 0,
        { } text when bool.TryParse(text, out bool truth) => truth ? 1 : 0,
        { } text => throw Fault($"{what} is '{text}', which is neither true nor false, 1 nor 0"),
    };

    private int Level(string what, RidgeFeature feature, Dictionary<string, int> places, int column) => records.Text(column) switch
    {
        null => throw Fault($"{what} is missing; remove the record or give it a value"),
        { } text when places.TryGetValue(text, out int place) => place,
        { } text => throw Fault($"{what} has the undeclared level '{text}'; declared are {string.Join(", ", feature.Levels)}"),
    };

    private void WriteArray(string what, RidgeFeature feature, int column, Span<double> to)
    {
        IReadOnlyList<double> numbers = records.Numbers(column) ?? throw Fault($"{what} is missing; remove the record or give it a value");
        if (numbers.Count != to.Length)
        {
            throw Fault($"{what} has {numbers.Count} values where [Feature(Length = {feature.Length})] declares {feature.Length}; give every record {feature.Length}");
        }

        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Finite(what, numbers[i]);
        }
    }

    private double Weight(string name, int column)
    {
        double value = Value($"weight '{name}'", column);
        return value >= 0 && double.IsFinite(value) ? value : throw Fault(string.Create(CultureInfo.InvariantCulture, $"weight '{name}' is {value}; weights must be finite and ≥ 0"));
    }

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

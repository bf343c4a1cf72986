using System.Globalization;
using TorchSharp;

namespace RegSpec;

/// <summary>Turns records into rows of the design, as generated code turns objects into rows: the same columns, the same faults. Levels of strings are learned while records are read, which are then kept.</summary>
internal sealed class RecordReader
{
    /// <summary>Doubles of a block: 1 MB.</summary>
    private const int BlockLength = 1 << 17;

    private readonly Records records;
    private readonly RidgeSchema schema;
    private readonly LearnedLevels learned;
    private readonly List<Action<double[], int>> writers = [];
    private readonly Func<double>? weight;
    private readonly int width;
    private long row;

    /// <exception cref="ArgumentException">A member has no column, or one of another type; the message names all that is missing.</exception>
    public RecordReader(RidgeSchema schema, Records records)
    {
        DeclaredColumns.Check(schema, records.Argument, isTable: false);
        this.records = records;
        this.schema = schema;
        learned = new(schema);
        TableColumns columns = new(records.Argument, records.Columns);
        List<(string What, TableColumn? Column, Action<string, int> Add)> members = [];
        int place = 0;
        foreach (RidgeFeature feature in schema.Features)
        {
            int first = place;
            place += CellsOf(feature);
            members.Add(($"feature '{feature.Name}'", columns.Find($"feature '{feature.Name}'", feature.Source), (what, column) => AddFeature(feature, what, column, first)));
        }

        foreach (RidgeMember target in schema.Targets)
        {
            int at = place++;
            members.Add(($"target '{target.Name}'", columns.Find($"target '{target.Name}'", target.Source), (what, column) => AddNumber(what, column, at)));
        }

        width = place;
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

    /// <summary>The statistics of all records.</summary>
    /// <exception cref="ArgumentException">A record cannot be used; the message names it by its 0-based place.</exception>
    public RidgeStatistics Statistics(IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        if (schema.IsLearned)
        {
            return Kept(progress, cancellation);
        }

        RidgeStatistics statistics = new(schema.Layout);
        int capacity = Math.Max(16, BlockLength / width);
        double[] values = new double[capacity * width];
        double[] weights = weight is null ? [] : new double[capacity];
        while (Fill(values, weights, capacity, cancellation) is > 0 and int count)
        {
            statistics.Add(values.AsSpan(0, count * width), weight is null ? default : weights.AsSpan(0, count));
            progress?.Report(new("rows", row));
        }

        return statistics;
    }

    /// <summary>All records as features, targets and weights, and the encoding that they taught.</summary>
    /// <exception cref="ArgumentException">A record cannot be used.</exception>
    public (double[] Features, double[] Targets, double[]? Weights, int Rows, RidgeEncoding Encoding) All(IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        List<double> kept = [];
        List<double> weights = [];
        int capacity = Math.Max(16, BlockLength / width);
        double[] values = new double[capacity * width];
        double[] blockWeights = weight is null ? [] : new double[capacity];
        while (Fill(values, blockWeights, capacity, cancellation) is > 0 and int count)
        {
            kept.AddRange(values.AsSpan(0, count * width));
            weights.AddRange(blockWeights.AsSpan(0, weight is null ? 0 : count));
            progress?.Report(new("rows", row));
        }

        RidgeEncoding encoding = learned.Encode();
        RowCells cells = Cells(encoding);
        Dictionary<int, int[]> places = Places(encoding);
        int p = cells.Width - schema.Targets.Count;
        double[] features = new double[row * p];
        double[] targets = new double[row * schema.Targets.Count];
        double[] whole = new double[cells.Width];
        Span<double> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept);
        for (int i = 0; i < row; i++)
        {
            Span<double> read = all.Slice(i * width, width);
            foreach ((int cell, int[] place) in places)
            {
                read[cell] = place[(int)read[cell]];
            }

            cells.Expand(read, whole);
            whole.AsSpan(0, p).CopyTo(features.AsSpan(i * p));
            whole.AsSpan(p).CopyTo(targets.AsSpan(i * schema.Targets.Count));
        }

        return (features, targets, weight is null ? null : [.. weights], (int)row, encoding);
    }

    private RidgeStatistics Kept(IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        (double[] features, double[] targets, double[]? weights, int rows, RidgeEncoding encoding) = All(progress, cancellation);
        RidgeStatistics statistics = new(encoding.Layout);
        int t = schema.Targets.Count;
        if (rows > 0)
        {
            using torch.Tensor y = torch.tensor(targets, rows, t);
            using torch.Tensor x = torch.tensor(features, rows, features.Length / rows);
            using torch.Tensor? s = weights is null ? null : torch.tensor(weights);
            statistics.Add(x, y, s);
        }

        return statistics;
    }

    private RowCells Cells(RidgeEncoding encoding) => new(schema.Features
        .Select(feature => feature.Kind == RidgeFeatureKind.Category ? (TableLevels.Of(encoding.Layout, feature).Count, true) : (CellsOf(feature), false))
        .Append((schema.Targets.Count, false)));

    /// <summary>For the cell of each string the place, in the order of levels, of each number by which a level was kept.</summary>
    private Dictionary<int, int[]> Places(RidgeEncoding encoding)
    {
        Dictionary<int, int[]> places = [];
        int cell = 0;
        foreach (RidgeFeature feature in schema.Features)
        {
            if (feature.Kind == RidgeFeatureKind.Category)
            {
                places.Add(cell, learned.Places(encoding, feature));
            }

            cell += CellsOf(feature);
        }

        return places;
    }

    private int Fill(double[] values, double[] weights, int capacity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = 0;
        for (; count < capacity && records.Read(); count++, row++)
        {
            foreach (Action<double[], int> write in writers)
            {
                write(values, count * width);
            }

            if (weight is not null)
            {
                weights[count] = weight();
            }
        }

        return count;
    }

    private static int CellsOf(RidgeFeature feature) => feature.Kind switch
    {
        RidgeFeatureKind.Levels => feature.Levels.Count,
        RidgeFeatureKind.Array => feature.Length,
        RidgeFeatureKind.Number or RidgeFeatureKind.Indicator or RidgeFeatureKind.Category or RidgeFeatureKind.Time => 1,
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
            case RidgeFeatureKind.Category:
                Checked(what, column, SqlDialect.IsInteger, "texts");
                writers.Add((values, at) => values[at + first] = learned.Code(feature, records.Text(column) ?? throw Fault($"{what} is missing; remove the record or give it a value")));
                break;
            case RidgeFeatureKind.Time:
                AddTime(feature, what, column, first);
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

    private void AddTime(RidgeFeature feature, string what, int column, int place)
    {
        bool isMoment = feature.Origin is not null;
        Checked(
            what, column, type => isMoment ? type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) : type == typeof(TimeSpan) || type == typeof(TimeOnly),
            isMoment ? "dates, or dates with times," : "durations");
        long origin = feature.Origin?.ToDateTime(TimeOnly.MinValue).Ticks ?? 0;
        double unit = MemberWriter.TicksOf(feature.Unit);
        writers.Add((values, at) => values[at + place] = (Ticks(what, column) - origin) / unit);
    }

    private long Ticks(string what, int column)
    {
        try
        {
            return records.Ticks(column) ?? throw Fault($"{what} is missing; remove the record or give it a value");
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

using System.Globalization;

namespace RegSpec;

/// <summary>The columns and targets of a ridge regression, in order. Immutable; equal if all columns and targets are.</summary>
public sealed class RidgeLayout : IEquatable<RidgeLayout>
{
    /// <summary>Columns that a message names before it counts the rest.</summary>
    private const int MostNamed = 10;

    /// <param name="columns">p ≥ 1 columns.</param>
    /// <param name="targets">Names of t ≥ 1 targets.</param>
    /// <exception cref="ArgumentException">There is no column or target, or two have one name.</exception>
    public RidgeLayout(IReadOnlyList<RidgeColumn> columns, IReadOnlyList<string> targets)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(targets);
        Columns = [.. columns];
        Targets = [.. targets];
        if (Fault([.. Columns.Select(column => column?.Name)], "column") is { } columnFault)
        {
            throw new ArgumentException($"columns: {columnFault}", nameof(columns));
        }

        if (Fault(Targets, "target") is { } targetFault)
        {
            throw new ArgumentException($"targets: {targetFault}", nameof(targets));
        }
    }

    /// <summary>The p columns.</summary>
    public IReadOnlyList<RidgeColumn> Columns { get; }

    /// <summary>The names of the t targets.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Numbers of these names.</summary>
    /// <exception cref="ArgumentException">There is no feature or target, or two have one name.</exception>
    public static RidgeLayout OfNumbers(IReadOnlyList<string> features, params string[] targets)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new([.. features.Select(RidgeColumn.Number)], targets);
    }

    /// <inheritdoc/>
    public bool Equals(RidgeLayout? other) => other is not null && Columns.SequenceEqual(other.Columns) && Targets.SequenceEqual(other.Targets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RidgeLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Columns.Count, Columns[0], Columns[^1], Targets[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Targets)} from {string.Join(", ", Columns.Select(column => column.Name))}";

    /// <summary>How other columns differ from these, as sentences about "it"; null if they do not.</summary>
    /// <param name="other">The others.</param>
    /// <param name="name">What has these columns.</param>
    internal string? DifferenceFrom(RidgeLayout other, string name)
    {
        List<string> parts = [];
        string[] own = [.. Columns.Select(column => column.Name)];
        string[] others = [.. other.Columns.Select(column => column.Name)];
        Add("it lacks the features", own.Except(others));
        Add($"it has features that {name} has not,", others.Except(own));
        if (parts.Count == 0)
        {
            int place = Columns.Zip(other.Columns).TakeWhile(pair => pair.First.Declared == pair.Second.Declared).Count();
            if (place < Columns.Count && own[place] != others[place])
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"column {place} is '{others[place]}' where {name} has '{own[place]}'"));
            }
            else if (place < Columns.Count)
            {
                parts.Add($"its column '{own[place]}' is {other.Columns[place].Description}, that of {name} is {Columns[place].Description}");
            }
        }

        if (!Targets.SequenceEqual(other.Targets))
        {
            parts.Add($"its {(other.Targets.Count == 1 ? "target is" : "targets are")} {Quoted(other.Targets)}, that of {name} is {Quoted(Targets)}");
        }

        return parts.Count == 0 ? null : string.Join("; ", parts);

        void Add(string what, IEnumerable<string> names)
        {
            string[] listed = [.. names];
            if (listed.Length > 0)
            {
                string rest = listed.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {listed.Length - MostNamed} more") : "";
                parts.Add($"{what} {Quoted(listed.Take(MostNamed))}{rest}");
            }
        }
    }

    /// <summary>What is wrong with the names of columns or targets; null if nothing is.</summary>
    internal static string? Fault(IReadOnlyList<string?> names, string kind)
    {
        if (names.Count == 0)
        {
            return $"there is no {kind}; give at least one.";
        }

        Dictionary<string, int> places = [];
        for (int place = 0; place < names.Count; place++)
        {
            if (names[place] is not { } name)
            {
                return string.Create(CultureInfo.InvariantCulture, $"[{place}] is null; give every {kind} a name.");
            }

            if (!places.TryAdd(name, place))
            {
                return string.Create(CultureInfo.InvariantCulture, $"[{places[name]}] and [{place}] are both '{name}'; give every {kind} a name of its own.");
            }
        }

        return null;
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}

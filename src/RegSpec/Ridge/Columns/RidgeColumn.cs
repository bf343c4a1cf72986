using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>
/// A column of a ridge regression and where it comes from. It travels with statistics, solutions and models, also as JSON: what was summed as one
/// column is never fitted as another.
/// </summary>
/// <param name="Name">Its name, unlike that of any other column: <c>Area</c>, <c>Heating=Gas</c>, <c>Pixels[3]</c>, <c>Area missing</c>, <c>Area^2</c>, <c>Area*Rooms</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Feature">The feature it belongs to: <c>Heating</c>.</param>
/// <param name="Level">The level that it indicates: <c>Gas</c>; null for other kinds.</param>
/// <param name="Unit">Unit and origin of a date or duration, what powers of statistics are counted from; null for other kinds.</param>
public sealed record RidgeColumn(string Name, RidgeColumnKind Kind, string Feature, string? Level = null, string? Unit = null)
{
    /// <summary>
    /// What a fit learned of its rows to make the column; null where nothing is learned, and before. Of a number that may be missing: the value that stands for it. Of a polynomial: an origin
    /// o and a unit u, then the coefficients of 1, (x − o)/u, ((x − o)/u)² …, and the value of (x − o)/u that stands for a missing one. Of a product: what each of the two is counted from.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Learned { get; init; }

    /// <summary>A number that is a feature of its own.</summary>
    public static RidgeColumn Number(string name) => new(name, RidgeColumnKind.Number, name);

    /// <summary>The column as its type declares it.</summary>
    internal RidgeColumn Declared => Learned is null ? this : this with { Learned = null };

    /// <summary>The same without its name, for messages.</summary>
    internal string Description => Kind switch
    {
        RidgeColumnKind.Level => $"the level '{Level}' of '{Feature}'",
        RidgeColumnKind.Number when Feature == Name => "a number",
        RidgeColumnKind.Number => $"a number of '{Feature}'",
        RidgeColumnKind.Indicator => "a bool",
        RidgeColumnKind.Missing => $"whether '{Feature}' is missing",
        RidgeColumnKind.Polynomial => $"a polynomial of '{Feature}'",
        _ => $"a product of {Feature}",
    }
    + (Unit is null ? "" : $" in {Unit}");

    /// <inheritdoc/>
    public bool Equals(RidgeColumn? other) => other is not null && Name == other.Name && Kind == other.Kind && Feature == other.Feature && Level == other.Level && Unit == other.Unit
        && (Learned is null ? other.Learned is null : other.Learned is not null && Learned.SequenceEqual(other.Learned));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Feature, Level, Unit);
}

namespace RegSpec;

/// <summary>
/// A column of a ridge regression and where it comes from. It travels with statistics, solutions and models, also as JSON: what was summed as one
/// column is never fitted as another.
/// </summary>
/// <param name="Name">Its name, unlike that of any other column: <c>Area</c>, <c>Heating=Gas</c>, <c>Pixels[3]</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Feature">The feature it belongs to: <c>Heating</c>.</param>
/// <param name="Level">The level that it indicates: <c>Gas</c>; null for other kinds.</param>
/// <param name="Unit">Unit and origin of a date or duration; null for other kinds.</param>
public sealed record RidgeColumn(string Name, RidgeColumnKind Kind, string Feature, string? Level = null, string? Unit = null)
{
    /// <summary>A number that is a feature of its own.</summary>
    public static RidgeColumn Number(string name) => new(name, RidgeColumnKind.Number, name);

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
}

using System.Globalization;

namespace RegSpec;

/// <content>Exceptions for rows that cannot be used; generated code throws them.</content>
public abstract partial class RidgeRowType<T>
{
    private const long SingleRow = -1;

    /// <summary>A row that is null.</summary>
    protected static ArgumentException NullRow(long index) => index < 0
        ? new ArgumentNullException("row", "row: is null.")
        : Fault(string.Create(CultureInfo.InvariantCulture, $"rows: row {index} is null; remove it."), index);

    /// <summary>A feature, target or weight that is null.</summary>
    /// <param name="column">What it is and its name: <c>feature 'Area'</c>.</param>
    /// <param name="index">0-based place of the row; negative for a row by itself.</param>
    protected static ArgumentException NullValue(string column, long index) =>
        Fault($"{Place(index)}{column} is null; remove the row or give it a value.", index);

    /// <summary>A value of an enum that the enum does not declare.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="feature">Name of the feature.</param>
    /// <param name="value">The value.</param>
    /// <param name="index">0-based place of the row; negative for a row by itself.</param>
    protected static ArgumentException UndeclaredLevel<TEnum>(string feature, TEnum value, long index)
        where TEnum : struct, Enum =>
        Fault($"{Place(index)}feature '{feature}' has the undeclared level {value:D}; declare it in {typeof(TEnum).Name} or remove the row.", index);

    /// <summary>An array of another length than declared.</summary>
    /// <param name="feature">Name of the feature.</param>
    /// <param name="length">Its length.</param>
    /// <param name="declared">The declared length.</param>
    /// <param name="index">0-based place of the row; negative for a row by itself.</param>
    protected static ArgumentException WrongLength(string feature, int length, int declared, long index) =>
        Fault(string.Create(CultureInfo.InvariantCulture, $"{Place(index)}feature '{feature}' has {length} values where [Feature(Length = {declared})] declares {declared}; give every row {declared}."), index);

    /// <summary>The encoding of solutions that were stored; or the difference, in words, where their columns or targets are not those of this type.</summary>
    internal (RidgeEncoding? Encoding, string? Difference) EncodingOf(IReadOnlyList<RidgeSolution> solutions)
    {
        if (solutions.Count == 0)
        {
            return (null, "there is no solution");
        }

        RidgeLayout layout = new(solutions[0].Columns, [.. solutions.Select(solution => solution.TargetName)]);
        RidgeEncoding encoding = RidgeEncoding.Of(Schema, layout);
        string? difference = encoding.Layout.DifferenceFrom(layout, typeof(T).Name) ?? encoding.LearnedFault();
        return (encoding, difference ?? (solutions.Any(solution => !solution.Columns.SequenceEqual(layout.Columns)) ? "the columns of its targets differ" : null));
    }

    private static string Place(long index) => RowFault.Place(index);

    private static ArgumentException Fault(string message, long index) => RowFault.Of(message, index);

    /// <summary>A row whose getter throws.</summary>
    private static ArgumentException Unreadable(Exception exception, long index) => new(
        string.Create(CultureInfo.InvariantCulture, $"rows: row {index} cannot be read, a member of {typeof(T).Name} throws {exception.GetType().Name}: {exception.Message}"), "rows", exception);
}

using System.Globalization;

namespace RegSpec;

/// <content>Exceptions for rows that cannot be used; generated code throws them.</content>
public abstract partial class RidgeRowType<T>
{
    private const long SingleRow = -1;

    private static readonly string FaultKey = typeof(RidgeRowTypes).FullName!;

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

    /// <summary>How other columns differ from those of this type, in words; null when they do not.</summary>
    internal string? DifferenceFrom(RidgeLayout other) => Schema.Layout.DifferenceFrom(other, typeof(T).Name);

    private static string Place(long index) => index < 0 ? "row: " : string.Create(CultureInfo.InvariantCulture, $"rows: row {index}, ");

    private static ArgumentException Fault(string message, long index)
    {
        ArgumentException fault = new(message, index < 0 ? "row" : "rows");
        fault.Data[FaultKey] = true;
        return fault;
    }

    /// <summary>Whether an exception already names its row.</summary>
    private static bool IsFault(Exception exception) => exception.Data.Contains(FaultKey);

    /// <summary>A row whose getter throws.</summary>
    private static ArgumentException Unreadable(Exception exception, long index) => new(
        string.Create(CultureInfo.InvariantCulture, $"rows: row {index} cannot be read, a member of {typeof(T).Name} throws {exception.GetType().Name}: {exception.Message}"), "rows", exception);
}

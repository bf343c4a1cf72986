using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>
/// A ridge regression fitted to rows of an annotated type. Immutable; round-trips through System.Text.Json, and reading it into a type that has other
/// columns by now is a <see cref="System.Text.Json.JsonException"/> that names the difference.
/// </summary>
/// <typeparam name="T">The annotated type.</typeparam>
[JsonConverter(typeof(RidgeModelJsonConverterFactory))]
public sealed class RidgeModel<T>
{
    private const int MaxOnStack = 256;
    private readonly RidgeRowType<T> type;

    internal RidgeModel(RidgeRowType<T> type, RidgeSolution solution, RidgeSelection? selection = null)
    {
        this.type = type;
        Solution = solution;
        Selection = selection;
    }

    /// <summary>Coefficients, their digits, and how well they fit.</summary>
    public RidgeSolution Solution { get; }

    /// <summary>How λ was selected; null when it was given.</summary>
    public RidgeSelection? Selection { get; }

    /// <summary>The prediction for one row, in the units of the target, which is not read; NaN where a feature is that has a coefficient other than 0.</summary>
    /// <exception cref="ArgumentException">The row or a feature is null, an enum value is undeclared or an array has another length than declared.</exception>
    public double Predict(T row)
    {
        int count = Solution.FeatureNames.Count;
        Span<double> values = count <= MaxOnStack ? stackalloc double[MaxOnStack] : new double[count];
        values = values[..count];
        type.Write(row, values);
        return Solution.Predict(values);
    }

    /// <summary>The predictions for rows, in their order.</summary>
    /// <exception cref="ArgumentException">A row cannot be used; the message names it by its 0-based place.</exception>
    public double[] PredictAll(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] values = new double[Solution.FeatureNames.Count];
        return [.. rows.Select((row, index) => type.Read(row, index, values)).Select(_ => Solution.Predict(values))];
    }

    /// <summary>The report of the solution, then what the selection of λ warns about.</summary>
    public override string ToString() =>
        Solution + (Selection is null ? "" : string.Concat(Selection.Warnings.Select(warning => $"warning: {warning}\n")));
}

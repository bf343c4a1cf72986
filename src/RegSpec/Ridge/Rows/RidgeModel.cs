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
    private readonly Lazy<RidgePosterior>? posterior;

    internal RidgeModel(RidgeRowType<T> type, RidgeEncoding encoding, RidgeSolution solution, RidgeSelection? selection = null, Func<RidgePosterior>? posterior = null)
    {
        this.type = type;
        Encoding = encoding;
        Solution = solution;
        Selection = selection;
        this.posterior = posterior is null ? null : new Lazy<RidgePosterior>(posterior);
    }

    /// <summary>How rows become columns: with the levels of strings that the rows of the fit had.</summary>
    public RidgeEncoding Encoding { get; }

    /// <summary>Coefficients, their digits, and how well they fit.</summary>
    public RidgeSolution Solution { get; }

    /// <summary>How λ was selected; null when it was given.</summary>
    public RidgeSelection? Selection { get; }

    /// <summary>The prediction for one row, in the units of the target, which is not read; NaN where a feature is that has a coefficient other than 0.</summary>
    /// <exception cref="ArgumentException">The row or a feature is null, an enum value is undeclared or an array has another length than declared.</exception>
    public double Predict(T row)
    {
        int count = type.Schema.FieldCount;
        Span<double> values = count <= MaxOnStack ? stackalloc double[MaxOnStack] : new double[count];
        values = values[..count];
        type.Read(row, -1, values, Encoding.Levels);
        return Predict(values);
    }

    /// <summary>The predictions for rows, in their order.</summary>
    /// <exception cref="ArgumentException">A row cannot be used; the message names it by its 0-based place.</exception>
    public double[] PredictAll(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] values = new double[type.Schema.FieldCount];
        return [.. rows.Select((row, index) =>
        {
            type.Read(row, index, values, Encoding.Levels);
            return Predict(values);
        })];
    }

    /// <summary>
    /// What the rows of the fit say of coefficients and noise: standard errors, intervals of coefficients, covariance. For given λ &gt; 0 the intervals hold the
    /// coefficients with their probability if these were drawn from the prior that λ stands for, w ~ N(0, σ²/λ); at λ = 0 they are those of least squares.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model was stored or comes from a solution, which does not have what this needs.</exception>
    public RidgePosterior Posterior => posterior?.Value ?? throw new InvalidOperationException(
        "Intervals need the statistics of the fit, which a stored model or solution does not have; fit the rows, or statistics that were stored.");

    /// <summary>The prediction for one row and an interval ŷ ± t·√(σ̂²(1 + 1/S + zᵀA⁻¹z)) for a new target of weight 1, widest far from the rows of the fit. It takes λ for known.</summary>
    /// <param name="row">The row; its target is not read.</param>
    /// <param name="level">Probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The row cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a probability.</exception>
    /// <exception cref="InvalidOperationException">The model was stored, or a direction has neither data nor a penalty.</exception>
    public RidgePrediction PredictWithInterval(T row, double level = 0.95)
    {
        double[] columns = new double[Solution.FeatureNames.Count];
        Write(row, columns);
        using TorchSharp.torch.Tensor features = TensorArrays.ToTensor(columns, 1, columns.Length);
        return new(Solution.Predict(columns), Posterior.PredictiveIntervals(features, level)[0]);
    }

    /// <summary>Writes the columns of a row.</summary>
    /// <param name="row">The row; its target is not read.</param>
    /// <param name="columns">Receives a value for each column of <see cref="Encoding"/>.</param>
    /// <exception cref="ArgumentException">The row cannot be used, or there is other room than for all columns.</exception>
    public void Write(T row, Span<double> columns)
    {
        if (columns.Length != Solution.FeatureNames.Count)
        {
            throw new ArgumentException($"columns: has {columns.Length} entries for {Solution.FeatureNames.Count} columns; give one a column.", nameof(columns));
        }

        double[] values = new double[type.Schema.FieldCount];
        type.Read(row, -1, values, Encoding.Levels);
        Encoding.Expand(values, columns);
    }

    private double Predict(ReadOnlySpan<double> values)
    {
        if (Encoding.IsPlain)
        {
            return Solution.Predict(values);
        }

        int count = Solution.FeatureNames.Count;
        Span<double> columns = count <= MaxOnStack ? stackalloc double[MaxOnStack] : new double[count];
        columns = columns[..count];
        Encoding.Expand(values, columns);
        return Solution.Predict(columns);
    }

    /// <summary>The report of the solution, then what the selection of λ warns about.</summary>
    public override string ToString() =>
        Solution + (Selection is null ? "" : string.Concat(Selection.Warnings.Select(warning => $"warning: {warning}\n")));
}

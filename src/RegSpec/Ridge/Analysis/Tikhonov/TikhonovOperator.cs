using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>L of the penalty λ‖L(w − w₀)‖²: which combinations of the coefficients are to be small. Any matrix, also one of deficient rank: what it maps to 0 is not penalised.</summary>
public sealed class TikhonovOperator
{
    private TikhonovOperator(string name, double[] values, int rows, int columns)
    {
        Name = name;
        Values = values;
        RowCount = rows;
        FeatureCount = columns;
    }

    /// <summary>For reports.</summary>
    public string Name { get; }

    /// <summary>Rows of L.</summary>
    public int RowCount { get; }

    /// <summary>Columns of L, p.</summary>
    public int FeatureCount { get; }

    /// <summary>L, row-major.</summary>
    internal double[] Values { get; }

    /// <summary>L = I: the plain ridge.</summary>
    /// <param name="featureCount">p ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is too small.</exception>
    public static TikhonovOperator Identity(int featureCount) => Band("identity", featureCount, [1]);

    /// <summary>(Lw)ᵢ = wᵢ₊₁ − wᵢ, p − 1 rows: steps are penalised, a constant is not.</summary>
    /// <param name="featureCount">p ≥ 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is too small.</exception>
    public static TikhonovOperator FirstDifferences(int featureCount) => Band("first differences", featureCount, [-1, 1]);

    /// <summary>(Lw)ᵢ = wᵢ − 2wᵢ₊₁ + wᵢ₊₂, p − 2 rows: bends are penalised, a straight line is not.</summary>
    /// <param name="featureCount">p ≥ 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is too small.</exception>
    public static TikhonovOperator SecondDifferences(int featureCount) => Band("second differences", featureCount, [1, -2, 1]);

    /// <summary>Any matrix.</summary>
    /// <param name="matrix">m × p, finite.</param>
    /// <exception cref="ArgumentException">The matrix is empty or has a value that is not finite.</exception>
    public static TikhonovOperator Of(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        double[] values = [.. matrix.Cast<double>()];
        if (values.Length == 0)
        {
            throw new ArgumentException($"matrix: is {matrix.GetLength(0)} × {matrix.GetLength(1)}; it needs at least one row and one column.", nameof(matrix));
        }

        int bad = Array.FindIndex(values, value => !double.IsFinite(value));
        return bad < 0
            ? new("given matrix", values, matrix.GetLength(0), matrix.GetLength(1))
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"matrix: entry [{bad / matrix.GetLength(1)}, {bad % matrix.GetLength(1)}] is {values[bad]}; it must be finite."), nameof(matrix));
    }

    /// <summary>Any matrix, float32 or float64.</summary>
    /// <param name="matrix">m × p, finite.</param>
    /// <exception cref="ArgumentException">The shape or type does not fit, or a value is not finite.</exception>
    public static TikhonovOperator Of(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Dimensions != 2 || matrix.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"matrix: expected m × p of Float32 or Float64, got [{string.Join(", ", matrix.shape)}] of {matrix.dtype}.", nameof(matrix));
        }

        using Tensor wide = matrix.to(ScalarType.Float64);
        using Tensor host = wide.cpu();
        double[] values = host.ToDoubles();
        double[,] entries = new double[matrix.shape[0], matrix.shape[1]];
        Buffer.BlockCopy(values, 0, entries, 0, values.Length * sizeof(double));
        return Of(entries);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, {RowCount} × {FeatureCount}";

    private static TikhonovOperator Band(string name, int columns, double[] band)
    {
        int rows = columns - band.Length + 1;
        if (rows < 1)
        {
            throw new ArgumentOutOfRangeException("featureCount", columns, $"featureCount: {name} need at least {band.Length} features.");
        }

        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            band.CopyTo(values, i * columns + i);
        }

        return new(name, values, rows, columns);
    }
}

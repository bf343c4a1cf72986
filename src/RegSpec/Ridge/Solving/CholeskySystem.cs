using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Ĝ + λΦ = LLᵀ.</summary>
internal sealed class CholeskySystem : RidgeSystem
{
    /// <summary>A squared pivot below this share of its diagonal means that the column lies within 3e-7 of the span of others: left to the rows.</summary>
    public const double SmallestPivot = 1e-13;

    private const double Epsilon = 1.1102230246251565e-16;

    /// <summary>Rows whose products are summed in one run.</summary>
    private const double RowsOfRun = 128;

    private readonly Tensor factor;
    private readonly double degreesOfFreedom;
    private readonly double? shrunk;
    private readonly double error;

    private CholeskySystem(Tensor factor, UnitGram gram, double[] penalties, Standardization columns)
    {
        this.factor = factor;
        int size = gram.Size;
        degreesOfFreedom = size;
        if (Array.TrueForAll(penalties, penalty => penalty == 0))
        {
            return;
        }

        using Tensor inverse = cholesky_inverse(factor);
        using Tensor view = inverse.diagonal();
        double[] diagonal = view.ToDoubles();
        double held = 0;
        for (int i = 0; i < size; i++)
        {
            held += penalties[i] * diagonal[i];
        }

        error = Sensitivity(inverse, penalties) * Epsilon * (8 + Math.Sqrt(columns.Count / RowsOfRun)) * columns.WeightSum * Math.Sqrt(size) + 4 * Epsilon * size;
        if (held < 0.5 * size)
        {
            (degreesOfFreedom, shrunk) = (size - held, held);
            return;
        }

        using Tensor products = TensorArrays.ToTensor(gram.Products, size, size);
        using Tensor terms = products.mul_(inverse);
        using Tensor sum = terms.sum();
        degreesOfFreedom = sum.item<double>();
        error -= 4 * Epsilon * (size - degreesOfFreedom);   // a sum of small terms has small rounding
    }

    public override RidgeAlgorithm Algorithm => RidgeAlgorithm.Cholesky;

    /// <summary>tr(A⁻¹Ĝ), as p − tr(A⁻¹λΦ) while that loses nothing.</summary>
    public override double DegreesOfFreedom => degreesOfFreedom;

    public override double DegreesOfFreedomError => error;

    public override double Left(double rows) => shrunk is { } held ? rows - Rank + held : rows - degreesOfFreedom;

    public override int Rank => (int)factor.shape[0];

    /// <summary>The system, or null when it is not safely positive definite.</summary>
    public static CholeskySystem? TryCreate(UnitGram gram, double[] penalties, Standardization columns)
    {
        int size = gram.Size;
        double[] diagonal = new double[size];
        using Tensor matrix = TensorArrays.ToTensor(gram.Products, size, size);
        for (int i = 0; i < size; i++)
        {
            diagonal[i] = gram.Products[i * size + i] + penalties[i];
        }

        using (Tensor place = matrix.diagonal())
        using (Tensor values = TensorArrays.ToTensor(diagonal, size))
        {
            place.copy_(values);
        }

        Tensor? factor = Factorize(matrix, diagonal);
        return factor is null ? null : new CholeskySystem(factor, gram, penalties, columns);
    }

    /// <summary>L of a symmetric matrix with this diagonal, or null when a pivot is too small.</summary>
    private static Tensor? Factorize(Tensor matrix, double[] diagonal)
    {
        (Tensor factor, Tensor info) = linalg.cholesky_ex(matrix);
        using (info)
        using (Tensor view = factor.diagonal())
        {
            double[] pivots = view.ToDoubles();
            bool safe = info.item<int>() == 0;
            for (int i = 0; i < pivots.Length && safe; i++)
            {
                safe = pivots[i] * pivots[i] > SmallestPivot * diagonal[i];
            }

            if (safe)
            {
                return factor;
            }
        }

        factor.Dispose();
        return null;
    }

    public override void Solve(double[][] right, double[][] solutions)
    {
        for (int v = 0; v < right.Length; v++)
        {
            using Tensor vector = TensorArrays.ToTensor(right[v], right[v].Length, 1);
            using Tensor solution = vector.cholesky_solve(factor, upper: false);
            solution.ToDoubles().CopyTo(solutions[v], 0);
        }
    }

    public override void Dispose() => factor.Dispose();

    /// <summary>tr(A⁻¹λΦA⁻¹): by how much tr(A⁻¹Ĝ) changes with Ĝ.</summary>
    private static double Sensitivity(Tensor inverse, double[] penalties)
    {
        using Tensor squares = inverse.Squared();
        using Tensor held = TensorArrays.ToTensor(penalties, penalties.Length);
        using Tensor product = squares.mv(held);
        using Tensor sum = product.sum();
        return sum.item<double>();
    }
}

using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Condition numbers of G and of G + λF in the user's units, and of Ĝ + λΦ in unit columns.</summary>
/// <param name="Before">κ(G); +∞ when G is singular, NaN when it was not determined.</param>
/// <param name="After">κ(G + λF), likewise.</param>
/// <param name="Unit">κ(Ĝ + λΦ), which bounds the accuracy without a refinement.</param>
internal sealed record ConditionNumbers(double Before, double After, double Unit)
{
    /// <summary>Up to this size eigenvalues cost less than the products did; above, only the extreme ones are estimated.</summary>
    private const int LargestExact = 512;

    private const double Epsilon = 2.220446049250313e-16;

    public static ConditionNumbers Of(RidgeData data, RidgeSystem? system, double lambda)
    {
        Standardization columns = data.Columns;
        if (system is null)
        {
            return new(1, 1, 1);
        }

        bool plain = columns.HasUnitFactors;
        if (system.Algorithm is RidgeAlgorithm.Orthogonal && plain)
        {
            return OfSpectrum(data.RowSpectrum, columns.Active.Length, lambda);
        }

        if (data.IsWide)
        {
            return new(double.PositiveInfinity, plain && system is DualSystem dual ? dual.Condition : double.NaN, double.NaN);
        }

        return columns.Active.Length <= LargestExact ? Exact(data.Gram, columns, lambda) : Estimate(data.Gram, columns, system, lambda);
    }

    private static ConditionNumbers OfSpectrum(RidgeSpectrum spectrum, int size, double lambda)
    {
        double largest = spectrum.Values.Max();
        double smallest = spectrum.Directions < size ? 0 : Math.Max(spectrum.Values.Min(), 0);
        double after = (largest + lambda) / (smallest + lambda);
        return new(smallest <= spectrum.Cut ? double.PositiveInfinity : largest / smallest, after, after);
    }

    private static ConditionNumbers Exact(UnitGram gram, Standardization columns, double lambda)
    {
        double[] ones = Enumerable.Repeat(1.0, gram.Size).ToArray();
        if (columns.HasUnitFactors && Array.TrueForAll(columns.Active, j => columns.Scale[j] == columns.Deviation[j]))
        {
            double[]? d = Eigenvalues(gram, ones, new double[gram.Size]);   // one decomposition serves all three: λ moves every eigenvalue alike
            double shifted = Ratio(d, Math.Min(lambda, 1e305));
            return new(Ratio(d, 0), shifted, shifted);
        }

        double[] units = Array.ConvertAll(columns.Active, j => columns.Deviation[j] / columns.Scale[j]);
        double before = Ratio(Eigenvalues(gram, units, new double[gram.Size]), 0);
        double after = Ratio(Eigenvalues(gram, units, Array.ConvertAll(columns.Active, j => Math.Min(lambda * columns.Factor[j], 1e305))), 0);
        return new(before, after, Ratio(Eigenvalues(gram, ones, columns.Penalties(lambda)), 0));
    }

    /// <summary>Ascending eigenvalues of the products in these units with these numbers added to the diagonal; null where they overflow.</summary>
    private static double[]? Eigenvalues(UnitGram gram, double[] units, double[] added)
    {
        using Tensor matrix = TensorArrays.ToTensor(gram.Products, gram.Size, gram.Size).Scale(units, units);
        using (Tensor place = matrix.diagonal())
        using (Tensor values = TensorArrays.ToTensor(added, added.Length))
        {
            place.PlusInPlace(values);
        }

        using Tensor finite = matrix.isfinite();
        using Tensor all = finite.all();
        if (!all.item<bool>())
        {
            return null;
        }

        using Tensor eigenvalues = linalg.eigvalsh(matrix);
        return eigenvalues.ToDoubles();
    }

    private static double Ratio(double[]? eigenvalues, double added)
    {
        if (eigenvalues is not { } d)
        {
            return double.NaN;
        }

        double largest = d[^1] + added;
        double smallest = d[0] + added;
        return smallest <= d.Length * Epsilon * largest ? double.PositiveInfinity : largest / smallest;
    }

    private static ConditionNumbers Estimate(UnitGram gram, Standardization columns, RidgeSystem system, double lambda)
    {
        double[] penalties = columns.Penalties(lambda);
        using Tensor matrix = TensorArrays.ToTensor(gram.Products, gram.Size, gram.Size);
        double largest = PowerIteration.Largest(gram.Size, (x, y) =>
        {
            using Tensor vector = TensorArrays.ToTensor(x, x.Length);
            using Tensor product = matrix.mv(vector);
            product.ToDoubles().CopyTo(y, 0);
            for (int k = 0; k < y.Length; k++)
            {
                y[k] += penalties[k] * x[k];
            }
        });
        double unit = largest * PowerIteration.Largest(gram.Size, (x, y) => system.Solve(x, y));
        bool scaled = Array.TrueForAll(columns.Active, j => columns.Scale[j] == columns.Deviation[j]);
        double after = scaled ? unit : double.NaN;
        return new(lambda == 0 ? after : double.NaN, after, unit);
    }
}

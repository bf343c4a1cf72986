using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A⁻¹ and A⁻¹ZᵀSZA⁻¹ at one λ, whole, from the spectrum; their diagonals alone are <see cref="PosteriorDiagonals"/>.</summary>
internal sealed class PosteriorCovariance
{
    private readonly CanonicalForm form;
    private readonly PosteriorFilter filter;

    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty, so that no variance bounds it.</exception>
    public PosteriorCovariance(CanonicalForm form, double lambda)
    {
        this.form = form;
        PosteriorFilter.Require(form, lambda);
        filter = new(form, lambda);
    }

    private RidgeSpectrum Spectrum => form.Spectrum;

    /// <summary>A⁻¹ over all features; those that do not vary have what the caller gives on the diagonal.</summary>
    public double[,] Full(double factor, Func<int, double> still) => Matrix(filter.Inverse, filter.Rest, factor, still);

    /// <summary>A⁻¹ZᵀSZA⁻¹.</summary>
    public double[,] FullSampling(double factor) => Matrix(filter.Sampling, 0, factor, _ => 0);

    /// <summary>zᵀA⁻¹z of new rows.</summary>
    public double[] Leverages(DesignRows rows)
    {
        using var scope = NewDisposeScope();
        Standardization columns = form.Columns;
        int size = Spectrum.Size;
        double[] leverages = new double[rows.Count];
        if (size == 0)
        {
            return leverages;
        }

        int[] order = [.. Enumerable.Range(0, size)];
        double[] ones = [.. Enumerable.Repeat(1.0, size)];
        Tensor unit = RowMatrix.Of(rows, columns, order, ones, 0, (int)rows.Count, new BlockBuffer(), weighted: false);
        Tensor squares = unit.mm(TensorArrays.ToTensor(Spectrum.Basis, size, Spectrum.Directions)).Squared();
        double rest = filter.Rest;
        double[] weights = rest == 0 ? filter.Inverse : Array.ConvertAll(filter.Inverse, value => value - rest);
        Tensor sums = squares.mv(TensorArrays.ToTensor(weights, weights.Length));
        if (rest > 0)
        {
            double[] all = Array.ConvertAll(columns.Penalty, phi => rest / phi);
            sums.PlusInPlace(unit.Squared().mv(TensorArrays.ToTensor(all, all.Length)));
        }

        double[] values = sums.ToDoubles();
        return Array.ConvertAll(values, value => Math.ScaleB(Math.Max(value, 0), -form.Data.Units.Weight));
    }

    private double[,] Matrix(double[] values, double remainder, double factor, Func<int, double> still)
    {
        using var scope = NewDisposeScope();
        int size = Spectrum.Size;
        int p = form.Data.FeatureCount;
        double[,] matrix = new double[p, p];
        foreach (int j in form.Columns.Constant)
        {
            matrix[j, j] = still(j);
        }

        if (size == 0)
        {
            return matrix;
        }

        Tensor basis = TensorArrays.ToTensor(Spectrum.Basis, size, values.Length);
        Tensor scaled = basis.clone().Scale(null, Array.ConvertAll(values, value => value - remainder));
        double[] products = scaled.mm(basis.t()).ToDoubles();
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++)
            {
                double value = products[a * size + b] + (a == b && remainder > 0 ? remainder / form.Columns.Penalty[a] : 0);
                matrix[form.Columns.Active[a], form.Columns.Active[b]] = factor * value * PosteriorFilter.Unit(form, a) * PosteriorFilter.Unit(form, b);
            }
        }

        return matrix;
    }
}

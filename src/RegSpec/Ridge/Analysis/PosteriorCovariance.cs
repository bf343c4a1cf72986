using System.Numerics;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A⁻¹ and A⁻¹ZᵀSZA⁻¹ from the spectrum, in all p dimensions: where the data determine nothing, what the prior says remains.</summary>
internal sealed class PosteriorCovariance
{
    private const int Parts = 8;
    private const int SmallWork = 1 << 16;

    private delegate void RowAction(int feature, ReadOnlySpan<double> row);

    private readonly CanonicalForm form;
    private readonly double[] inverse;
    private readonly double[] sampling;
    private readonly double rest;

    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty, so that no variance bounds it.</exception>
    public PosteriorCovariance(CanonicalForm form, double lambda)
    {
        this.form = form;
        RidgeSpectrum spectrum = form.Spectrum;
        if (form.Free > form.Unpenalised || (lambda == 0 && form.Undetermined > 0))
        {
            int rank = form.Unpenalised + form.Values.Length;
            throw new InvalidOperationException(
                $"The data determine {rank} of {spectrum.Size} directions, in some of the others nothing bounds the variance; use a larger lambda, remove collinear features, or penalise them.");
        }

        if (form.Free > 0 && spectrum.Directions < spectrum.Size)
        {
            throw new InvalidOperationException(
                $"Variances of {spectrum.Size} features from fewer rows need a penalty on every feature; give the unpenalised ones a positive factor.");
        }

        inverse = new double[spectrum.Directions];
        sampling = new double[spectrum.Directions];
        for (int k = 0; k < inverse.Length; k++)
        {
            double d = spectrum.Values[k] > spectrum.Cut || k < spectrum.Unpenalised ? spectrum.Values[k] : 0;
            double sum = k < spectrum.Unpenalised ? d : d + lambda;
            inverse[k] = 1 / sum;
            sampling[k] = d / sum / sum;
        }

        rest = lambda > 0 && spectrum.Directions < spectrum.Size ? 1 / lambda : 0;
    }

    private RidgeSpectrum Spectrum => form.Spectrum;

    /// <summary>Diagonal of A⁻¹ for the active features, in user's units of w.</summary>
    public double[] Variances() => Diagonal(inverse, rest);

    /// <summary>Diagonal of A⁻¹ZᵀSZA⁻¹.</summary>
    public double[] SamplingVariances() => Diagonal(sampling, 0);

    /// <summary>A⁻¹ over all features; those that do not vary have what the caller gives on the diagonal.</summary>
    public double[,] Full(double factor, Func<int, double> still) => Matrix(inverse, rest, factor, still);

    /// <summary>A⁻¹ZᵀSZA⁻¹.</summary>
    public double[,] FullSampling(double factor) => Matrix(sampling, 0, factor, _ => 0);

    /// <summary>Bq of several q through B itself, which the diagonals need anyway: over wide data less than a pass over the rows.</summary>
    public double[][] Expand(double[][] q)
    {
        double[][] products = Array.ConvertAll(q, _ => new double[Spectrum.Size]);
        ForEachFeature((k, row) =>
        {
            for (int v = 0; v < q.Length; v++)
            {
                products[v][k] = KernelSpectrum.Dot(row, q[v]);
            }
        });
        return products;
    }

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
        Tensor squares = unit.mm(TensorArrays.ToTensor(Spectrum.Basis, size, Spectrum.Directions)).square();
        double[] weights = rest == 0 ? inverse : Array.ConvertAll(inverse, value => value - rest);
        Tensor sums = squares.mv(TensorArrays.ToTensor(weights, weights.Length));
        if (rest > 0)
        {
            double[] all = Array.ConvertAll(columns.Penalty, phi => rest / phi);
            sums.add_(unit.square().mv(TensorArrays.ToTensor(all, all.Length)));
        }

        double[] values = sums.ToDoubles();
        return Array.ConvertAll(values, value => Math.ScaleB(Math.Max(value, 0), -form.Data.Units.Weight));
    }

    private double[] Diagonal(double[] filter, double remainder)
    {
        double[] diagonal = new double[Spectrum.Size];
        ForEachFeature((k, row) =>
        {
            (double sum, double covered) = Squares(row, filter);
            diagonal[k] = (sum + (remainder == 0 ? 0 : Math.Max(1 / form.Columns.Penalty[k] - covered, 0) * remainder)) * Unit(k) * Unit(k);
        });
        return diagonal;
    }

    /// <summary>The rows of B, on all cores where they are many.</summary>
    private void ForEachFeature(RowAction action)
    {
        double[] basis = Spectrum.Basis;
        int size = Spectrum.Size, directions = Spectrum.Directions, parts = basis.Length < SmallWork ? 1 : Parts;
        void Part(int part)
        {
            for (int k = size * part / parts; k < size * (part + 1) / parts; k++)
            {
                action(k, basis.AsSpan(k * directions, directions));
            }
        }

        if (parts == 1)
        {
            Part(0);
        }
        else
        {
            Parallel.For(0, parts, Part);
        }
    }

    /// <summary>Σb²f and Σb².</summary>
    private static (double Filtered, double Covered) Squares(ReadOnlySpan<double> row, ReadOnlySpan<double> filter)
    {
        Vector<double> sums = Vector<double>.Zero, squares = Vector<double>.Zero;
        int m = 0;
        for (; m <= row.Length - Vector<double>.Count; m += Vector<double>.Count)
        {
            Vector<double> values = new(row[m..]);
            Vector<double> square = values * values;
            squares += square;
            sums += square * new Vector<double>(filter[m..]);
        }

        double filtered = Vector.Sum(sums), covered = Vector.Sum(squares);
        for (; m < row.Length; m++)
        {
            double square = row[m] * row[m];
            covered += square;
            filtered += square * filter[m];
        }

        return (filtered, covered);
    }

    private double[,] Matrix(double[] filter, double remainder, double factor, Func<int, double> still)
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

        Tensor basis = TensorArrays.ToTensor(Spectrum.Basis, size, filter.Length);
        Tensor scaled = basis.clone().Scale(null, Array.ConvertAll(filter, value => value - remainder));
        double[] products = scaled.mm(basis.t()).ToDoubles();
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++)
            {
                double value = products[a * size + b] + (a == b && remainder > 0 ? remainder / form.Columns.Penalty[a] : 0);
                matrix[form.Columns.Active[a], form.Columns.Active[b]] = factor * value * Unit(a) * Unit(b);
            }
        }

        return matrix;
    }

    /// <summary>w/ŵ of an active feature, and half of the unit of the weights.</summary>
    private double Unit(int active)
    {
        int j = form.Columns.Active[active];
        return Math.ScaleB(form.Columns.Scale[j] / form.Columns.Deviation[j], -form.Data.Units.Weight / 2);
    }
}

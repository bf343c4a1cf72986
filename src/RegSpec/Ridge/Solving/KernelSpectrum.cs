using System.Numerics;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The spectrum of wide rows in terms of the n eigenvectors U of ZZᵀ: B = Φ^(−½)ZᵀUD^(−½). Products with B go through the rows, and the rows in
/// the coordinates B are UD^(½) itself; B, as large as the data, is made only for other rows than these.
/// </summary>
internal sealed class KernelSpectrum : RidgeSpectrum
{
    /// <summary>Values of Z that are in coordinates at the same time: as many as the caches hold, their coordinates beside them.</summary>
    private const int ChunkValues = 1 << 19;

    private const int LeastFeatures = 16;

    private readonly DesignRows design;
    private readonly Standardization columns;
    private readonly UnitRows rows;
    private readonly double[] roots;
    private readonly double[] vectors;
    private readonly double[] lengths;
    private double[]? basis;

    /// <param name="design">The rows.</param>
    /// <param name="columns">Their standardisation.</param>
    /// <param name="rows">The same rows as an operator.</param>
    /// <param name="roots">1/√φ.</param>
    /// <param name="vectors">U, n × directions, row-major.</param>
    /// <param name="values">D, positive.</param>
    /// <param name="cut">The d below which a direction is not determined.</param>
    public KernelSpectrum(DesignRows design, Standardization columns, UnitRows rows, double[] roots, double[] vectors, double[] values, double cut)
        : base(roots.Length, values, 0, cut, RidgeAlgorithm.Dual)
    {
        this.design = design;
        this.columns = columns;
        this.rows = rows;
        this.roots = roots;
        this.vectors = vectors;
        lengths = Array.ConvertAll(values, Math.Sqrt);
    }

    public override double[] Basis => basis ??= MakeBasis();

    public override double[] Project(ReadOnlySpan<double> g)
    {
        double[] scaled = new double[rows.FeatureCount];
        for (int k = 0; k < roots.Length; k++)
        {
            scaled[columns.Active[k]] = g[k] * roots[k];
        }

        double[] q = Coordinates(rows.Multiply(scaled)[0]);
        for (int k = 0; k < q.Length; k++)
        {
            q[k] /= lengths[k];
        }

        return q;
    }

    /// <summary>BᵀX̂ᵀSy = D^(½)Uᵀ√s(y − ȳ) without the product with X̂, in which much may cancel; and what B leaves of the target, ‖(I − UUᵀ)√s(y − ȳ)‖².</summary>
    /// <param name="centred">√s(y − ȳ), n values.</param>
    public (double[] Projection, double Left) ProjectTarget(double[] centred)
    {
        double[] q = Coordinates(centred);
        double rest = 0;
        for (int i = 0; i < centred.Length; i++)
        {
            double left = centred[i] - Dot(vectors.AsSpan(i * q.Length, q.Length), q);
            rest += left * left;
        }

        return ([.. q.Select((value, k) => value * lengths[k])], rest);
    }

    public override void Expand(ReadOnlySpan<double> q, Span<double> x) => ExpandAll([q.ToArray()])[0].CopyTo(x);

    public override double[][] ExpandAll(double[][] q) => Unit(rows.MultiplyTransposed(Images(q)));

    /// <summary>Features go through their coordinates ZᵀUD^(−½), some at a time: B itself, as large as the data, is not made.</summary>
    public override (double[][] Products, double[][] Squares) Combine(double[][] q, double[][] f)
    {
        if (basis is not null)
        {
            return base.Combine(q, f);
        }

        using var scope = NewDisposeScope();
        Tensor unit = TensorArrays.ToTensor(UnitVectors(), rows.Count, Directions).t();
        Tensor linear = TensorArrays.Stack(q, Directions), quadratic = TensorArrays.Stack(f, Directions);
        double[][] products = NewResults(q.Length), squares = NewResults(f.Length);
        BlockBuffer buffer = new();
        int[] order = [.. Enumerable.Range(0, Size)];
        int atOnce = Math.Max(ChunkValues / rows.Count, LeastFeatures);
        for (int first = 0; first < Size; first += atOnce)
        {
            using var chunk = NewDisposeScope();
            Range some = first..Math.Min(first + atOnce, Size);
            Tensor coordinates = unit.mm(RowMatrix.Of(design, columns, order[some], roots[some], 0, rows.Count, buffer));
            linear.mm(coordinates).CopyRows(products, first);
            quadratic.mm(coordinates.mul_(coordinates)).CopyRows(squares, first);
        }

        return (Scaled(products, roots), Scaled(squares, Array.ConvertAll(roots, root => root * root)));
    }

    /// <summary>X̂B for some of these rows: UD^(½)/√s; null for other rows, and where one of weight 0 has no part in U.</summary>
    public Tensor? Scores(DesignRows others, long start, int count)
    {
        RowBlock block = others.Read(start, count, new BlockBuffer());
        double[] scores = new double[count * Directions];
        for (int i = 0; i < count; i++)
        {
            double weight = block.Weight(i);
            if (others != design || weight == 0)
            {
                return null;
            }

            double root = 1 / Math.Sqrt(weight);
            Span<double> row = scores.AsSpan(i * Directions, Directions);
            ReadOnlySpan<double> vector = vectors.AsSpan((int)(start + i) * Directions, Directions);
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = vector[k] * lengths[k] * root;
            }
        }

        return TensorArrays.ToTensor(scores, count, Directions);
    }

    /// <summary>Uᵀv.</summary>
    private double[] Coordinates(double[] image)
    {
        double[] q = new double[Directions];
        for (int i = 0; i < image.Length; i++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(i * q.Length, q.Length);
            for (int k = 0; k < q.Length; k++)
            {
                q[k] += vector[k] * image[i];
            }
        }

        return q;
    }

    /// <summary>Σab.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sum = Vector<double>.Zero;
        int k = 0;
        for (; k <= a.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            sum += new Vector<double>(a[k..]) * new Vector<double>(b[k..]);
        }

        double total = Vector.Sum(sum);
        for (; k < a.Length; k++)
        {
            total += a[k] * b[k];
        }

        return total;
    }

    /// <summary>UD^(−½)q of many q.</summary>
    private double[][] Images(double[][] q)
    {
        double[][] weights = Array.ConvertAll(q, one => one.Select((value, k) => value / lengths[k]).ToArray());
        if (q.Length >= SmallCount)
        {
            CoordinateTiles tiles = new(0, Directions, () => [], weights, []);
            return tiles.Collect(rows.Count, (points, first, count) => tiles.FinishRows(points, vectors, first, count)).Products;
        }

        return Array.ConvertAll(weights, one =>
        {
            double[] image = new double[rows.Count];
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = Dot(vectors.AsSpan(i * one.Length, one.Length), one);
            }

            return image;
        });
    }

    private double[][] NewResults(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[Size])];

    /// <summary>Values of the active features times a factor of each, in place.</summary>
    private static double[][] Scaled(double[][] values, double[] factors)
    {
        foreach (double[] x in values)
        {
            for (int k = 0; k < x.Length; k++)
            {
                x[k] *= factors[k];
            }
        }

        return values;
    }

    /// <summary>Values of all features to those of the active ones, times 1/√φ.</summary>
    private double[][] Unit(double[][] ofFeatures) => Scaled(Array.ConvertAll(ofFeatures, values => Array.ConvertAll(columns.Active, j => values[j])), roots);

    /// <summary>UD^(−½).</summary>
    private double[] UnitVectors()
    {
        double[] factors = Array.ConvertAll(lengths, length => 1 / length);
        double[] scaled = new double[vectors.Length];
        for (int start = 0; start < scaled.Length; start += factors.Length)
        {
            for (int k = 0; k < factors.Length; k++)
            {
                scaled[start + k] = vectors[start + k] * factors[k];
            }
        }

        return scaled;
    }

    private double[] MakeBasis()
    {
        using var scope = NewDisposeScope();
        int[] order = Enumerable.Range(0, roots.Length).ToArray();
        Tensor matrix = RowMatrix.Of(design, columns, order, roots, 0, (int)design.Count, new BlockBuffer());
        Tensor scaled = TensorArrays.ToTensor(UnitVectors(), design.Count, Directions);
        return matrix.t().mm(scaled).Scale(roots, null).ToDoubles();
    }
}

using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Rows in the coordinates of a spectrum, T = X̂B, and the targets centred alike.</summary>
internal sealed class RowScores(Tensor scores, double[] targets, double[] weights) : IDisposable
{
    /// <summary>Doubles of scores a selection may keep, so that further λ need no pass over the rows: 64 MB.</summary>
    public const long KeepAtMost = 8 << 20;

    public Tensor Scores => scores;

    public double[] Targets => targets;

    public double[] Weights => weights;

    /// <summary>Rows of a block: 4 MB of features.</summary>
    public static int RowsPerBlock(int features) => Math.Max(16, (4 << 20) / (8 * features));

    public static RowScores Of(DesignRows rows, RidgeData basis, int target, long start, int count, BlockBuffer buffer)
    {
        Standardization columns = basis.Columns;
        RidgeSpectrum spectrum = basis.PathSpectrum;
        DoubleDouble mean = columns.Intercept ? basis.Summary.Mean[columns.FeatureCount + target] : DoubleDouble.Zero;
        RowBlock block = rows.Read(start, count, buffer);
        double[] targets = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = (block.Targets(i, rows.TargetCount)[target] - mean.Hi) - mean.Lo;
            weights[i] = block.Weight(i);
        }

        Tensor scores = (spectrum as KernelSpectrum)?.Scores(rows, start, count) ?? Products(rows, columns, spectrum, start, count, buffer);
        return new RowScores(scores, targets, weights);
    }

    private static Tensor Products(DesignRows rows, Standardization columns, RidgeSpectrum spectrum, long start, int count, BlockBuffer buffer)
    {
        int[] order = Enumerable.Range(0, columns.Active.Length).ToArray();
        double[] ones = Enumerable.Repeat(1.0, order.Length).ToArray();
        using Tensor unit = RowMatrix.Of(rows, columns, order, ones, start, count, buffer, weighted: false);
        using Tensor directions = TensorArrays.ToTensor(spectrum.Basis, spectrum.Size, spectrum.Directions);
        return unit.mm(directions);
    }

    /// <summary>Targets less fits, rows × λ.</summary>
    public Tensor Residuals(Tensor coordinates)
    {
        using Tensor fits = scores.mm(coordinates);
        using Tensor centred = TensorArrays.ToTensor(targets, targets.Length, 1);
        return centred.sub(fits);
    }

    public void Dispose() => scores.Dispose();

    /// <summary>A column for each λ.</summary>
    public static Tensor Columns(double[] lambdas, Func<double, double[]> column)
    {
        double[][] columns = Array.ConvertAll(lambdas, lambda => column(lambda));
        int rows = columns[0].Length;
        double[] values = new double[rows * lambdas.Length];
        for (int l = 0; l < lambdas.Length; l++)
        {
            for (int k = 0; k < rows; k++)
            {
                values[k * lambdas.Length + l] = columns[l][k];
            }
        }

        return TensorArrays.ToTensor(values, rows, lambdas.Length);
    }
}

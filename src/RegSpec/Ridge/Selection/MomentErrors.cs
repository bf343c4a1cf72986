using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Σs(y − ŷ)² over rows of which the moments are known, as a quadratic form: cᵀMc + S·r̄², c the coefficients of y − ŷ in the columns that are summed, M their products about the means of these
/// rows, r̄ the residual at these means. Columns of a fit may be affine in what is summed.
/// </summary>
internal sealed class MomentErrors
{
    /// <summary>Share of the squares in the sum, below which rounding of the products, some 1e-16 of each, would be seen in ten digits.</summary>
    private const double Rounding = 1e-5;

    private readonly SpectralFit fit;
    private readonly Moments moments;
    private readonly (int Term, double Factor)[][] parts;
    private readonly double[] offsets;
    private readonly double targetOffset;
    private readonly int targetColumn;
    private readonly double targetFactor;
    private readonly int weightUnit;

    /// <param name="fold">The fit and the moments.</param>
    /// <param name="target">Which target.</param>
    /// <param name="fit">The target in the coordinates of the fit.</param>
    public MomentErrors(Fold fold, int target, SpectralFit fit)
    {
        this.fit = fit;
        moments = fold.Tested!;
        RidgeData data = fold.Fitted;
        Standardization columns = data.Columns;
        bool isGiven = fold.Columns is null;
        int Unit(int column) => isGiven ? 0 : data.Units.Column(column);
        weightUnit = isGiven ? 0 : data.Units.Weight;
        parts = new (int, double)[columns.Active.Length][];
        offsets = new double[parts.Length];
        for (int k = 0; k < parts.Length; k++)
        {
            int j = columns.Active[k];
            AffineColumn column = fold.Columns?[j] ?? new AffineColumn().Add(j, 1);
            parts[k] = [.. column.Coefficients.Select(part => (part.Key, Math.ScaleB(part.Value / columns.Deviation[j], moments.Exponent[part.Key] - Unit(j))))];
            DoubleDouble mean = column.Constant;
            foreach ((int term, double coefficient) in column.Coefficients)
            {
                mean += moments.Mean(term) * new DoubleDouble(coefficient, 0);
            }

            offsets[k] = (InUnit(mean, Unit(j)) - columns.Mean[j]).Value / columns.Deviation[j];
        }

        targetColumn = moments.Width - data.TargetCount + target;
        int targetUnit = Unit(data.FeatureCount + target);
        targetFactor = Math.ScaleB(1, moments.Exponent[targetColumn] - targetUnit);
        DoubleDouble fitted = columns.Intercept ? data.Summary.Mean[data.FeatureCount + target] : DoubleDouble.Zero;
        targetOffset = (InUnit(moments.Mean(targetColumn), targetUnit) - fitted).Value;
    }

    /// <summary>Weight of the rows, in the units of the problem.</summary>
    public double Weight => Math.ScaleB(moments.WeightSum, -weightUnit);

    /// <summary>Multiply-adds for one λ.</summary>
    public long Work => (long)moments.Width * moments.Width + (long)fit.Spectrum.Size * fit.Spectrum.Directions;

    /// <summary>For each λ the sum, and whether it is small beside the squares in it, so that rounding shows.</summary>
    public (double[] Sums, bool[] IsRounding) Sums(double[] lambdas)
    {
        using var scope = NewDisposeScope();
        int count = lambdas.Length;
        int width = moments.Width;
        if (moments.WeightSum == 0)
        {
            return (new double[count], new bool[count]);
        }

        double[] unit = parts.Length == 0 ? [] : Basis().mm(RowScores.Columns(lambdas, fit.Coordinates)).ToDoubles();
        double[] residuals = new double[width * count];
        double[] means = Enumerable.Repeat(targetOffset, count).ToArray();
        double[] sizes = Enumerable.Repeat(targetOffset * targetOffset, count).ToArray();
        residuals.AsSpan(targetColumn * count, count).Fill(targetFactor);
        for (int k = 0; k < parts.Length; k++)
        {
            ReadOnlySpan<double> coefficients = unit.AsSpan(k * count, count);
            foreach ((int term, double factor) in parts[k])
            {
                Span<double> row = residuals.AsSpan(term * count, count);
                for (int l = 0; l < count; l++)
                {
                    row[l] -= factor * coefficients[l];
                }
            }

            for (int l = 0; l < count; l++)
            {
                double part = offsets[k] * coefficients[l];
                means[l] -= part;
                sizes[l] += part * part;
            }
        }

        double[] products = TensorArrays.ToTensor(moments.Products, width, width).mm(TensorArrays.ToTensor(residuals, width, count)).ToDoubles();
        double[] sums = new double[count];
        bool[] isRounding = new bool[count];
        for (int l = 0; l < count; l++)
        {
            (double sum, double size) = (0, moments.WeightSum * sizes[l]);
            for (int j = 0; j < width; j++)
            {
                double residual = residuals[j * count + l];
                sum += residual * products[j * count + l];
                size += residual * residual * moments.Products[j * width + j];
            }

            sum += moments.WeightSum * means[l] * means[l];
            isRounding[l] = sum < Rounding * size;
            sums[l] = sum < 0 ? 0 : Math.ScaleB(sum, -weightUnit);
        }

        return (sums, isRounding);
    }

    private Tensor Basis() => TensorArrays.ToTensor(fit.Spectrum.Basis, fit.Spectrum.Size, fit.Spectrum.Directions);

    private static DoubleDouble InUnit(DoubleDouble value, int exponent) => exponent == 0 ? value : new(Math.ScaleB(value.Hi, -exponent), Math.ScaleB(value.Lo, -exponent));
}

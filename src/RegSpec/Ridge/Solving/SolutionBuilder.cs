using System.Globalization;

namespace RegSpec;

/// <summary>Turns refined coefficients into the solution a user sees.</summary>
internal static class SolutionBuilder
{
    public static RidgeSolution Build(
        RidgeData data, int target, double lambda, RefinedCoefficients fit, RidgeAlgorithm algorithm, ConditionNumbers condition, EffectiveDimension dimension, int rank)
    {
        Standardization columns = data.Columns;
        int p = columns.FeatureCount;
        int y = data.Units.Column(p + target);
        double[] raw = new double[p];
        double[] standardized = new double[p];
        double[] scales = Enumerable.Repeat(1.0, p).ToArray();
        DoubleDouble centre = fit.Intercept;
        foreach (int j in columns.Active)
        {
            int unit = data.Units.Column(j);
            raw[j] = columns.Shrunk(j, lambda, fit.Beta[j].Value, y - unit);
            standardized[j] = columns.Shrunk(j, lambda, (fit.Beta[j] * new DoubleDouble(columns.Scale[j], 0)).Value, y);
            scales[j] = Math.ScaleB(columns.Scale[j], unit);
            centre += columns.Mean[j] * fit.Beta[j];
        }

        double[] digits = TrustedDigits.Of(columns, j => fit.Beta[j].Value, fit.Error);
        string[] constant = Array.ConvertAll(columns.Constant, j => data.Names.Features[j]);
        return new RidgeSolution(new RidgeSolutionJson(
            lambda, data.Names.Targets[target], [.. data.Names.Layout.Columns], standardized, raw, columns.Intercept ? Math.ScaleB(centre.Value, y) : 0, Math.ScaleB(fit.Intercept.Value, y),
            [.. columns.Mean.Select((mean, j) => Math.ScaleB(mean.Hi, data.Units.Column(j)))], [.. columns.Mean.Select((mean, j) => Math.ScaleB(mean.Lo, data.Units.Column(j)))],
            scales, columns.Count, dimension.Used, Math.ScaleB(fit.Squares, 2 * y + data.Units.Weight), RSquared(data, target, fit.Squares), Math.ScaleB(GeneralizedCrossValidation(columns, fit.Squares, dimension.Left), 2 * y),
            condition.Before, condition.After, rank, digits, algorithm, fit.Steps, fit.FirstCorrection, constant, [.. Warnings(data, digits, rank, algorithm, lambda, dimension)]));
    }

    /// <summary>n·RSS/(n − 1 − df)² with the weights scaled to mean 1; NaN when the residuals have no freedom left.</summary>
    public static double GeneralizedCrossValidation(Standardization columns, double squares, double left)
    {
        return left > 1e-9 * columns.Count ? columns.Count * (squares * columns.Count / columns.WeightSum) / (left * left) : double.NaN;
    }

    private static double RSquared(RidgeData data, int target, double squares)
    {
        double deviation = data.Summary.Deviation[data.FeatureCount + target];
        return 1 - squares / (data.Columns.WeightSum * deviation * deviation);
    }

    private static IEnumerable<string> Warnings(RidgeData data, double[] digits, int rank, RidgeAlgorithm algorithm, double lambda, EffectiveDimension dimension)
    {
        Standardization columns = data.Columns;
        foreach (int j in columns.NearlyConstant)
        {
            yield return $"feature '{data.Names.Features[j]}' varies by at most 8 units in the last place; standardised, that is rounding noise: remove it.";
        }

        foreach (int j in columns.Vanishing)
        {
            yield return $"feature '{data.Names.Features[j]}' varies by less than the smallest normal double, 2.2e-308, and counts as constant: multiply it by a power of ten.";
        }

        if (algorithm != RidgeAlgorithm.None && rank < columns.Active.Length && (lambda == 0 || !data.IsWide))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the data determine {rank} of {columns.Active.Length} directions; the coefficients are those of least norm.");
        }

        if (dimension.Error > 1e-6 * Math.Min(dimension.Used, Math.Abs(dimension.Left)) && algorithm != RidgeAlgorithm.None)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"degrees of freedom and GCV may be off by {dimension.Error:G2} in df: at this lambda they depend on collinear columns that {(data.Rows is null ? "statistics do not resolve; fit from rows" : "rounding blurs; use a larger lambda")}.");
        }

        double least = columns.Active.Length == 0 || algorithm == RidgeAlgorithm.None ? TrustedDigits.Most : columns.Active.Min(j => digits[j]);
        if (least < 4)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"feature '{data.Names.Features[columns.Active.First(j => digits[j] == least)]}': only {least:F0} digits of its coefficient can be trusted; use a larger lambda or remove collinear features.");
        }
    }
}

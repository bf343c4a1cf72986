using System.Globalization;

namespace RegSpec;

/// <summary>Turns refined coefficients into the solution a user sees.</summary>
internal static class SolutionBuilder
{
    public static RidgeSolution Build(
        RidgeData data, int target, double lambda, RefinedCoefficients fit, RidgeAlgorithm algorithm, ConditionNumbers condition, double degreesOfFreedom, int rank)
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
            scales, columns.Count, degreesOfFreedom, Math.ScaleB(fit.Squares, 2 * y + data.Units.Weight), RSquared(data, target, fit.Squares), Math.ScaleB(GeneralizedCrossValidation(columns, fit.Squares, degreesOfFreedom), 2 * y),
            condition.Before, condition.After, rank, digits, algorithm, fit.Steps, fit.FirstCorrection, constant, [.. Warnings(data, digits, rank, algorithm, lambda)]));
    }

    /// <summary>n·RSS/(n − 1 − df)² with the weights scaled to mean 1; NaN when the residuals have no freedom left.</summary>
    public static double GeneralizedCrossValidation(Standardization columns, double squares, double degreesOfFreedom)
    {
        double left = columns.Count - (columns.Intercept ? 1 : 0) - degreesOfFreedom;
        return left > 1e-9 * columns.Count ? columns.Count * (squares * columns.Count / columns.WeightSum) / (left * left) : double.NaN;
    }

    private static double RSquared(RidgeData data, int target, double squares)
    {
        double deviation = data.Summary.Deviation[data.FeatureCount + target];
        return 1 - squares / (data.Columns.WeightSum * deviation * deviation);
    }

    private static IEnumerable<string> Warnings(RidgeData data, double[] digits, int rank, RidgeAlgorithm algorithm, double lambda)
    {
        Standardization columns = data.Columns;
        foreach (int j in columns.NearlyConstant)
        {
            yield return $"feature '{data.Names.Features[j]}' varies by at most 8 units in the last place; standardised, that is rounding noise: remove it.";
        }

        if (algorithm != RidgeAlgorithm.None && rank < columns.Active.Length && (lambda == 0 || !data.IsWide))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the data determine {rank} of {columns.Active.Length} directions; the coefficients are those of least norm.");
        }

        double least = columns.Active.Length == 0 || algorithm == RidgeAlgorithm.None ? TrustedDigits.Most : columns.Active.Min(j => digits[j]);
        if (least < 4)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"feature '{data.Names.Features[columns.Active.First(j => digits[j] == least)]}': only {least:F0} digits of its coefficient can be trusted; use a larger lambda or remove collinear features.");
        }
    }
}

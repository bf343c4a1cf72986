using System.Globalization;

namespace RegSpec;

/// <summary>Turns refined coefficients into the solution a user sees.</summary>
internal static class SolutionBuilder
{
    /// <summary>What is left after the rounding of the standard deviations and of the result.</summary>
    private const double MostDigits = 15;

    public static RidgeSolution Build(
        RidgeData data, int target, double lambda, RefinedCoefficients fit, RidgeAlgorithm algorithm, ConditionNumbers condition, double degreesOfFreedom, int rank)
    {
        Standardization columns = data.Columns;
        int p = columns.FeatureCount;
        double[] raw = Array.ConvertAll(fit.Beta, beta => beta.Value);
        double[] standardized = new double[p];
        DoubleDouble centre = fit.Intercept;
        for (int j = 0; j < p; j++)
        {
            standardized[j] = (fit.Beta[j] * new DoubleDouble(columns.Scale[j], 0)).Value;
            centre += columns.Mean[j] * fit.Beta[j];
        }

        double[] digits = Digits(columns, fit);
        string[] constant = Array.ConvertAll(columns.Constant, j => data.Names.Features[j]);
        return new RidgeSolution(new RidgeSolutionJson(
            lambda, data.Names.Targets[target], [.. data.Names.Features], standardized, raw, columns.Intercept ? centre.Value : 0, fit.Intercept.Value,
            Array.ConvertAll(columns.Mean, mean => mean.Hi), Array.ConvertAll(columns.Mean, mean => mean.Lo), columns.Scale, columns.Count,
            degreesOfFreedom, fit.Squares, GeneralizedCrossValidation(columns, fit.Squares, degreesOfFreedom), condition.Before, condition.After, rank,
            digits, algorithm, fit.Steps, fit.FirstCorrection, constant, [.. Warnings(data, digits, rank, algorithm, lambda)]));
    }

    /// <summary>n·RSS/(n − 1 − df)² with the weights scaled to mean 1; NaN when the residuals have no freedom left.</summary>
    public static double GeneralizedCrossValidation(Standardization columns, double squares, double degreesOfFreedom)
    {
        double left = columns.Count - (columns.Intercept ? 1 : 0) - degreesOfFreedom;
        return left > 1e-9 * columns.Count ? columns.Count * (squares * columns.Count / columns.WeightSum) / (left * left) : double.NaN;
    }

    private static double[] Digits(Standardization columns, RefinedCoefficients fit)
    {
        double[] digits = Enumerable.Repeat(MostDigits, columns.FeatureCount).ToArray();
        for (int k = 0; k < columns.Active.Length && fit.Error.Length > k; k++)
        {
            int j = columns.Active[k];
            double size = Math.Abs(fit.Beta[j].Value) * columns.Deviation[j];
            if (fit.Error[k] > 0)
            {
                double trusted = -Math.Log10(fit.Error[k] / size);
                digits[j] = double.IsNaN(trusted) ? 0 : Math.Clamp(trusted, 0, MostDigits);
            }
        }

        return digits;
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

        double least = columns.Active.Length == 0 || algorithm == RidgeAlgorithm.None ? MostDigits : columns.Active.Min(j => digits[j]);
        if (least < 4)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"feature '{data.Names.Features[columns.Active.First(j => digits[j] == least)]}': only {least:F0} digits of its coefficient can be trusted; use a larger lambda or remove collinear features.");
        }
    }
}

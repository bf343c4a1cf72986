namespace RegSpec;

/// <summary>σ̂²(1 + 1/S + zᵀA⁻¹z) of new rows, σ̂² = (RSS + λΣfⱼwⱼ²)/(n − 1); without an intercept 1/S vanishes and n − 1 becomes n.</summary>
internal static class PredictiveVariance
{
    public static double[] Of(RidgeData data, int target, double lambda, DesignRows rows)
    {
        Standardization columns = data.Columns;
        using RidgeSystem? system = RidgeSolver.Factorize(data, lambda);
        if (system is not null && system.Rank < columns.Active.Length)
        {
            throw new InvalidOperationException(
                $"The data determine {system.Rank} of {columns.Active.Length} directions, in the others the variance has no bound; use a larger lambda or remove collinear features.");
        }

        double noise = Noise(data, RidgeSolver.Solve(data, [target], lambda)[0], lambda);
        double centre = columns.Intercept ? 1 / columns.WeightSum : 0;
        double[] variances = new double[rows.Count];
        double[] solved = new double[columns.Active.Length];
        BlockBuffer buffer = new();
        for (int i = 0; i < variances.Length; i++)
        {
            double[] unit = Unit(rows.Read(i, 1, buffer), data);
            system?.Solve(unit, solved);
            double leverage = unit.Zip(solved, (a, b) => a * b).Sum();
            variances[i] = noise * (1 + Math.ScaleB(centre + leverage, -data.Units.Weight));
        }

        return variances;
    }

    /// <summary>The row in unit columns.</summary>
    private static double[] Unit(RowBlock row, RidgeData data)
    {
        Standardization columns = data.Columns;
        ReadOnlySpan<double> values = row.Features(0, data.FeatureCount);
        double[] unit = new double[columns.Active.Length];
        for (int k = 0; k < unit.Length; k++)
        {
            int j = columns.Active[k];
            unit[k] = ((Math.ScaleB(values[j], -data.Units.Column(j)) - columns.Mean[j].Hi) - columns.Mean[j].Lo) / columns.Deviation[j];
        }

        return unit;
    }

    /// <summary>σ̂² in the user's units.</summary>
    private static double Noise(RidgeData data, RidgeSolution fit, double lambda)
    {
        Standardization columns = data.Columns;
        double penalty = fit.Coefficients.Select((w, j) => Math.ScaleB(columns.Factor[j], data.Units.Weight) * w * w).Sum();
        return (fit.ResidualSumOfSquares + lambda * penalty) / (columns.Intercept ? columns.Count - 1 : columns.Count);
    }
}

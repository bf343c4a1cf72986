namespace RegSpec;

/// <summary>Coefficients of one point of a path, in the user's units. The digits to trust cost more than they do: counted when asked for.</summary>
internal sealed record PathCoefficients(double[] Standardized, double[] Raw, double Intercept, double RawIntercept, Lazy<double[]> Digits)
{
    /// <summary>
    /// From the coordinates of the solution. What the eigendecomposition of the products did wrong shows in the products, and one correction by them
    /// takes it away; what the rounding of the products themselves did remains.
    /// </summary>
    public static PathCoefficients Of(SpectralFit fit, RidgeData data, int target, double lambda)
    {
        Standardization columns = data.Columns;
        double[] unit = new double[columns.Active.Length];
        fit.Spectrum.Expand(fit.Coordinates(lambda), unit);
        bool corrects = fit.Spectrum.Algorithm == RidgeAlgorithm.Eigen;
        double remaining = corrects ? Correct(fit, data.Gram, target, lambda, columns, unit) : 0;
        RefinedCoefficients coefficients = new(columns, data.Summary.Mean[columns.FeatureCount + target]);
        coefficients.Add(unit, columns);
        double[] inside = Array.ConvertAll(coefficients.Beta, beta => beta.Value);
        int y = data.Units.Column(columns.FeatureCount + target);
        return new(
            [.. inside.Select((beta, j) => Math.ScaleB(beta * columns.Scale[j], y))],
            [.. inside.Select((beta, j) => Math.ScaleB(beta, y - data.Units.Column(j)))],
            columns.Intercept ? Math.ScaleB(data.Summary.Mean[columns.FeatureCount + target].Value, y) : 0,
            Math.ScaleB(coefficients.Intercept.Value, y),
            new(() => TrustedDigits.Of(columns, j => inside[j], PathAccuracy.Errors(fit, columns, unit, lambda, corrects ? remaining : double.NaN)), isThreadSafe: false));
    }

    /// <summary>ŵ += (Ĝ + λΦ)⁺(X̂ᵀSy − (Ĝ + λΦ)ŵ); returns what a further correction would be like.</summary>
    private static double Correct(SpectralFit fit, UnitGram gram, int target, double lambda, Standardization columns, double[] unit)
    {
        double[] residual = [.. gram.Cross[target]];
        for (int i = 0; i < residual.Length; i++)
        {
            ReadOnlySpan<double> row = gram.Products.AsSpan(i * residual.Length, residual.Length);
            double sum = 0;
            for (int k = 0; k < row.Length; k++)
            {
                sum += row[k] * unit[k];
            }

            residual[i] -= sum + lambda * columns.Penalty[i] * unit[i];
        }

        double[] filter = fit.Spectrum.Filter(lambda);
        double[] coordinates = fit.Spectrum.Project(residual);
        for (int m = 0; m < filter.Length; m++)
        {
            coordinates[m] *= filter[m];
        }

        double[] correction = new double[unit.Length];
        fit.Spectrum.Expand(coordinates, correction);
        double size = unit.Select(Math.Abs).DefaultIfEmpty(0).Max();
        double change = correction.Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (!(change < 0.1 * size))
        {
            return change;
        }

        for (int k = 0; k < unit.Length; k++)
        {
            unit[k] += correction[k];
        }

        return change * (change / size);
    }
}

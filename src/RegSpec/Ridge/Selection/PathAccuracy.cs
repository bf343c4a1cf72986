namespace RegSpec;

/// <summary>
/// How far the coefficients of a path can be off. Products and right-hand side are rounded: a gradient of the size of γε(√S·‖y‖ + ‖Ĝ‖‖ŵ‖ + λ‖Φŵ‖),
/// which (Ĝ + λΦ)⁺ = B·diag(f)·Bᵀ passes on to each coefficient. A decomposition that nothing corrected is exact for other values: of rows, for singular
/// values that differ by γε·s₁, of the kernel, for eigenvalues that differ by γε·d₁.
/// </summary>
internal static class PathAccuracy
{
    private const double Epsilon = 1.1102230246251565e-16;
    private const double Factor = 8;

    /// <summary>Rows whose products are summed in one run.</summary>
    private const double RowsOfRun = 128;

    /// <param name="fit">The spectrum and the target in its coordinates.</param>
    /// <param name="columns">The change of variables.</param>
    /// <param name="unit">ŵ of the active features at this λ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="remaining">What the correction by the products left; NaN where there was none.</param>
    /// <returns>A bound on the error of each ŵ.</returns>
    public static double[] Errors(SpectralFit fit, Standardization columns, double[] unit, double lambda, double remaining)
    {
        RidgeSpectrum spectrum = fit.Spectrum;
        double relative = Epsilon * (Factor + Math.Sqrt(columns.Count / RowsOfRun));
        double[] filter = spectrum.Filter(lambda);
        double[] gradient = Array.ConvertAll(Lengths(spectrum), length => length * relative * GradientSize(fit, columns, unit, lambda));
        if (double.IsNaN(remaining))
        {
            AddDecomposition(gradient, spectrum, fit.Coordinates(lambda)[spectrum.Unpenalised..], relative);
        }

        double dropped = lambda > 0 ? Math.Sqrt(fit.TotalSquares / lambda) : 0;   // at λ = 0 a direction that the data do not determine is left out by definition
        double[] error = new double[unit.Length];
        for (int k = 0; k < error.Length; k++)
        {
            double amplified = 0;
            ReadOnlySpan<double> row = spectrum.Basis.AsSpan(k * spectrum.Directions, spectrum.Directions);
            for (int m = 0; m < row.Length; m++)
            {
                double part = row[m] * (filter[m] > 0 ? filter[m] * gradient[m] : dropped);
                amplified += part * part;
            }

            error[k] = fit.TotalSquares > 0 ? Math.Sqrt(amplified) + Epsilon * Math.Abs(unit[k]) + (remaining > 0 ? remaining : 0) : 0;
        }

        return error;
    }

    private static double GradientSize(SpectralFit fit, Standardization columns, double[] unit, double lambda)
    {
        double trace = columns.WeightSum * unit.Length;
        double largest = columns.Penalty.DefaultIfEmpty(1).Max() * fit.Spectrum.Values.DefaultIfEmpty(0).Max();
        double products = Array.TrueForAll(columns.Penalty, phi => phi > 0) ? Math.Min(trace, largest) : trace;
        return Math.Sqrt(columns.WeightSum) * Math.Sqrt(fit.TotalSquares) + products * Norm(unit) + lambda * Norm([.. unit.Select((w, k) => columns.Penalty[k] * w)]);
    }

    private static void AddDecomposition(double[] gradient, RidgeSpectrum spectrum, double[] coordinates, double relative)
    {
        double[] roots = Array.ConvertAll(spectrum.Values[spectrum.Unpenalised..], value => Math.Sqrt(Math.Max(value, 0)));
        double largest = roots.DefaultIfEmpty(0).Max();
        double size = Norm(coordinates);
        double mixed = Norm([.. coordinates.Select((c, m) => c * roots[m])]);
        for (int m = 0; m < roots.Length; m++)
        {
            gradient[spectrum.Unpenalised + m] += relative * largest * (spectrum.Algorithm == RidgeAlgorithm.Orthogonal ? roots[m] * size + mixed : largest * size);
        }
    }

    /// <summary>‖B_m‖ of each direction: how much of a gradient it takes in.</summary>
    private static double[] Lengths(RidgeSpectrum spectrum)
    {
        double[] squares = new double[spectrum.Directions];
        for (int at = 0; at < spectrum.Basis.Length; at++)
        {
            squares[at % squares.Length] += spectrum.Basis[at] * spectrum.Basis[at];
        }

        return Array.ConvertAll(squares, Math.Sqrt);
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}

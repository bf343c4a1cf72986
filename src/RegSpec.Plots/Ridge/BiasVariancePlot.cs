using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The picture of bias and variance.</summary>
public static class BiasVariancePlot
{
    /// <summary>Squared bias, variance and their sum, the mean squared error of the coefficients, against λ.</summary>
    /// <param name="curve">From <see cref="RidgeProblem.BiasVariance"/> or <see cref="RidgeProblem.BiasVarianceEstimate"/>; the title says so of an estimate.</param>
    /// <returns>A plot to save or to change further. Horizontal: λ, logarithmic; vertical: squared units of a coefficient per standard deviation, up to five times the least error.</returns>
    public static Plot Plot(this BiasVarianceCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        string title = curve.PilotLambda is { } pilot ? $"Bias and variance, plug-in estimate (pilot λ = {Figure.Number(pilot)})" : "Bias and variance";
        Plot plot = Figure.Create(title, "λ", "squared error of the coefficients");
        double[] x = [.. Figure.Log10(curve.Lambdas)];
        plot.Line(0, x, curve.SquaredBiases, "squared bias");
        plot.Line(1, x, curve.Variances, "variance");
        plot.Line(6, x, curve.MeanSquaredErrors, "mean squared error").LinePattern = LinePattern.Solid;
        if (curve.MinimizingLambda > 0 && double.IsFinite(curve.MinimizingLambda))
        {
            plot.Mark(Math.Log10(curve.MinimizingLambda), $"least at λ = {Figure.Number(curve.MinimizingLambda)}");
        }

        // For large λ the bias leaves the picture at the top: the trade lies below.
        double least = curve.MeanSquaredErrors.Min(), most = curve.MeanSquaredErrors.Max();
        if (most > 0)
        {
            plot.Axes.SetLimitsY(-0.03 * Math.Min(most, 5 * least), 1.05 * Math.Min(most, 5 * least));
        }

        return plot.WithLogarithmicX().WithLegend(Alignment.UpperLeft);
    }
}

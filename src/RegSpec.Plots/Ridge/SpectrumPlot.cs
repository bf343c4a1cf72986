using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The picture of a shrinkage spectrum.</summary>
public static class SpectrumPlot
{
    /// <summary>How much of each principal direction a fit keeps: the factors σ²/(σ² + λ), largest σ² first.</summary>
    /// <returns>A plot to save or to change further. Horizontal: number of the direction; vertical: the factor, between 0 and 1.</returns>
    /// <exception cref="ArgumentException">The spectrum has no direction that a penalty shrinks.</exception>
    public static Plot Plot(this ShrinkageSpectrum spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        IReadOnlyList<double> factors = spectrum.ShrinkageFactors;
        if (factors.Count == 0)
        {
            throw new ArgumentException("The spectrum has no penalised direction.", nameof(spectrum));
        }

        Plot plot = Figure.Create(
            $"Shrinkage at λ = {Figure.Number(spectrum.Lambda)}: {Figure.Number(spectrum.DegreesOfFreedom)} degrees of freedom, condition number {Figure.Number(spectrum.ConditionNumber)} → {Figure.Number(spectrum.RegularizedConditionNumber)}",
            "principal direction, largest σ² first",
            "share kept, σ²/(σ² + λ)");
        plot.Axes.Title.Label.FontSize = 13;
        var bars = plot.Add.Bars(Enumerable.Range(1, factors.Count).Select(static i => (double)i), factors);
        bars.Color = Figure.Colour(0);
        bars.LegendText = "σ²/(σ² + λ)";
        double first = spectrum.Eigenvalues[0];
        plot.Line(1, Enumerable.Range(1, factors.Count).Select(static i => (double)i), spectrum.Eigenvalues.Select(value => first > 0 ? value / first : 0), "σ², relative to the largest");
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.SetLimits(0.4, factors.Count + 0.6, 0, 1.18);
        return plot.WithLegend();
    }
}

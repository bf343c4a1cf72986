using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The picture of a prior and its posterior.</summary>
public static class PosteriorPlot
{
    private const int Points = 400;

    /// <summary>The densities of one coefficient before and after the data, with the 95 % credible interval.</summary>
    /// <param name="posterior">From <see cref="RidgeProblem.Posterior(double, double?, int, IProgress{RidgeProgress}?, CancellationToken)"/>, with λ &gt; 0: at 0 there is no prior to draw.</param>
    /// <param name="feature">Index of the coefficient.</param>
    /// <param name="name">Its name; null for its index.</param>
    /// <returns>A plot to save or to change further. Horizontal: coefficient per standard deviation; vertical: density.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no coefficient of that index.</exception>
    /// <exception cref="ArgumentException">λ is 0.</exception>
    public static Plot Plot(this RidgePosterior posterior, int feature, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, posterior.Mean.Count);
        if (!double.IsFinite(posterior.PriorVariance))
        {
            throw new ArgumentException("At λ = 0 the prior is flat: there is no density to draw.", nameof(posterior));
        }

        double mean = posterior.Mean[feature], scale = posterior.Scales[feature], prior = Math.Sqrt(posterior.PriorVariance);
        double reach = Math.Max(3.2 * prior, Math.Abs(mean) + (4 * scale));
        double[] x = [.. Enumerable.Range(0, Points).Select(i => reach * ((2.0 * i / (Points - 1)) - 1))];
        string kind = posterior.IsNoiseKnown ? "normal, σ known" : $"Student t, {Figure.Number(posterior.DegreesOfFreedom)} degrees of freedom";
        Plot plot = Figure.Create($"Prior and posterior at λ = {Figure.Number(posterior.Lambda)}", (name ?? $"coefficient {feature}") + ", per standard deviation", "density");

        // Intervals and scale are those of the posterior; the curve between has its shape.
        Func<double, double> density = Density(posterior);
        double[] after = [.. x.Select(at => density((at - mean) / scale) / scale)];
        Interval interval = posterior.CredibleIntervals()[feature];
        (double X, double Y)[] inside = [.. x.Zip(after).Where(point => interval.Contains(point.First))];
        if (inside.Length > 1)
        {
            var area = plot.Add.FillY(inside.Select(static p => p.X).ToArray(), inside.Select(static _ => 0.0).ToArray(), inside.Select(static p => p.Y).ToArray());
            area.FillColor = Figure.Colour(1).WithAlpha(.25);
            area.LineWidth = 0;
            area.LegendText = "95 % credible";
        }

        plot.Line(0, x, x.Select(at => Normal(at / prior) / prior), $"prior, normal, τ = {Figure.Number(prior)}").LinePattern = LinePattern.Dashed;
        plot.Line(1, x, after, $"posterior, {kind}").LinePattern = LinePattern.Solid;
        plot.Axes.SetLimitsY(0, 1.25 * after.Max());
        return plot.WithLegend(Alignment.UpperLeft);
    }

    /// <summary>The standard density of a posterior. Beyond 500 degrees of freedom t differs from the normal by less than a line is wide.</summary>
    private static Func<double, double> Density(RidgePosterior posterior)
    {
        double degrees = posterior.DegreesOfFreedom;
        if (posterior.IsNoiseKnown || degrees > 500)
        {
            return Normal;
        }

        double integral = Integral(degrees);
        return z => Kernel(z, degrees) / integral;
    }

    private static double Normal(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>The density of Student's t without its constant, which <see cref="Integral"/> gives.</summary>
    private static double Kernel(double z, double degrees) => Math.Exp(-(degrees + 1) / 2 * Math.Log(1 + (z * z / degrees)));

    /// <summary>∫ of the kernel: with z = √ν tan θ it is √ν ∫ cosᵛ⁻¹ θ dθ over the half circle; Simpson's rule.</summary>
    private static double Integral(double degrees)
    {
        const int intervals = 2000;
        double step = Math.PI / intervals, sum = 0;
        for (int i = 0; i <= intervals; i++)
        {
            double cosine = Math.Abs(Math.Cos((-Math.PI / 2) + (i * step)));
            sum += (i is 0 or intervals ? 1 : i % 2 == 1 ? 4 : 2) * Math.Pow(cosine, degrees - 1);
        }

        return Math.Sqrt(degrees) * sum * step / 3;
    }
}

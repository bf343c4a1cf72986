using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The picture of a sweep of λ.</summary>
public static class SweepPlot
{
    /// <summary>The mean score of each way of training against λ, in a band from the least to the largest score of the trainings.</summary>
    /// <param name="sweep">At least one way, each with two λ or more.</param>
    /// <param name="score">What was measured, with its unit: the vertical axis.</param>
    /// <returns>A plot to save or to change further. Horizontal: λ, logarithmic; vertical: the score.</returns>
    /// <exception cref="ArgumentException">There is no series; one has fewer than two points, a λ that is not above 0 or comes twice, or a point without scores or with one that is not finite.</exception>
    public static Plot Plot(this IReadOnlyList<SweepSeries> sweep, string score)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentException.ThrowIfNullOrEmpty(score);
        if (sweep.Count == 0)
        {
            throw new ArgumentException("The sweep has no series; give one for each way of training.", nameof(sweep));
        }

        foreach (SweepSeries series in sweep)
        {
            Check(series);
        }

        Plot plot = Figure.Create("Sweep of λ", "λ", score);
        for (int i = 0; i < sweep.Count; i++)
        {
            SweepPoint[] points = [.. sweep[i].Points.OrderBy(static point => point.WeightDecay)];
            double[] lambdas = [.. points.Select(static point => Math.Log10(point.WeightDecay))];
            plot.Band(i, lambdas, points.Select(static point => point.Scores.Min()), points.Select(static point => point.Scores.Max()));
            plot.Line(i, lambdas, points.Select(static point => point.Scores.Average()), sweep[i].Name).MarkerSize = 6;
        }

        return plot.WithLogarithmicX().WithLegend(Alignment.LowerLeft);
    }

    private static void Check(SweepSeries series)
    {
        if (series.Points.Count < 2)
        {
            throw new ArgumentException($"\"{series.Name}\" has {series.Points.Count} λ; a curve needs two.", "sweep");
        }

        foreach (SweepPoint point in series.Points)
        {
            if (!(point.WeightDecay > 0) || !double.IsFinite(point.WeightDecay))
            {
                throw new ArgumentException(FormattableString.Invariant($"\"{series.Name}\" has λ = {point.WeightDecay}, which has no place on a logarithmic axis; leave it out."), "sweep");
            }

            if (point.Scores.Count == 0 || !point.Scores.All(double.IsFinite))
            {
                throw new ArgumentException(FormattableString.Invariant($"\"{series.Name}\" has no score, or one that is not finite, at λ = {point.WeightDecay}."), "sweep");
            }
        }

        if (series.Points.DistinctBy(static point => point.WeightDecay).Count() < series.Points.Count)
        {
            throw new ArgumentException($"\"{series.Name}\" has a λ twice; put its trainings into one point.", "sweep");
        }
    }
}

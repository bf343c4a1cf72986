using ScottPlot;
using ScottPlot.Plottables;

namespace RegSpec.Plots;

/// <summary>The pictures of trajectories.</summary>
public static class TrajectoryPlot
{
    /// <summary>Each coefficient against the time of the gradient flow, from its start to its limit.</summary>
    /// <returns>A plot to save or to change further. Horizontal: time, logarithmic, in units of 1/rate; vertical: coefficient per standard deviation.</returns>
    public static Plot Plot(this RidgeGradientFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        IReadOnlyList<double> times = flow.Times(200);
        Plot plot = Draw($"Gradient flow at λ = {Figure.Number(flow.Lambda)}", "time (1 / rate of ½J)", times, flow.Trajectory(times), flow.FeatureNames);
        Limits(plot, flow.At(double.PositiveInfinity));
        return plot;
    }

    /// <summary>Each coefficient against the steps of gradient descent.</summary>
    /// <param name="descent">The descent; one that is not stable is drawn as it diverges.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <returns>A plot to save or to change further. Horizontal: steps, logarithmic; vertical: coefficient per standard deviation.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public static Plot Plot(this RidgeDescent descent, int steps)
    {
        ArgumentNullException.ThrowIfNull(descent);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        int[] at = [.. Enumerable.Range(0, 200).Select(i => (int)Math.Round(Math.Pow(steps, i / 199.0))).Distinct()];
        string state = descent.IsStable ? "stable" : "diverges";
        return Draw(
            $"Gradient descent, learning rate {Figure.Number(descent.LearningRate)} of {Figure.Number(descent.StabilityLimit)} ({state}), λ = {Figure.Number(descent.Lambda)}",
            "step",
            [.. at.Select(static step => (double)step)],
            descent.Trajectory(at),
            descent.FeatureNames);
    }

    private static Plot Draw(string title, string x, IReadOnlyList<double> times, IReadOnlyList<IReadOnlyList<double>> trajectory, IReadOnlyList<string> names)
    {
        Plot plot = Figure.Create(title, x, "coefficient per standard deviation");
        plot.Axes.Title.Label.FontSize = 14;
        for (int j = 0; j < names.Count; j++)
        {
            plot.Line(j, Figure.Log10(times), trajectory.Select(point => point[j]), names[j]);
        }

        plot.Add.HorizontalLine(0, width: 1, color: Colors.Gray);
        return plot.WithLogarithmicX().WithLegend(Alignment.UpperLeft);
    }

    private static void Limits(Plot plot, IReadOnlyList<double> limits)
    {
        for (int j = 0; j < limits.Count; j++)
        {
            HorizontalLine limit = plot.Add.HorizontalLine(limits[j], width: 1, color: Figure.Colour(j).WithAlpha(.5), LinePattern.Dotted);
            limit.ExcludeFromLegend = true;
        }
    }
}

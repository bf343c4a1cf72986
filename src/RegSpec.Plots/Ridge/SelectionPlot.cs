using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The picture of a choice of λ.</summary>
public static class SelectionPlot
{
    /// <summary>The criterion against λ, the chosen λ, and, where it is known, the range of one standard error around it.</summary>
    /// <param name="selection">What <see cref="RidgeProblem.Select"/> returned.</param>
    /// <param name="standardErrorOfLogLambda">Of the natural logarithm of λ; null if it is not known.</param>
    /// <returns>A plot to save or to change further. Horizontal: λ, logarithmic; vertical: the criterion, in its own units.</returns>
    public static Plot Plot(this RidgeSelection selection, double? standardErrorOfLogLambda = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        Plot plot = Figure.Create($"Selection of λ by {selection.Criterion}", "λ", Axis(selection.Criterion));
        if (standardErrorOfLogLambda is { } error && double.IsFinite(error) && selection.Lambda > 0)
        {
            double centre = Math.Log10(selection.Lambda), reach = error / Math.Log(10);
            var span = plot.Add.HorizontalSpan(centre - reach, centre + reach, Figure.Colour(5).WithAlpha(.3));
            span.LegendText = "± one standard error of log λ";
        }

        plot.Line(0, Figure.Log10(selection.Lambdas), selection.Values, "criterion");
        plot.Mark(Math.Log10(selection.Lambda), $"chosen: λ = {Figure.Number(selection.Lambda)}");
        return plot.WithLogarithmicX().WithLegend(Alignment.UpperCenter);
    }

    private static string Axis(LambdaSelection criterion) => criterion.Name == LambdaSelection.Evidence.Name ? "log evidence, nats" : $"{criterion}, squared units of the target";
}

using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The picture of coefficient profiles.</summary>
public static class ProfilePlot
{
    /// <summary>Each coefficient against λ, from the least to the largest of the path.</summary>
    /// <param name="path">A path with at least two points of λ &gt; 0.</param>
    /// <param name="featureNames">One name a coefficient.</param>
    /// <param name="selected">A λ to mark; null for none.</param>
    /// <returns>A plot to save or to change further. Horizontal: λ, logarithmic; vertical: coefficient per standard deviation of its feature.</returns>
    /// <exception cref="ArgumentException">There are not as many names as coefficients, or fewer than two λ &gt; 0.</exception>
    public static Plot Plot(this RidgePath path, IReadOnlyList<string> featureNames, double? selected = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(featureNames);
        RidgePathPoint[] points = [.. path.Where(static point => point.Lambda > 0).OrderBy(static point => point.Lambda)];
        if (points.Length < 2)
        {
            throw new ArgumentException($"The path has {points.Length} λ above 0; a profile needs two.", nameof(path));
        }

        int count = points[0].Coefficients.Count;
        if (featureNames.Count != count)
        {
            throw new ArgumentException($"There are {featureNames.Count} names for {count} coefficients.", nameof(featureNames));
        }

        Plot plot = Figure.Create("Coefficients of the ridge regression", "λ", "coefficient per standard deviation");
        double[] x = [.. points.Select(static point => Math.Log10(point.Lambda))];
        for (int j = 0; j < count; j++)
        {
            plot.Line(j, x, points.Select(point => point.Coefficients[j]), featureNames[j]);
        }

        plot.Add.HorizontalLine(0, width: 1, color: Colors.Gray);
        if (selected is { } lambda)
        {
            plot.Mark(Math.Log10(lambda), $"λ = {Figure.Number(lambda)}");
        }

        return plot.WithLogarithmicX().WithLegend();
    }
}

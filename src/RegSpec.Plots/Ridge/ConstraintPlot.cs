using ScottPlot;
using ScottPlot.Plottables;

namespace RegSpec.Plots;

/// <summary>The picture of ridge regression as a constraint.</summary>
public static class ConstraintPlot
{
    private const int PointsOfEllipse = 181;

    /// <summary>For two features: the disc ‖w‖² ≤ C, ellipses of equal sums of squares, and the point where the smallest that reaches the disc touches it.</summary>
    /// <param name="problem">A problem with two features and penalty factors of 1.</param>
    /// <param name="squaredNorm">C &gt; 0.</param>
    /// <param name="target">Index of the target.</param>
    /// <returns>A plot to save or to change further; axes of equal scale, coefficients per standard deviation.</returns>
    /// <exception cref="ArgumentException">The problem does not have two features.</exception>
    public static Plot PlotConstraint(this RidgeProblem problem, double squaredNorm, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.FeatureCount != 2)
        {
            throw new ArgumentException($"The picture of the constraint is a plane: the problem has {problem.FeatureCount} features, not two.", nameof(problem));
        }

        ConstrainedFit fit = problem.FitConstrained(squaredNorm, target);
        using RidgeObjective objective = problem.Objective(0, target);
        RidgeSolution least = objective.Solution;
        double[] centre = [least.Coefficients[0], least.Coefficients[1]];
        Plot plot = Figure.Create(
            fit.IsActive ? $"‖w‖² ≤ {Figure.Number(squaredNorm)} binds: λ = {Figure.Number(fit.Multiplier)}" : $"‖w‖² ≤ {Figure.Number(squaredNorm)} does not bind: λ = 0",
            least.FeatureNames[0] + ", per standard deviation",
            least.FeatureNames[1] + ", per standard deviation");

        Ellipse disc = plot.Add.Circle(0, 0, Math.Sqrt(squaredNorm));
        disc.LineColor = Colors.Black;
        disc.LineWidth = 2;
        disc.FillColor = Colors.Gray.WithAlpha(.15);
        plot.Line(6, [0], [0], "‖w‖² = C").LinePattern = LinePattern.Solid;

        double[,] hessian = Hessian(objective, least.Coefficients.Count);
        // The ellipse through the constrained fit is the one that touches the disc; where it does not bind, the largest goes through the origin.
        double[] towards = fit.IsActive ? [fit.Coefficients[0], fit.Coefficients[1]] : [0, 0];
        double largest = Form(hessian, towards[0] - centre[0], towards[1] - centre[1]);
        double[] levels = largest > 0 ? [largest / 9, largest * 4 / 9, largest, largest * 16 / 9] : [1, 4];
        for (int i = 0; i < levels.Length; i++)
        {
            (double[] x, double[] y) = LevelSet(hessian, centre, levels[i]);
            Scatter ellipse = plot.Line(0, x, y, i == 0 ? "equal sum of squares" : "");
            ellipse.LineWidth = fit.IsActive && levels[i] == largest ? 2.5f : 1.5f;
        }

        plot.Add.Marker(fit.Coefficients[0], fit.Coefficients[1], MarkerShape.FilledSquare, 13, Figure.Colour(1)).LegendText = "constrained fit";
        plot.Add.Marker(centre[0], centre[1], MarkerShape.FilledCircle, 8, Figure.Colour(0)).LegendText = "least squares";
        plot.Axes.Rules.Add(new ScottPlot.AxisRules.SquareZoomOut(plot.Axes.Bottom, plot.Axes.Left));
        plot.HideGrid();
        return plot.WithLegend(Alignment.UpperLeft);
    }

    /// <summary>The second derivatives of the objective in the two coefficients.</summary>
    private static double[,] Hessian(RidgeObjective objective, int features)
    {
        double[,] hessian = new double[2, 2];
        for (int j = 0; j < features; j++)
        {
            double[] direction = new double[objective.ParameterCount];
            double[] product = new double[objective.ParameterCount];
            direction[j] = 1;
            objective.HessianProduct(direction, product);
            (hessian[0, j], hessian[1, j]) = (product[0], product[1]);
        }

        return hessian;
    }

    private static double Form(double[,] h, double u, double v) => (h[0, 0] * u * u) + (2 * h[0, 1] * u * v) + (h[1, 1] * v * v);

    /// <summary>The ellipse on which the form around the centre has a value: at each angle the radius that gives it; where the form is flat, there is none.</summary>
    private static (double[] X, double[] Y) LevelSet(double[,] h, double[] centre, double level)
    {
        double[] x = new double[PointsOfEllipse], y = new double[PointsOfEllipse];
        for (int i = 0; i < PointsOfEllipse; i++)
        {
            double angle = 2 * Math.PI * i / (PointsOfEllipse - 1), u = Math.Cos(angle), v = Math.Sin(angle);
            double radius = Math.Sqrt(level / Form(h, u, v));
            (x[i], y[i]) = (centre[0] + (radius * u), centre[1] + (radius * v));
        }

        return (x, y);
    }
}

using static TorchSharp.torch;

namespace RegSpec.Plots.Tests;

/// <summary>Every picture of a ridge regression, by its model and by its pixels.</summary>
public sealed class RidgePlotTests
{
    private readonly RidgeProblem problem = Problem(3);

    [Fact]
    public void Coefficient_profiles()
    {
        using ScottPlot.Plot plot = problem.Path().Plot(["age", "dose", "weight"], selected: 2);
        new Picture(plot, "profiles").Shows(
            "Coefficients of the ridge regression", "λ", "coefficient per standard deviation", ["age", "dose", "weight", "λ = 2"], 0, 1, 2);

        Assert.Equal("featureNames", Assert.Throws<ArgumentException>(() => problem.Path().Plot(["age"])).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => problem.Path([0]).Plot(["a", "b", "c"])).ParamName);
    }

    [Fact]
    public void Bias_and_variance()
    {
        using ScottPlot.Plot known = problem.BiasVariance([1, -2, 0.5], noiseVariance: 4).Plot();
        var picture = new Picture(known, "bias-variance");
        double best = problem.BiasVariance([1, -2, 0.5], 4).MinimizingLambda;
        picture.Shows("Bias and variance", "λ", "squared error of the coefficients", ["squared bias", "variance", "mean squared error", $"least at λ = {Figure.Number(best)}"], 0, 1, 6);

        using ScottPlot.Plot estimated = problem.BiasVarianceEstimate().Plot();
        Assert.StartsWith("Bias and variance, plug-in estimate (pilot λ = ", new Picture(estimated, "bias-variance-estimate").Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Shrinkage_spectrum()
    {
        ShrinkageSpectrum spectrum = problem.Spectrum(5);
        using ScottPlot.Plot plot = spectrum.Plot();
        new Picture(plot, "spectrum").Shows(
            $"Shrinkage at λ = 5: {Figure.Number(spectrum.DegreesOfFreedom)} degrees of freedom, condition number {Figure.Number(spectrum.ConditionNumber)} → {Figure.Number(spectrum.RegularizedConditionNumber)}",
            "principal direction, largest σ² first",
            "share kept, σ²/(σ² + λ)",
            ["σ²/(σ² + λ)", "σ², relative to the largest"],
            0,
            1);
    }

    [Fact]
    public void Selection_with_its_standard_error()
    {
        RidgeSelection selection = problem.Select(LambdaSelection.LeaveOneOut);
        using ScottPlot.Plot plot = selection.Plot(standardErrorOfLogLambda: 0.8);
        var picture = new Picture(plot, "selection");
        Assert.Equal($"Selection of λ by {selection.Criterion}", picture.Title);
        Assert.Equal(("λ", "leave-one-out, squared units of the target"), picture.Axes);
        Assert.Equal(["± one standard error of log λ", "criterion", $"chosen: λ = {Figure.Number(selection.Lambda)}"], picture.Legend);
        Assert.InRange(picture.Count(Figure.Colour(0)), 60, 400_000);

        using ScottPlot.Plot evidence = problem.Select(LambdaSelection.Evidence).Plot();
        Assert.Equal("log evidence, nats", new Picture(evidence, "selection-evidence").Axes.Y);
        using ScottPlot.Plot without = selection.Plot();
        Assert.DoesNotContain("± one standard error of log λ", new Picture(without, "selection-without").Legend);
    }

    [Fact]
    public void Constraint_that_binds_and_one_that_does_not()
    {
        RidgeProblem plane = Problem(2);
        double free = plane.Fit(0).Coefficients.Sum(static w => w * w);
        ConstrainedFit fit = plane.FitConstrained(free / 4);
        using ScottPlot.Plot binding = plane.PlotConstraint(free / 4);
        new Picture(binding, "constraint").Shows(
            $"‖w‖² ≤ {Figure.Number(free / 4)} binds: λ = {Figure.Number(fit.Multiplier)}",
            "x0, per standard deviation",
            "x1, per standard deviation",
            ["‖w‖² = C", "equal sum of squares", "constrained fit", "least squares"],
            0,
            1);

        using ScottPlot.Plot idle = plane.PlotConstraint(4 * free);
        var inside = new Picture(idle, "constraint-idle");
        Assert.Equal($"‖w‖² ≤ {Figure.Number(4 * free)} does not bind: λ = 0", inside.Title);
        Assert.InRange(inside.Count(Figure.Colour(0)), 60, 400_000);
        ScottPlot.Plottables.Scatter[] ellipses = [.. idle.GetPlottables().OfType<ScottPlot.Plottables.Scatter>().Where(line => line.Data.GetScatterPoints().Count > 1)];
        Assert.Equal(4, ellipses.Length);
        Assert.All(ellipses, ellipse => Assert.True(ellipse.GetAxisLimits().HorizontalSpan > 0.2 * Math.Sqrt(free), "an ellipse that nobody sees"));
        Assert.Contains("3 features, not two", Assert.Throws<ArgumentException>(() => problem.PlotConstraint(1)).Message);
    }

    [Fact]
    public void Prior_and_posterior()
    {
        RidgePosterior posterior = problem.Posterior(3);
        using ScottPlot.Plot plot = posterior.Plot(1, "dose");
        new Picture(plot, "posterior").Shows(
            "Prior and posterior at λ = 3",
            "dose, per standard deviation",
            "density",
            ["95 % credible", $"prior, normal, τ = {Figure.Number(Math.Sqrt(posterior.PriorVariance))}", $"posterior, Student t, {Figure.Number(posterior.DegreesOfFreedom)} degrees of freedom"],
            0,
            1);
        Assert.Throws<ArgumentOutOfRangeException>(() => posterior.Plot(3));
        Assert.Contains("prior is flat", Assert.Throws<ArgumentException>(() => problem.Posterior(0).Plot(0)).Message);
    }

    /// <summary>Drawn densities are densities: trapezoids over the curve sum to 1, less the tails beyond the picture (below 1 %).</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    public void The_densities_integrate_to_one(double? noiseVariance)
    {
        using ScottPlot.Plot plot = problem.Posterior(3, noiseVariance).Plot(0);
        foreach (ScottPlot.Plottables.Scatter line in plot.GetPlottables().OfType<ScottPlot.Plottables.Scatter>())
        {
            ScottPlot.Coordinates[] points = [.. line.Data.GetScatterPoints()];
            double area = points.Zip(points.Skip(1)).Sum(static pair => (pair.Second.X - pair.First.X) * (pair.First.Y + pair.Second.Y) / 2);
            Assert.InRange(area, 0.99, 1.0001);
        }
    }

    [Fact]
    public void Trajectories_of_flow_and_descent()
    {
        using ScottPlot.Plot flow = problem.GradientFlow(2).Plot();
        new Picture(flow, "flow").Shows("Gradient flow at λ = 2", "time (1 / rate of ½J)", "coefficient per standard deviation", ["x0", "x1", "x2"], 0, 1, 2);

        double limit = problem.Descent(2, 1e-6).StabilityLimit;
        using ScottPlot.Plot descent = problem.Descent(2, limit / 3).Plot(300);
        new Picture(descent, "descent").Shows(
            $"Gradient descent, learning rate {Figure.Number(limit / 3)} of {Figure.Number(limit)} (stable), λ = 2", "step", "coefficient per standard deviation", ["x0", "x1", "x2"], 0, 1, 2);
        using ScottPlot.Plot diverging = problem.Descent(2, 1.2 * limit).Plot(20);
        Assert.Contains("(diverges)", new Picture(diverging, "descent-diverging").Title);
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Descent(2, limit / 3).Plot(0));
    }

    [Fact]
    public void A_picture_of_ones_own()
    {
        using ScottPlot.Plot plot = Figure.Create("Title", "time, s", "length, m");
        double[] x = [1, 2, double.NaN, 4];
        plot.Band(0, x, [0, 1, 1, double.NegativeInfinity], [2, 3, 3, 5]);
        plot.Line(0, x, [1, 2, 2, 4], "line");
        ScottPlot.Plottables.Scatter points = plot.Points(1, x, [1, double.NaN, 2, 3], "points");
        plot.Mark(double.NaN, "nowhere");
        new Picture(plot.WithLegend(), "own").Shows("Title", "time, s", "length, m", ["line", "points"], 0, 1);

        Assert.Equal([(1.0, 1.0), (4, 3)], points.Data.GetScatterPoints().Select(point => (point.X, point.Y)));
        Assert.Equal("xs", Assert.Throws<ArgumentException>(() => plot.Line(0, x, [1], "")).ParamName);
        Assert.Contains("1 xs, 2 lows and 1 highs", Assert.Throws<ArgumentException>(() => plot.Band(0, [1], [1, 2], [3])).Message);
        Assert.Contains("needs two finite points, it has 1", Assert.Throws<ArgumentException>(() => plot.Band(0, [1, 2], [1, double.NaN], [3, 3])).Message);
        Assert.Equal(Figure.Colour(0), Figure.Colour(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Colour(-1));
    }

    [Fact]
    public void No_text_of_a_picture_lacks_a_glyph()
    {
        EmbeddedFont.Require();
        const string used = "λσ²τ‖≤±−→·Σγ½⁻⁰¹²³⁴⁵⁶⁷⁸⁹%()";
        Assert.Equal(0, ScottPlot.Fonts.GetTypeface(EmbeddedFont.Name, false, false).GetGlyphs(used).Count(static glyph => glyph == 0));
    }

    /// <summary>60 rows; the features are correlated so that ellipses are long and profiles cross.</summary>
    private static RidgeProblem Problem(int features)
    {
        var random = new Random(7);
        double[,] x = new double[60, features], y = new double[60, 1];
        for (int i = 0; i < 60; i++)
        {
            double common = Normal(random);
            for (int j = 0; j < features; j++)
            {
                x[i, j] = common + (0.7 * (j + 1) * Normal(random));
                y[i, 0] += new[] { 1.5, -1, 0.4 }[j] * x[i, j];
            }

            y[i, 0] += 2 * Normal(random);
        }

        // The problem reads the rows again: they live as long as it does.
        return RidgeProblem.FromMatrices(tensor(x), tensor(y));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

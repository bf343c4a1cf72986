namespace RegSpec.Tests.Ridge;

/// <summary>Each conversion against the other system's own objective: the fit at the converted λ is its stationary point.</summary>
public sealed class ConventionTests
{
    public static TheoryData<string> Systems => new(Conventions().Keys);

    [Theory]
    [MemberData(nameof(Systems))]
    public void The_fit_at_the_converted_lambda_minimises_the_other_objective(string name)
    {
        (LambdaConvention convention, Func<Residuals, double[], double, double> objective) = Conventions()[name];
        RidgeDataSet data = RidgeDataSet.Prostate(train: true);
        Columns columns = new(data);
        const double parameter = 0.3;
        double lambda = convention.ToLambda(parameter, data.Rows, columns.TargetDeviation);
        bool asGiven = convention.Columns == "as given";
        RidgeSolution solution = data.Problem(new RidgeOptions { Scaling = Enumerable.Repeat(asGiven ? FeatureScaling.None : FeatureScaling.Standardize, 8).ToArray() }).Fit(lambda);
        double[] at = [solution.RawIntercept, .. solution.RawCoefficients];

        double Value(double[] b) =>
            objective(new Residuals(data, b), b[1..].Select((beta, j) => asGiven ? beta : beta * columns.Deviations[j]).ToArray(), parameter);
        double least = Value(at);
        for (int j = 0; j < at.Length; j++)
        {
            double unit = j == 0 ? 1 : 1 / columns.Deviations[j - 1];
            double[] up = Moved(at, j, 1e-3 * unit);
            double[] down = Moved(at, j, -1e-3 * unit);
            double slope = Value(up) - Value(down);   // exactly 0 at the minimum of a quadratic
            double curvature = Value(up) - 2 * least + Value(down);
            Assert.True(Math.Abs(slope) <= 1e-6 * curvature, FormattableString.Invariant($"coefficient {j}: slope {slope:E2}, curvature {curvature:E2}"));
        }

        Close.To(parameter, convention.FromLambda(lambda, data.Rows, columns.TargetDeviation), 1e-15);
    }

    /// <summary>Figures printed in the discussion of apache/spark pull request 10274 for a 4 × 2 example.</summary>
    [Fact]
    public void Published_figures_of_scikit_learn_and_glmnet_are_reproduced()
    {
        RandomDesign design = new([[0, 5], [1, 7], [2, 11], [3, 13]], [17, 19, 23, 29], []);
        RidgeOptions raw = new() { Scaling = [FeatureScaling.None, FeatureScaling.None] };
        RidgeSolution scikit = design.Problem(raw).Fit(LambdaConvention.ScikitLearn.ToLambda(0.1));
        Close.To([12.9048179, 2.1151586, 0.6580494], [scikit.RawIntercept, .. scikit.RawCoefficients], 1e-8);
        double deviation = Math.Sqrt(design.Y.Sum(y => (y - 22) * (y - 22)) / 4);
        double lambda = LambdaConvention.Glmnet.ToLambda(0.1, 4, deviation);
        Assert.Equal(0.0872872, lambda, 7);
        RidgeSolution glmnet = design.Problem(raw).Fit(lambda);
        Close.To([13.10188698, 2.23623606, 0.61597321], [glmnet.RawIntercept, .. glmnet.RawCoefficients], 1e-9);
    }

    [Fact]
    public void Scaling_the_features_scales_lambda_by_the_square()
    {
        RandomDesign design = RandomDesign.Of(30, 3, 51);
        RidgeOptions raw = new() { Scaling = Enumerable.Repeat(FeatureScaling.None, 3).ToArray() };
        RidgeSolution one = design.Problem(raw).Fit(0.7);
        RidgeSolution scaled = design.With(row => row.Select(x => 4 * x).ToArray()).Problem(raw).Fit(0.7 * 16);
        Close.To(one.RawCoefficients, scaled.RawCoefficients.Select(beta => 4 * beta).ToArray(), 1e-14);
    }

    /// <summary>glmnet's path starts at max|Z'(y − ȳ)|/n/0.001 for alpha = 0; the figure is R's.</summary>
    [Fact]
    public void The_start_of_the_path_of_glmnet_is_reproduced()
    {
        RidgeDataSet data = RidgeDataSet.Prostate(train: true);
        RidgeStatistics statistics = new(8);
        statistics.Add(data.Matrix, data.Target);
        double start = Enumerable.Range(0, 8).Max(j => Math.Abs(statistics.CentredProduct(j, 8)) / statistics.Deviation(j)) / 67 / 0.001;
        Close.To(878.880413661538, start, 1e-14);
    }

    [Fact]
    public void Glmnet_renormalises_penalty_factors()
    {
        Assert.Equal([0.5, 1, 1.5, 1], LambdaConvention.PenaltyFactorsOfGlmnet([1, 2, 3, 2]));
        Assert.Throws<ArgumentException>(() => LambdaConvention.PenaltyFactorsOfGlmnet([0, 0]));
        Assert.Equal(0.25, LambdaConvention.OfBayesianRidge(0.5, 2));
    }

    [Fact]
    public void What_a_conversion_needs_is_asked_for()
    {
        Assert.Contains("n:", Assert.Throws<ArgumentOutOfRangeException>(() => LambdaConvention.Statsmodels.ToLambda(1)).Message, StringComparison.Ordinal);
        Assert.Contains("glmnet", Assert.Throws<ArgumentOutOfRangeException>(() => LambdaConvention.Glmnet.ToLambda(1, 10)).Message, StringComparison.Ordinal);
        Assert.Equal("parameter", Assert.Throws<ArgumentOutOfRangeException>(() => LambdaConvention.Mass.ToLambda(-1)).ParamName);
        Assert.Equal("lambda", Assert.Throws<ArgumentOutOfRangeException>(() => LambdaConvention.Mass.FromLambda(double.NaN)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => LambdaConvention.WeightDecay((SquaredLoss)9));
    }

    /// <summary>Convention and objective of (residuals, coefficients on its columns, parameter). For standardised columns w = β·sd(1/n).</summary>
    private static Dictionary<string, (LambdaConvention, Func<Residuals, double[], double, double>)> Conventions() => new()
    {
        ["scikit-learn"] = (LambdaConvention.ScikitLearn, (r, w, a) => r.Squares + a * Norm(w)),
        ["scikit-learn normalize"] = (LambdaConvention.ScikitLearnNormalized, (r, w, a) => r.Squares + a * r.N * Norm(w)),   // ‖column‖ = √n·sd
        ["unit length"] = (LambdaConvention.UnitLength, (r, w, h) => r.Squares + h * r.N * Norm(w)),
        ["MASS"] = (LambdaConvention.Mass, (r, w, l) => r.Squares + l * Norm(w)),
        ["MATLAB ridge"] = (LambdaConvention.MatlabRidge, (r, w, k) => r.Squares + k * Norm(w) * r.N / (r.N - 1)),   // sd(n−1)² = sd²·n/(n−1)
        ["MATLAB fitrlinear"] = (LambdaConvention.MatlabFitrlinear, (r, w, l) => r.Squares / 2 / r.N + l / 2 * Norm(w)),
        ["glmnet"] = (LambdaConvention.Glmnet, Glmnet),
        ["Spark normal"] = (LambdaConvention.SparkNormal, Glmnet),
        ["Spark l-bfgs"] = (LambdaConvention.SparkLbfgs, (r, w, l) => OfScaledTarget(r.Squares, Norm(w) * r.N / (r.N - 1), l, r.N, r.TargetVariance * r.N / (r.N - 1))),
        ["MADlib"] = (LambdaConvention.Madlib, (r, w, l) => r.Squares / 2 / r.N + l / 2 * Norm(w)),
        ["statsmodels"] = (LambdaConvention.Statsmodels, (r, w, a) => r.Squares / 2 / r.N + a / 2 * Norm(w)),
        ["ML.NET Ols"] = (LambdaConvention.MlNetOls, (r, w, l2) => r.Squares + r.N * l2 * l2 * Norm(w)),
        ["ML.NET Ols oneDAL"] = (LambdaConvention.MlNetOlsOneDal, (r, w, l2) => r.Squares + l2 * Norm(w)),
        ["ML.NET Sdca"] = (LambdaConvention.MlNetSdca, (r, w, l2) => r.Squares / r.N + l2 / 2 * Norm(w)),
        ["decay, mean"] = (LambdaConvention.WeightDecay(SquaredLoss.Mean), (r, w, wd) => r.Squares / r.N + wd / 2 * Norm(w)),
        ["decay, sum"] = (LambdaConvention.WeightDecay(SquaredLoss.Sum), (r, w, wd) => r.Squares + wd / 2 * Norm(w)),
        ["decay, half mean"] = (LambdaConvention.WeightDecay(SquaredLoss.HalfMean), (r, w, wd) => r.Squares / 2 / r.N + wd / 2 * Norm(w)),
        ["decay, half sum"] = (LambdaConvention.WeightDecay(SquaredLoss.HalfSum), (r, w, wd) => r.Squares / 2 + wd / 2 * Norm(w)),
    };

    private static double Glmnet(Residuals r, double[] w, double l) => OfScaledTarget(r.Squares, Norm(w), l, r.N, r.TargetVariance);

    /// <summary>(1/2n)Σr² + ½(ℓ/sd)‖w‖² with residuals and coefficients in units of the target's deviation.</summary>
    private static double OfScaledTarget(double squares, double norm, double l, double n, double variance) =>
        squares / variance / 2 / n + l / Math.Sqrt(variance) / 2 * norm / variance;

    private static double Norm(double[] w) => w.Sum(value => value * value);

    private static double[] Moved(double[] at, int index, double by)
    {
        double[] moved = [.. at];
        moved[index] += by;
        return moved;
    }

    private sealed record Residuals(RidgeDataSet Data, double[] B)
    {
        public double N => Data.Rows;

        public double Squares => Data.X.Select((row, i) => Math.Pow(Data.Y[i] - B[0] - row.Zip(B.Skip(1), (x, b) => x * b).Sum(), 2)).Sum();

        public double TargetVariance => Data.Y.Sum(y => Math.Pow(y - Data.Y.Average(), 2)) / N;
    }

    private sealed record Columns(RidgeDataSet Data)
    {
        public double TargetDeviation => Deviation(Data.Y);

        public double[] Deviations => Enumerable.Range(0, Data.Features).Select(j => Deviation(Data.X.Select(row => row[j]).ToArray())).ToArray();

        private static double Deviation(double[] values) => Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / values.Length);
    }
}

using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Each bad input: the type of the exception, the argument it names, and what its text says.</summary>
public sealed class BadInputTests
{
    private static readonly RidgeOptions Named = new() { FeatureNames = ["area", "age"], TargetNames = ["price"] };

    [Theory]
    [InlineData(double.NaN, "NaN"), InlineData(double.PositiveInfinity, "infinite"), InlineData(double.NegativeInfinity, "infinite")]
    public void A_bad_value_is_named_by_row_and_column(double value, string word)
    {
        foreach (int n in new[] { 5, 2000 })
        {
            double[] x = Enumerable.Range(0, 2 * n).Select(i => (double)(i * i % 17)).ToArray();
            double[] y = Enumerable.Range(0, n).Select(i => (double)(i % 5)).ToArray();
            double[] badX = [.. x];
            badX[2 * (n - 1) + 1] = value;
            double[] badY = [.. y];
            badY[3] = value;
            Throws<ArgumentException>("features", $"row {n - 1}, feature 'age' is {word}", () => RidgeProblem.FromMatrices(tensor(badX, n, 2), tensor(y), options: Named).Fit(1));
            Throws<ArgumentException>("targets", $"row 3, target 'price' is {word}", () => RidgeProblem.FromMatrices(tensor(x, n, 2), tensor(badY), options: Named).Path());
        }

        Throws<ArgumentException>("features", "row 1, feature 'x2' is", () => RidgeProblem.FromMatrices(tensor([1.0, 2, 3, 4, 5, value], 2, 3), tensor([1.0, 2])).Fit(1));
        Throws<ArgumentException>("weights", "row 2 has weight", () => Problem(3, weights: tensor([1.0, 1, value])));
    }

    [Fact]
    public void Tensors_without_dense_values_are_named()
    {
        using Tensor dense = rand(5, 2, ScalarType.Float64);
        using Tensor target = rand(5, ScalarType.Float64);
        using Tensor sparse = dense.to_sparse();
        Throws<ArgumentException>("features", "is sparse; convert it with to_dense()", () => RidgeProblem.FromMatrices(sparse, target));
        Throws<ArgumentException>("features", "is sparse", () => RidgeProblem.FromMatrices(dense, target).Fit(1).Predict(sparse));
        using Tensor meta = empty(5, 2, ScalarType.Float64, new Device(TorchSharp.DeviceType.META));
        Throws<ArgumentException>("features", "is on the meta device", () => RidgeProblem.FromMatrices(meta, target));
        using Tensor metaTarget = empty(5, ScalarType.Float64, new Device(TorchSharp.DeviceType.META));
        Throws<ArgumentException>("targets", "is on the meta device", () => RidgeProblem.FromMatrices(dense, metaTarget));
    }

    /// <summary>0 and 5e-324 alone: their deviation is no normal double, so that no prediction could divide by it.</summary>
    [Fact]
    public void A_feature_that_varies_below_the_smallest_normal_double_is_constant_and_warned_of()
    {
        using Tensor features = tensor(new[] { 0, double.Epsilon, 0, double.Epsilon, 0, 0, double.Epsilon, double.Epsilon }, 8, 1);
        RidgeSolution fit = RidgeProblem.FromMatrices(features, tensor(new double[] { 1, 2, 1, 2, 1, 1, 2, 3 }), null, new RidgeOptions { FeatureNames = ["tiny"] }).Fit(0.1);
        Assert.Equal(0, fit.Coefficients[0]);
        Assert.Equal(["tiny"], fit.ConstantFeatures);
        Assert.Contains(fit.Warnings, warning => warning.StartsWith("feature 'tiny' varies by less than the smallest normal double", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "no feature varies over these rows, so that λ has no effect"), InlineData(false, "no feature that varies is penalised")]
    public void A_selection_without_effect_says_so(bool constant, string message)
    {
        using Tensor features = constant ? ones(20, 2, ScalarType.Float64) : rand(20, 2, ScalarType.Float64);
        using Tensor target = rand(20, ScalarType.Float64);
        RidgeProblem problem = RidgeProblem.FromMatrices(features, target, null, new RidgeOptions { PenaltyFactors = constant ? [1, 1] : [0, 0] });
        foreach (LambdaSelection selection in new[] { LambdaSelection.LeaveOneOut, LambdaSelection.GeneralizedCrossValidation, LambdaSelection.KFold(4) })
        {
            RidgeSelection selected = problem.Select(selection);
            Assert.True(selected.IsDegenerate);
            Assert.StartsWith(message, Assert.Single(selected.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Too_few_rows()
    {
        Throws<ArgumentException>("features", "no rows", () => RidgeProblem.FromMatrices(zeros(0, 2, ScalarType.Float64), zeros(0, ScalarType.Float64)));
        Throws<ArgumentException>("features", "one row", () => Problem(1));
        Throws<ArgumentException>("weights", "one row has a positive weight", () => Problem(3, weights: tensor([0.0, 1, 0])));
        Throws<ArgumentException>("weights", "all weights are 0", () => Problem(3, weights: tensor([0.0, 0, 0])));
        Throws<ArgumentException>("statistics", "cover 0 rows", () => RidgeProblem.FromStatistics(new RidgeStatistics(2)));
    }

    [Fact]
    public void Weights_must_not_be_negative() => Throws<ArgumentException>("weights", "row 1 has weight -0.5", () => Problem(3, weights: tensor([1.0, -0.5, 1])));

    [Theory]
    [InlineData(-1.0), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Lambda_must_be_finite_and_not_negative(double lambda)
    {
        Throws<ArgumentOutOfRangeException>("lambda", "must be finite and ≥ 0", () => Problem(5).Fit(lambda));
        Throws<ArgumentOutOfRangeException>("lambdas", "must be finite and ≥ 0", () => Problem(5).FitTargets(lambda));
        Throws<ArgumentOutOfRangeException>("lambdas", "must be finite and ≥ 0", () => Problem(5).Path([1, lambda]));
        Throws<ArgumentOutOfRangeException>("lambdas", "must be finite and ≥ 0", () => Problem(5).LeaveOneOutErrors([lambda]));
        Throws<ArgumentOutOfRangeException>("lambda", "must be finite and ≥ 0", () => Problem(5).LeaveOneOutPredictions(lambda));
        Throws<ArgumentOutOfRangeException>("lambdas", "must be finite and ≥ 0", () => Problem(5).Select(LambdaSelection.LeaveOneOut, [lambda]));
    }

    [Fact]
    public void Shapes_types_and_lengths_must_fit()
    {
        Throws<ArgumentException>("targets", "has 4 rows but features has 5", () => RidgeProblem.FromMatrices(ones(5, 2, ScalarType.Float64), ones(4, ScalarType.Float64)));
        Throws<ArgumentException>("weights", "has 4 rows but features has 5", () => Problem(5, weights: ones(4, ScalarType.Float64)));
        Throws<ArgumentException>("weights", "2 dimensions", () => Problem(5, weights: ones(5, 1, ScalarType.Float64)));
        Throws<ArgumentException>("features", "1 dimensions", () => RidgeProblem.FromMatrices(ones(5, ScalarType.Float64), ones(5, ScalarType.Float64)));
        Throws<ArgumentException>("features", "there is no column", () => RidgeProblem.FromMatrices(ones(5, 0, ScalarType.Float64), ones(5, ScalarType.Float64)));
        Throws<ArgumentException>("features", "Int64 is not supported", () => RidgeProblem.FromMatrices(ones(5, 2, ScalarType.Int64), ones(5, ScalarType.Float64)));
        Assert.Equal("features", Assert.Throws<ArgumentNullException>(() => RidgeProblem.FromMatrices(null!, ones(5))).ParamName);
        Throws<ArgumentException>("features", "has 3 values for 2 features", () => Problem(5).Fit(1).Predict([1.0, 2, 3]));
        Throws<ArgumentException>("features", "expected n × 2", () => Problem(5).Fit(1).Predict(ones(4, 3)));
    }

    [Fact]
    public void Options_must_fit()
    {
        Throws<ArgumentException>("options", "FeatureNames has 1 entries for 2", () => Problem(5, new RidgeOptions { FeatureNames = ["a"] }));
        Throws<ArgumentException>("options", "FeatureNames[0] and [1] are both 'a'", () => Problem(5, new RidgeOptions { FeatureNames = ["a", "a"] }));
        Throws<ArgumentException>("options", "FeatureNames[1] is null", () => Problem(5, new RidgeOptions { FeatureNames = ["a", null!] }));
        Throws<ArgumentException>("options", "Scaling has 3 entries", () => Problem(5, new RidgeOptions { Scaling = new FeatureScaling[3] }));
        Throws<ArgumentException>("options", "PenaltyFactors has 1 entries", () => Problem(5, new RidgeOptions { PenaltyFactors = [1] }));
        Throws<ArgumentException>("options", "feature 'age' is -1", () => Problem(5, Named with { PenaltyFactors = [1, -1] }));
    }

    [Fact]
    public void Several_targets_and_selections_are_asked_for_properly()
    {
        RidgeProblem two = RidgeProblem.FromMatrices(Matrix(5), stack([Target(5), Target(5)], 1));
        Assert.Contains("FitTargets", Assert.Throws<InvalidOperationException>(() => two.Fit(1)).Message, StringComparison.Ordinal);
        Throws<ArgumentException>("lambdas", "has 3 entries for 2 targets", () => two.FitTargets(1, 2, 3));
        Throws<ArgumentOutOfRangeException>("target", "expected 0 to 1", () => two.Path(target: 2));
        Throws<ArgumentException>("lambdas", "is empty", () => two.Path([]));
        Throws<ArgumentOutOfRangeException>("lambdas", "must be positive", () => two.Select(LambdaSelection.LeaveOneOut, [0, 1]));
        Throws<ArgumentOutOfRangeException>("folds", "at least 2", () => LambdaSelection.KFold(1));
        Throws<ArgumentException>("foldOfRow", "leaves out fold 1", () => LambdaSelection.KFold([0, 2]));
        Throws<ArgumentException>("selection", "6 folds for 5 rows", () => Problem(5).Select(LambdaSelection.KFold(6)));
        Throws<ArgumentException>("selection", "3 entries for 5 rows", () => Problem(5).Select(LambdaSelection.KFold([0, 1, 2])));
        Throws<ArgumentException>("folds", "is GCV", () => Problem(5).KFoldErrors(LambdaSelection.GeneralizedCrossValidation, [1]));
        Message("without weights", () => Problem(5, weights: tensor([1.0, 2, 1, 1, 1])).Select(LambdaSelection.Evidence));
        Message("'age' has the factor 0", () => Problem(5, Named with { PenaltyFactors = [1, 0] }).Select(LambdaSelection.Evidence));
        RidgeStatistics statistics = new(2);
        statistics.Add(Matrix(5), Target(5));
        Message("needs the rows", () => RidgeProblem.FromStatistics(statistics).Select(LambdaSelection.LeaveOneOut));
        Message("needs the rows", () => RidgeProblem.FromStatistics(statistics).LeaveOneOutErrors([1]));
        Message("degrees of freedom", () => Problem(3).ClassicLambdas());
    }

    [Fact]
    public void Statistics_take_nothing_of_a_bad_batch()
    {
        RidgeStatistics statistics = new(2);
        statistics.Add(Matrix(5), Target(5));
        Throws<ArgumentException>("features", "row 1, feature 'x0' is NaN", () => statistics.Add([1, 2, 3, double.NaN, 2, 3]));
        Throws<ArgumentException>("rows", "no whole number of rows of 3", () => statistics.Add([1, 2, 3, 4]));
        Throws<ArgumentException>("weights", "has 1 entries for 2 rows", () => statistics.Add([1, 2, 3, 4, 5, 6], [1]));
        Throws<ArgumentException>("features", "has 3 columns where these statistics have 2", () => statistics.Add(ones(5, 3), ones(5)));
        Throws<ArgumentException>("other", "has 1 columns", () => statistics.Merge(new RidgeStatistics(1)));
        Throws<ArgumentOutOfRangeException>("featureCount", "at least 1", () => _ = new RidgeStatistics(0));
        Assert.Equal(5, statistics.Count);
    }

    private static RidgeProblem Problem(int n, RidgeOptions? options = null, Tensor? weights = null) => RidgeProblem.FromMatrices(Matrix(n), Target(n), weights, options);

    private static Tensor Matrix(int n) => tensor(Enumerable.Range(0, 2 * n).Select(i => (double)(i * i % 17)).ToArray(), n, 2);

    private static Tensor Target(int n) => tensor(Enumerable.Range(0, n).Select(i => (double)(i * i % 5)).ToArray());

    private static void Throws<T>(string argument, string text, Action action)
        where T : ArgumentException
    {
        T exception = Assert.Throws<T>(action);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument + ": ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    private static void Message(string text, Action action) => Assert.Contains(text, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);
}

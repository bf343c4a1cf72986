using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>The objective of generated code against the sum over rows, differences and automatic differentiation.</summary>
public class HomeRidgeObjectiveTests
{
    private const double Lambda = 3;

    /// <summary>8 rows are fewer than the 12 columns.</summary>
    [Theory]
    [InlineData(8), InlineData(200)]
    public void Value_is_the_sum_over_rows(int count)
    {
        Home[] homes = Homes(count);
        using RidgeObjective objective = HomeRidge.Objective(homes, Lambda);
        Assert.Equal(HomeData.Columns + 1, objective.ParameterCount);
        var random = new Random(1);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] parameters = [.. Enumerable.Range(0, objective.ParameterCount).Select(_ => 10 * (random.NextDouble() - 0.5))];
            double expected = ByHand(homes, parameters);
            Assert.Equal(expected, objective.Value(parameters), 1e-10 * expected);
        }

        double[] best = [.. objective.Solution.Coefficients, objective.Solution.Intercept];
        Assert.Equal(objective.Minimum, objective.Value(best));
        Assert.Equal(ByHand(homes, best), objective.Minimum, 1e-10 * objective.Minimum);
        Assert.Equal(HomeRidge.Fit(homes, Lambda).Solution.Coefficients, objective.Solution.Coefficients);
    }

    [Theory]
    [InlineData(8), InlineData(200)]
    public void Gradient_and_Hessian_are_those_of_differences(int count)
    {
        Home[] homes = Homes(count);
        using RidgeObjective objective = HomeRidge.Objective(homes, Lambda);
        var random = new Random(2);
        double[] at = [.. Enumerable.Range(0, objective.ParameterCount).Select(_ => random.NextDouble())];
        double[] direction = [.. at.Select(_ => random.NextDouble() - 0.5)];
        double[] gradient = new double[at.Length];
        Assert.Equal(objective.Value(at), objective.Gradient(at, gradient));
        double[] product = new double[at.Length];
        objective.HessianProduct(direction, product);
        for (int j = 0; j < at.Length; j++)
        {
            // A quadratic: central differences are exact but for rounding.
            Assert.Equal((ByHand(homes, Moved(at, j, 1)) - ByHand(homes, Moved(at, j, -1))) / 2, gradient[j], 1e-9 * gradient.Max(Math.Abs));
        }

        double[] moved = [.. at.Zip(direction, (a, d) => a + d)];
        double[] after = new double[at.Length];
        objective.Gradient(moved, after);
        for (int j = 0; j < at.Length; j++)
        {
            Assert.Equal(after[j] - gradient[j], product[j], 1e-9 * gradient.Max(Math.Abs));
        }

        objective.Gradient([.. objective.Solution.Coefficients, objective.Solution.Intercept], gradient);
        Assert.All(gradient, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(8), InlineData(200)]
    public void The_scalar_differentiates_to_the_gradient_and_twice_to_the_Hessian(int count)
    {
        Home[] homes = Homes(count);
        using RidgeObjective objective = HomeRidge.Objective(homes, Lambda);
        using var scope = NewDisposeScope();
        Tensor parameters = rand(objective.ParameterCount, ScalarType.Float64).requires_grad_();
        double[] at = parameters.data<double>().ToArray();
        Tensor value = objective.Scalar(parameters);
        Assert.Equal(objective.Value(at), value.item<double>());
        Tensor gradient = autograd.grad([value], [parameters], retain_graph: true, create_graph: true)[0];
        double[] expected = new double[at.Length];
        objective.Gradient(at, expected);
        Assert.Equal(expected, gradient.data<double>().ToArray(), (a, b) => Math.Abs(a - b) <= 1e-11 * expected.Max(Math.Abs));
        Tensor direction = rand(objective.ParameterCount, ScalarType.Float64);
        Tensor second = autograd.grad([gradient.dot(direction)], [parameters])[0];
        objective.HessianProduct(direction.data<double>().ToArray(), expected);
        Assert.Equal(expected, second.data<double>().ToArray(), (a, b) => Math.Abs(a - b) <= 1e-11 * expected.Max(Math.Abs));
    }

    [Fact]
    public void The_scalar_outlives_the_scope_that_made_the_objective()
    {
        RidgeObjective objective;
        using (NewDisposeScope())
        {
            objective = HomeRidge.Objective(Homes(50), Lambda);
        }

        using (objective)
        {
            Assert.True(objective.Value(new double[objective.ParameterCount]) > objective.Minimum);
        }
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        using RidgeObjective objective = HomeRidge.Objective(Homes(50), Lambda);
        Named("parameters", "has 2 values for 13 parameters (the coefficients, then the intercept)", () => objective.Value([1.0, 2]));
        Named("gradient", "has 1 values", () => objective.Gradient(new double[13], new double[1]));
        Named("product", "has 1 values", () => objective.HessianProduct(new double[13], new double[1]));
        Named("direction", "has 1 values", () => objective.HessianProduct(new double[1], new double[13]));
        Named("parameters", "expected 13 values of Float64, got [13] of Float32", () => objective.Scalar(zeros(13)));
        Named("lambda", "must be finite and ≥ 0", () => HomeRidge.Objective(Homes(50), -1));
    }

    private static void Named(string argument, string text, Action action)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(argument, exception.ParamName);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }

    private static Home[] Homes(int count)
    {
        Home[] homes = HomeData.Homes(count);
        homes[0].Weight = homes[1].Weight = 1;
        return homes;
    }

    private static double[] Moved(double[] at, int index, double by) => [.. at.Select((value, j) => j == index ? value + by : value)];

    /// <summary>Σs(y − b − zᵀw)² + λΣfw² by two passes over the rows, straight from the definition.</summary>
    private static double ByHand(Home[] homes, double[] parameters)
    {
        double total = homes.Sum(home => home.Weight);
        double[] mean = [.. Enumerable.Range(0, HomeData.Columns).Select(j => homes.Sum(home => home.Weight * HomeData.Row(home)[j]) / total)];
        double[] scale =
        [
            .. mean.Select((m, j) => HomeData.ByHand.Scaling![j] == FeatureScaling.None
                ? 1
                : Math.Sqrt(homes.Sum(home => home.Weight * Math.Pow(HomeData.Row(home)[j] - m, 2)) / total)),
        ];
        double value = Lambda * HomeData.ByHand.PenaltyFactors!.Select((factor, j) => factor * parameters[j] * parameters[j]).Sum();
        foreach (Home home in homes)
        {
            double fit = parameters[HomeData.Columns] + HomeData.Row(home).Select((x, j) => parameters[j] * (x - mean[j]) / scale[j]).Sum();
            value += home.Weight * (home.Price - fit) * (home.Price - fit);
        }

        return value;
    }
}

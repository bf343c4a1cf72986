using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Derivatives of criteria against differences of independent values, selection by Newton's method against search, standard errors against simulation.</summary>
public sealed class DerivativeTests
{
    private static readonly LambdaSelection[] Criteria =
        [LambdaSelection.GeneralizedCrossValidation, LambdaSelection.GeneralizedCrossValidationOfMass, LambdaSelection.LeaveOneOut, LambdaSelection.Evidence];

    public static TheoryData<int, int> Cases()
    {
        TheoryData<int, int> cases = [];
        foreach (int seed in Enumerable.Range(0, 20))
        {
            foreach (int criterion in Enumerable.Range(0, 4))
            {
                cases.Add(seed, criterion);
            }
        }

        return cases;
    }

    /// <summary>
    /// Central differences of order 4 of the path's values over ±h, ±2h: error h⁴f⁽⁵⁾/30 plus rounding ε·κ/h; with h = 0.01 and criteria of scale 1 in ln λ 1e-8 and 1e-6.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void They_are_those_of_differences(int seed, int kind)
    {
        RandomFit fit = RandomFit.Of(seed);
        LambdaSelection criterion = Criteria[kind];
        bool evidence = kind == 3;
        RidgeProblem problem = fit.Design.Problem(fit.Options, fit.Weighted && !evidence);
        CriterionDerivatives derivatives = problem.Derivatives(criterion, fit.Lambda);
        double[] f = [.. Enumerable.Range(-2, 5).Select(i => Value(problem, criterion, fit.Lambda * Math.Exp(0.01 * i)))];
        if (double.IsNaN(f[2]))
        {
            Assert.True(double.IsNaN(derivatives.First));
            return;
        }

        double scale = Math.Abs(f[2]) + Math.Abs(derivatives.First) + Math.Abs(derivatives.Second);
        Close.To(f[2], derivatives.Value, 1e-9);
        Assert.InRange(Math.Abs((f[0] - 8 * f[1] + 8 * f[3] - f[4]) / 0.12 - derivatives.First) / scale, 0, 1e-7);
        Assert.InRange(Math.Abs((-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / 0.0012 - derivatives.Second) / scale, 0, 1e-5);
        Assert.InRange(Math.Abs(derivatives.FactorGradient.Sum() - derivatives.First) / scale, 0, 1e-8);
        double[] factors = fit.Options.PenaltyFactors?.ToArray() ?? [.. Enumerable.Repeat(1.0, fit.Design.Features)];
        foreach (int j in new[] { 0, fit.Design.Features - 1 })
        {
            double At(double step) => Value(
                fit.Design.Problem(fit.Options with { PenaltyFactors = [.. factors.Select((v, k) => k == j ? v * Math.Exp(step) : v)] }, fit.Weighted && !evidence), criterion, fit.Lambda);
            double difference = (At(-0.02) - 8 * At(-0.01) + 8 * At(0.01) - At(0.02)) / 0.12;
            Assert.InRange(Math.Abs(difference - derivatives.FactorGradient[j]) / scale, 0, 1e-7);
        }
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Newtons_method_ends_where_the_search_does(int kind)
    {
        foreach (int seed in Enumerable.Range(80, 8))
        {
            RandomDesign design = RandomDesign.Of(60, 6, seed);
            NormalNumbers normal = new(seed);
            design = design with { Y = [.. design.Y.Select(y => y + 8 * normal.Next())] };   // so much noise that an interior λ is best
            RidgeProblem problem = design.Problem();
            NewtonSelection selection = problem.SelectByNewton(Criteria[kind]);
            RidgeSelection search = problem.Select(Criteria[kind]);
            Assert.False(selection.IsAtEdge);
            Assert.InRange(selection.Evaluations, 1, 40);   // four to eight near the optimum; where the criterion is flat or concave it walks there by steps of 1
            Close.To(search.Lambda, selection.Lambda, 2e-4);   // a search sees values: the argument to √ε, the last parabola of leave-one-out to 1e-4
            double scale = Math.Abs(selection.Derivatives.Second);
            Assert.InRange(Math.Abs(selection.Derivatives.First) / scale, 0, 2e-8);   // a Newton step of the size at which it stops
            Assert.True(kind == 3 ? selection.Derivatives.Value >= search.Value - 1e-12 * Math.Abs(search.Value) : selection.Derivatives.Value <= search.Value * (1 + 1e-13));
            Assert.True(selection.StandardError > 0);
            Assert.Contains("standard error", selection.ToString());
            Assert.Contains("by ln f", selection.Derivatives.ToString());
        }
    }

    [Fact]
    public void Golden_optima_are_found()
    {
        // ridge.md 3.4: argmins of the prostate data to 9 digits, by 50-digit arithmetic
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        Close.To(5.04335968, problem.SelectByNewton(LambdaSelection.GeneralizedCrossValidation).Lambda, 2e-9);
        Close.To(3.64521961, problem.SelectByNewton(LambdaSelection.LeaveOneOut).Lambda, 2e-9);
        Close.To(5.52798782, problem.SelectByNewton(LambdaSelection.Evidence).Lambda, 2e-9);
        Close.To(4.92207172, problem.SelectByNewton(LambdaSelection.GeneralizedCrossValidationOfMass).Lambda, 2e-9);
    }

    /// <summary>
    /// 400 samples with β from the prior: the spread of ln λ̂ against the mean of its standard errors. The spread itself is known to 1/√800 = 3.5 %; standard errors are
    /// large-sample ones, so a quarter is allowed (a half for the sandwich of leave-one-out, whose criterion is flat).
    /// </summary>
    [Theory]
    [InlineData(0, 0.3), InlineData(2, 0.5), InlineData(3, 0.25)]
    public void Standard_errors_are_the_spread_over_samples(int kind, double tolerance)
    {
        const int Samples = 400;
        RandomDesign design = RandomDesign.Of(150, 60, 85);
        using var scope = NewDisposeScope();
        DenseRidge dense = new(design);
        NormalNumbers normal = new(86);
        List<double> logs = [];
        List<double> errors = [];
        using Tensor targets = stack([.. Enumerable.Range(0, Samples).Select(_ =>
            dense.Rows.mv(tensor([.. normal.Next(60).Select(v => 0.5 * v)])) + tensor([.. normal.Next(150).Select(v => 2 * v)]))], 1);
        RidgeProblem problem = RidgeProblem.FromMatrices(design.Matrix, targets);
        for (int sample = 0; sample < Samples; sample++)
        {
            NewtonSelection selection = problem.SelectByNewton(Criteria[kind], target: sample);
            if (!selection.IsAtEdge)
            {
                logs.Add(Math.Log(selection.Lambda));
                errors.Add(selection.StandardError);
            }
        }

        Assert.InRange(logs.Count, Samples * 19 / 20, Samples);
        double mean = logs.Average();
        double spread = Math.Sqrt(logs.Average(v => (v - mean) * (v - mean)));
        double stated = errors.Order().ElementAt(errors.Count / 2);
        Assert.True(Math.Abs(stated / spread - 1) <= tolerance, $"spread {spread:F3}, standard errors {stated:F3}");
    }

    [Fact]
    public void Statistics_targets_and_units_give_the_same()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 87);
        RidgeStatistics statistics = new(4);
        statistics.Add(design.Matrix, design.Target);
        RidgeProblem sums = RidgeProblem.FromStatistics(statistics);
        CriterionDerivatives expected = design.Problem().Derivatives(LambdaSelection.Evidence, 3);
        Close.To(expected.FactorGradient, sums.Derivatives(LambdaSelection.Evidence, 3).FactorGradient, 1e-10);
        Assert.Contains("needs the rows", Assert.Throws<InvalidOperationException>(() => sums.Derivatives(LambdaSelection.LeaveOneOut, 3)).Message);
        RandomDesign large = design.With(row => [.. row.Select(x => Math.ScaleB(x, 400))]) with { Y = [.. design.Y.Select(y => Math.ScaleB(y, -300))] };
        foreach (LambdaSelection criterion in Criteria)
        {
            CriterionDerivatives here = design.Problem().Derivatives(criterion, 3);
            CriterionDerivatives there = large.Problem().Derivatives(criterion, 3);
            int unit = criterion == LambdaSelection.Evidence ? 0 : 600;
            Close.To(here.First, Math.ScaleB(there.First, unit), 1e-10);
            Close.To(here.FactorGradient, [.. there.FactorGradient.Select(g => Math.ScaleB(g, unit))], 1e-10);
            if (!double.IsNaN(here.StandardError))
            {
                Close.To(here.StandardError, there.StandardError, 1e-9);
            }
        }
    }

    [Fact]
    public void Unpenalised_features_have_no_derivative_and_bad_input_is_named()
    {
        RandomDesign design = RandomDesign.Of(30, 3, 88).With(row => [.. row, 4]);
        RidgeProblem partly = design.Problem(new RidgeOptions { PenaltyFactors = [0, 1, 2, 1] });
        foreach (LambdaSelection criterion in Criteria[..3])
        {
            CriterionDerivatives derivatives = partly.Derivatives(criterion, 3);
            Assert.Equal(0, derivatives.FactorGradient[0]);
            Assert.Equal(0, derivatives.FactorGradient[3]);
            Close.To(derivatives.First, derivatives.FactorGradient.Sum(), 1e-9);
        }

        Assert.Contains("'x0'", Assert.Throws<InvalidOperationException>(() => partly.Derivatives(LambdaSelection.Evidence, 3)).Message);
        Assert.Throws<InvalidOperationException>(() => design.Problem(weighted: true).Derivatives(LambdaSelection.Evidence, 3));
        Assert.Contains("folds", Assert.Throws<ArgumentException>(() => design.Problem().Derivatives(LambdaSelection.KFold(5), 3)).Message);
        Assert.Contains("ln λ", Assert.Throws<ArgumentOutOfRangeException>(() => design.Problem().Derivatives(LambdaSelection.Evidence, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => design.Problem().SelectByNewton(LambdaSelection.Evidence, -1));
    }

    [Fact]
    public void Noise_alone_is_at_the_edge()
    {
        RandomDesign design = RandomDesign.Of(100, 3, 89);
        NormalNumbers normal = new(90);
        int edges = Enumerable.Range(0, 20).Count(_ => (design with { Y = normal.Next(100) }).Problem().SelectByNewton(LambdaSelection.Evidence).IsAtEdge);
        Assert.InRange(edges, 4, 19);
    }

    private static double Value(RidgeProblem problem, LambdaSelection criterion, double lambda)
    {
        RidgePathPoint point = problem.Path([lambda])[0];
        return criterion == LambdaSelection.LeaveOneOut ? problem.LeaveOneOutErrors([lambda])[0]
            : criterion == LambdaSelection.Evidence ? point.LogEvidence
            : criterion == LambdaSelection.GeneralizedCrossValidation ? point.GeneralizedCrossValidation
            : point.GeneralizedCrossValidationOfMass;
    }
}

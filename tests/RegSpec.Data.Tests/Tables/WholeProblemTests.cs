using System.Data.Common;
using static TorchSharp.torch;

namespace RegSpec.Data.Tests;

/// <summary>
/// All that a problem answers without its rows, from the statistics of a table, beside the same from the rows. Tolerance 1e-10 relative: moments that agree to 1e-13 or
/// so, of a design with κ(A) below 100, through logarithms and differences that cost a digit.
/// </summary>
public class WholeProblemTests
{
    private static readonly double[] Lambdas = [0.01, 1, 30, 1000];

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void From_the_statistics_of_a_table(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = Houses.Rows(500, 1e4);
        string table = engine.Create(Houses.Table(rows));
        using DbConnection connection = engine.Connect();
        TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way, Folds = 4, FoldKey = "id" });
        engine.Drop(table);
        RidgeProblem expected = HouseRidge.Problem(rows);
        RidgeProblem actual = RidgeProblem.FromStatistics(read.Statistics, HouseRidge.Options);

        foreach ((RidgePathPoint due, RidgePathPoint point) in expected.Path(Lambdas).Zip(actual.Path(Lambdas)))
        {
            Near(due.Coefficients, point.Coefficients);
            Near(due.RawIntercept, point.RawIntercept);
            Near(due.DegreesOfFreedom, point.DegreesOfFreedom);
            Near(due.ResidualSumOfSquares, point.ResidualSumOfSquares);
            Near(due.GeneralizedCrossValidation, point.GeneralizedCrossValidation);
            Near(due.GeneralizedCrossValidationOfMass, point.GeneralizedCrossValidationOfMass);
            Near(due.LogEvidence, point.LogEvidence);
        }

        RidgeSolution fit = actual.Fit(3);
        RidgeSolution dueFit = expected.Fit(3);
        Near(dueFit.RSquared, fit.RSquared);
        Assert.Equal((dueFit.Rank, dueFit.Count, dueFit.ConstantFeatures.Count), (fit.Rank, fit.Count, fit.ConstantFeatures.Count));
        foreach (LambdaSelection criterion in new[] { LambdaSelection.GeneralizedCrossValidation, LambdaSelection.GeneralizedCrossValidationOfMass, LambdaSelection.Evidence })
        {
            Assert.Equal(expected.Select(criterion, Lambdas).Lambda, actual.Select(criterion, Lambdas).Lambda);
            Assert.Equal(Math.Log(expected.Select(criterion).Lambda), Math.Log(actual.Select(criterion).Lambda), 1e-4);   // flat at its least: λ is known to √ε
        }

        RidgePosterior dueBelief = expected.Posterior(3);
        RidgePosterior belief = actual.Posterior(3);
        Near(dueBelief.NoiseVariance, belief.NoiseVariance);
        Near(dueBelief.Scales, belief.Scales);
        Near(dueBelief.FrequentistStandardErrors, belief.FrequentistStandardErrors);
        Near([.. dueBelief.RawCredibleIntervals().Select(interval => interval.Upper)], [.. belief.RawCredibleIntervals().Select(interval => interval.Upper)]);
        Near(dueBelief.LogEvidence, belief.LogEvidence);
        double[] values = new double[HouseRidge.Options.Columns!.Count];
        HouseRidge.Type.Write(rows[7], values);
        Tensor one = tensor(values, 1, values.Length);
        Near(expected.PredictiveVariances(3, one), actual.PredictiveVariances(3, one));
        Near(dueBelief.PredictiveIntervals(one)[0].Lower, belief.PredictiveIntervals(one)[0].Lower);
        Near(expected.Spectrum(3).DegreesOfFreedom, actual.Spectrum(3).DegreesOfFreedom);
        Near(expected.NormFor(3), actual.NormFor(3));
        Near(expected.FitConstrained(expected.NormFor(3)).Coefficients, actual.FitConstrained(expected.NormFor(3)).Coefficients);

        IReadOnlyList<double> dueErrors = expected.KFoldErrors(LambdaSelection.KFold([.. rows.Select((_, i) => SameCoefficientsTests.FoldOf(i, 4))]), Lambdas);
        Near(dueErrors, HouseRidge.Type.SelectByFolds(read.Folds, Lambdas).Selection!.Values);
    }

    [Fact]
    public void What_needs_the_rows_says_so()
    {
        Engine engine = Engines.Of("DuckDB");
        string table = engine.Create(Houses.Table(Houses.Rows(100)));
        using DbConnection connection = engine.Connect();
        RidgeProblem problem = RidgeProblem.FromStatistics(HouseRidge.Statistics(connection, table).Statistics, HouseRidge.Options);
        engine.Drop(table);
        foreach (Action asked in new Action[]
        {
            () => problem.LeaveOneOutErrors(Lambdas), () => problem.LeaveOneOutPredictions(1), () => problem.KFoldErrors(LambdaSelection.KFold(3), Lambdas),
            () => problem.Select(LambdaSelection.LeaveOneOut), () => problem.Select(LambdaSelection.KFold(3)),
        })
        {
            Assert.Contains("rows", Assert.Throws<InvalidOperationException>(asked).Message);
        }

        Assert.Equal(0, problem.Fit(1).RefinementSteps);   // nothing to refine from; Digits says what the conditioning leaves
        Assert.All(problem.Fit(1).Digits, digits => Assert.InRange(digits, 8, 16));
    }

    private static void Near(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-10 * Math.Max(Math.Abs(expected), 1e-3), $"{expected:R} {actual:R}");

    private static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-10 * largest, $"{i}: {expected[i]:R} {actual[i]:R}");
        }
    }
}

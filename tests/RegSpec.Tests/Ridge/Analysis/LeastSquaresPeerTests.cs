using System.Text.Json;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>
/// Intervals and diagnostics at λ = 0 beside R's lm, recorded by Peers/lm_intervals.R for Longley and five of R's own data sets. R solves by Householder QR without refinement, so its numbers
/// are good to some 1e-16 times the condition: 1e-9 for Longley (κ = 1e7 after scaling differs most in its intercept), 1e-11 for the rest.
/// </summary>
public sealed class LeastSquaresPeerTests
{
    public static TheoryData<string> Sets => ["longley", "mtcars", "swiss", "stackloss", "attitude", "trees"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Standard_errors_and_intervals_are_those_of_lm(string name)
    {
        (JsonElement peer, RidgeProblem problem, double tolerance) = Read(name);
        RidgePosterior posterior = problem.Posterior(0);
        double[] coefficients = Numbers(peer, "coefficients");
        double[] errors = Numbers(peer, "errors");
        Close.To(coefficients[1..], problem.Fit(0).RawCoefficients, tolerance);
        Close.To(coefficients[0], problem.Fit(0).RawIntercept, tolerance);
        Each(errors[1..], posterior.RawScales, tolerance);
        Close.To(errors[0], posterior.RawInterceptScale, tolerance);
        Close.To(peer.GetProperty("sigma").GetDouble(), Math.Sqrt(posterior.NoiseVariance), tolerance);
        double[][] intervals = Rows(peer, "intervals");
        IReadOnlyList<Interval> own = posterior.RawCredibleIntervals();
        Each([.. intervals.Skip(1).Select(row => row[0])], [.. own.Select(interval => interval.Lower)], 10 * tolerance);
        Each([.. intervals.Skip(1).Select(row => row[1])], [.. own.Select(interval => interval.Upper)], 10 * tolerance);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Prediction_intervals_are_those_of_lm(string name)
    {
        (JsonElement peer, RidgeProblem problem, double tolerance) = Read(name);
        double[][] fresh = Rows(peer, "new");
        double[][] predicted = Rows(peer, "predicted");
        using Tensor features = RandomDesign.ToMatrix(fresh);
        IReadOnlyList<Interval> intervals = problem.Posterior(0).PredictiveIntervals(features, 0.9);
        RidgeSolution fit = problem.Fit(0);
        for (int i = 0; i < fresh.Length; i++)
        {
            Close.To(predicted[i][0], fit.Predict(fresh[i]), tolerance);
            Close.To(predicted[i][1], intervals[i].Lower, tolerance);
            Close.To(predicted[i][2], intervals[i].Upper, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Residuals_leverages_and_distances_are_those_of_lm(string name)
    {
        (JsonElement peer, RidgeProblem problem, double tolerance) = Read(name);
        RidgeResiduals residuals = problem.Residuals(0);
        Close.To(Numbers(peer, "residuals"), residuals.Raw, 10 * tolerance);
        Close.To(Numbers(peer, "standardized"), residuals.Standardized, 10 * tolerance);
        Close.To(Numbers(peer, "deleted"), residuals.LeaveOneOut, 10 * tolerance);
        Close.To(Numbers(peer, "leverages"), residuals.Leverages, tolerance);
        Close.To(Numbers(peer, "cook"), residuals.CooksDistances, 10 * tolerance);
        Close.To(Math.Pow(peer.GetProperty("sigma").GetDouble(), 2), residuals.NoiseVariance, tolerance);
    }

    /// <summary>Each by itself, not beside the largest.</summary>
    private static void Each(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        for (int j = 0; j < expected.Length; j++)
        {
            Close.To(expected[j], actual[j], tolerance);
        }
    }

    private static (JsonElement Peer, RidgeProblem Problem, double Tolerance) Read(string name)
    {
        JsonElement peer = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Ridge", "Data", "lm_intervals.json"))).RootElement.GetProperty(name);
        RidgeProblem problem = RidgeProblem.FromMatrices(RandomDesign.ToMatrix(Rows(peer, "x")), tensor(Numbers(peer, "y")));
        return (peer, problem, name == "longley" ? 1e-9 : 1e-11);
    }

    private static double[] Numbers(JsonElement peer, string name) => [.. peer.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static double[][] Rows(JsonElement peer, string name) => [.. peer.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
}

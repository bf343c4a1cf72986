using System.Diagnostics;
using RegSpec.Tests.Generated;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Progress is monotone and complete; cancellation comes soon and leaves nothing half-done.</summary>
public class ProgressTests
{
    private const int Rows = 200_000;
    private const int Features = 20;

    public static TheoryData<string> Works => ["fit", "path", "loo", "k-fold", "fold errors"];

    [Theory]
    [MemberData(nameof(Works))]
    public void Progress_is_monotone_and_complete(string work)
    {
        Recorder recorder = new();
        Run(work, Problem(), recorder, default);
        Check(recorder);
    }

    [Fact]
    public void Rows_of_a_type_are_watched_too()
    {
        Home[] homes = HomeData.Homes(50_000);
        foreach (Action<IProgress<RidgeProgress>, CancellationToken> work in new Action<IProgress<RidgeProgress>, CancellationToken>[]
        {
            (progress, token) => HomeRidge.Fit(homes, null, progress, token), (progress, token) => HomeRidge.Select(homes, LambdaSelection.KFold(3), null, progress, token),
            (progress, token) => HomeRidge.Path(homes, null, progress, token),
        })
        {
            Recorder recorder = new();
            work(recorder, default);
            Check(recorder);
            Assert.Contains(recorder.Reports, report => report.Stage == "reading rows");
            using CancellationTokenSource source = new();
            Assert.ThrowsAny<OperationCanceledException>(() => work(new Canceller(source, 0.3), source.Token));
        }
    }

    /// <summary>There is no total while nobody has counted the rows; then there is one.</summary>
    [Fact]
    public void Rows_that_nobody_has_counted_have_no_total()
    {
        Home[] homes = HomeData.Homes(50_000);
        Recorder summed = new();
        HomeRidge.Statistics(homes.Where(_ => true), summed);
        Assert.All(summed.Reports.SkipLast(1), report => Assert.Null(report.Total));
        Assert.Equal(new RidgeProgress("reading rows", homes.Length, homes.Length), summed.Reports[^1]);
        Recorder fitted = new();
        HomeRidge.Fit(homes.Where(_ => true), null, fitted);
        Assert.All(fitted.Reports, report => Assert.Equal(report.Stage == "reading rows", report.Total is null));
        Assert.Equal(fitted.Reports[^1].Total, fitted.Reports[^1].Done);
        Assert.All(fitted.Reports.Zip(fitted.Reports.Skip(1)), pair => Assert.True(pair.First.Done < pair.Second.Done));
        using CancellationTokenSource source = new();
        Assert.ThrowsAny<OperationCanceledException>(() => HomeRidge.Statistics(homes.Where(_ => true), new Canceller(source, 20_000), source.Token));
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void Cancellation_comes_soon_and_leaves_the_problem_as_it_was(string work)
    {
        RidgeProblem problem = Problem();
        using CancellationTokenSource source = new();
        Canceller canceller = new(source, 0.1);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(work, problem, canceller, source.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(canceller.Cancelled).TotalMilliseconds, 0, 2000);   // the machine may be busy; a quiet one takes a few
        Assert.Equal(Problem().Fit(2).ToString(), problem.Fit(2).ToString());
        using CancellationTokenSource before = new();
        before.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Run(work, problem, null, before.Token));
    }

    private static void Check(Recorder recorder)
    {
        double[] fractions = [.. recorder.Reports.Select(report => report.Done / (double)report.Total!)];
        Assert.Equal(0, fractions[0]);
        Assert.Equal(1, fractions[^1]);
        Assert.All(fractions.Zip(fractions.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.True(fractions.Length > 4);
    }

    private static void Run(string work, RidgeProblem problem, IProgress<RidgeProgress>? progress, CancellationToken token)
    {
        switch (work)
        {
            case "fit":
                problem.Fit(1, progress, token);
                break;
            case "path":
                problem.Path(null, 0, progress, token);
                break;
            case "loo":
                problem.Select(LambdaSelection.LeaveOneOut, null, 0, progress, token);
                break;
            case "k-fold":
                problem.Select(LambdaSelection.KFold(5), null, 0, progress, token);
                break;
            default:
                problem.FoldErrors(LambdaSelection.KFold(5), [1, 10], 0, progress, token);
                break;
        }
    }

    private static RidgeProblem Problem()
    {
        using Generator generator = new(3);
        Tensor features = randn(Rows, Features, ScalarType.Float64, generator: generator);
        return RidgeProblem.FromMatrices(features, features.sum(dim: 1L) + randn(Rows, ScalarType.Float64, generator: generator));
    }

    private class Recorder : IProgress<RidgeProgress>
    {
        public List<RidgeProgress> Reports { get; } = [];

        public virtual void Report(RidgeProgress value) => Reports.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source, double from) : Recorder
    {
        public long Cancelled { get; private set; }

        public override void Report(RidgeProgress value)
        {
            if (value.Done >= from * (value.Total ?? 1) && Cancelled == 0)
            {
                Cancelled = Stopwatch.GetTimestamp();
                source.Cancel();
            }
        }
    }
}

using System.Diagnostics;
using System.Reflection;
using RegSpec.Tests.Generated;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Progress is monotone and complete; cancellation comes soon and leaves nothing half-done.</summary>
public class ProgressTests
{
    private const int Rows = 60_000;
    private const int Features = 20;

    /// <summary>Every method of a problem, by its name.</summary>
    private static readonly Dictionary<string, Action<RidgeProblem, IProgress<RidgeProgress>?, CancellationToken>> All = new()
    {
        ["Fit"] = (problem, progress, token) => problem.Fit(1, progress, token),
        ["FitTargets"] = (problem, progress, token) => problem.FitTargets([1.0], progress, token),
        ["Path"] = (problem, progress, token) => problem.Path(null, 0, progress, token),
        ["Select by leave-one-out"] = (problem, progress, token) => problem.Select(LambdaSelection.LeaveOneOut, null, 0, progress, token),
        ["Select by folds"] = (problem, progress, token) => problem.Select(LambdaSelection.KFold(5), null, 0, progress, token),
        ["FoldErrors"] = (problem, progress, token) => problem.FoldErrors(LambdaSelection.KFold(5), [1, 10], 0, progress, token),
        ["KFoldErrors"] = (problem, progress, token) => problem.KFoldErrors(LambdaSelection.KFold(5), [1, 10], 0, progress, token),
        ["LeaveOneOutErrors"] = (problem, progress, token) => problem.LeaveOneOutErrors([1, 10], 0, progress, token),
        ["LeaveOneOutPredictions"] = (problem, progress, token) => problem.LeaveOneOutPredictions(1, 0, progress, token),
        ["Objective"] = (problem, progress, token) => problem.Objective(1, 0, progress, token).Dispose(),
        ["PredictiveVariances"] = (problem, progress, token) => problem.PredictiveVariances(1, zeros(3, Features), 0, progress, token),
        ["ClassicLambdas"] = (problem, progress, token) => problem.ClassicLambdas(0, progress, token),
        ["Residuals"] = (problem, progress, token) => problem.Residuals(1, 0, progress, token),
        ["Robustness"] = (problem, progress, token) => problem.Robustness(1, 0, progress, token),
        ["Robustness at many λ"] = (problem, progress, token) => problem.Robustness([1, 10], 0, progress, token),
        ["Derivatives"] = (problem, progress, token) => problem.Derivatives(LambdaSelection.GeneralizedCrossValidation, 1, 0, progress, token),
        ["Derivatives at many λ"] = (problem, progress, token) => problem.Derivatives(LambdaSelection.LeaveOneOut, [1, 10], 0, progress, token),
        ["SelectByNewton"] = (problem, progress, token) => problem.SelectByNewton(LambdaSelection.GeneralizedCrossValidation, null, 0, progress, token),
        ["SelectPenaltyFactors"] = (problem, progress, token) => problem.SelectPenaltyFactors(0, progress, token),
        ["Spectrum"] = (problem, progress, token) => problem.Spectrum(1, 0, progress, token),
        ["BiasVariance"] = (problem, progress, token) => problem.BiasVariance(new double[Features], 1, null, progress, token),
        ["BiasVarianceEstimate"] = (problem, progress, token) => problem.BiasVarianceEstimate(null, null, 0, progress, token),
        ["FitConstrained"] = (problem, progress, token) => problem.FitConstrained(5, 0, progress, token),
        ["LambdaForNorm"] = (problem, progress, token) => problem.LambdaForNorm(5, 0, progress, token),
        ["NormFor"] = (problem, progress, token) => problem.NormFor(1, 0, progress, token),
        ["Posterior"] = (problem, progress, token) => problem.Posterior(1, null, 0, progress, token),
        ["Posterior at many λ"] = (problem, progress, token) => problem.Posterior([1, 10], null, 0, progress, token),
        ["GradientFlow"] = (problem, progress, token) => problem.GradientFlow(1, null, null, 0, progress, token),
        ["Descent"] = (problem, progress, token) => problem.Descent(1, 1e-6, null, null, 0, progress, token),
        ["Rescaled"] = (problem, progress, token) => problem.Rescaled(2, progress, token),
        ["Rescaled and fitted"] = (problem, progress, token) => problem.Rescaled(2).Problem.Fit(1, progress, token),
        ["Tikhonov"] = (problem, progress, token) => problem.Tikhonov(TikhonovOperator.FirstDifferences(Features), null, 0, progress, token),
        ["Tikhonov, fitted"] = (problem, progress, token) => problem.Tikhonov(TikhonovOperator.FirstDifferences(Features)).Fit(1, progress, token),
        ["Tikhonov, selected"] = (problem, progress, token) => problem.Tikhonov(TikhonovOperator.FirstDifferences(Features)).Select(LambdaSelection.KFold(5), null, progress, token),
    };

    public static TheoryData<string> Works => [.. All.Keys];

    [Fact]
    public void Every_method_of_a_problem_is_watched()
    {
        foreach (IGrouping<string, MethodInfo> same in typeof(RidgeProblem).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName).GroupBy(method => method.Name))
        {
            Assert.Contains(All.Keys, work => work.Split(' ', ',')[0] == same.Key);
            Assert.All(same, method => Assert.True(method.GetParameters()[^1].ParameterType == typeof(CancellationToken) || method.GetParameters()[^1].IsDefined(typeof(ParamArrayAttribute)), method.ToString()));
        }
    }

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
            (progress, token) => HomeRidge.Path(homes, null, progress, token), (progress, token) => HomeRidge.Objective(homes, 1, progress, token).Dispose(),
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

    [Fact]
    public void Predictions_and_sums_are_watched_too()
    {
        Home[] homes = HomeData.Homes(20_000);
        RidgeModel<Home> model = HomeRidge.Fit(homes);
        RidgeStatistics sums = new(Features);
        using Generator generator = new(3);
        Tensor features = randn(Rows, Features, ScalarType.Float64, generator: generator);
        Tensor targets = features.sum(dim: 1L);
        foreach (Action<IProgress<RidgeProgress>, CancellationToken> work in new Action<IProgress<RidgeProgress>, CancellationToken>[]
        {
            (progress, token) => model.PredictAll(homes, progress, token), (progress, token) => sums.Add(features, targets, null, progress, token),
        })
        {
            using CancellationTokenSource source = new();
            Assert.ThrowsAny<OperationCanceledException>(() => work(new Canceller(source, 0.3), source.Token));
            Assert.Equal(0, sums.Count);
            Recorder recorder = new();
            work(recorder, default);
            Check(recorder);
        }
    }

    /// <summary>The fit of a fold reads no rows; whether to go on is asked between two.</summary>
    [Fact]
    public void Folds_of_statistics_can_be_cancelled()
    {
        Home[] homes = HomeData.Homes(300);
        RidgeStatistics[] folds = [.. homes.Chunk(100).Select(part => HomeRidge.Statistics(part))];
        Recorder recorder = new();
        Assert.True(HomeRidge.Type.SelectByFolds(folds, null, recorder).Solution.Lambda > 0);
        Assert.Equal([0L, 1], recorder.Reports.Select(report => report.Done / report.Total!.Value));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => HomeRidge.Type.SelectByFolds(folds, null, null, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => HomeRidge.Fit(folds[0], null, null, source.Token));
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

    /// <summary>Threads that waited while another reported have come less far than the one that went ahead of them.</summary>
    [Fact]
    public void Progress_of_many_threads_is_monotone()
    {
        const int Each = 400;
        SlowRecorder recorder = new();
        RidgeWatch watch = new();
        watch.Run(recorder, default, "testing", 8 * Each, 1, () =>
        {
            Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
            {
                for (int i = 0; i < Each; i++)
                {
                    watch.Read(1);
                }
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            return 0;
        });
        Check(recorder);
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
        Assert.Equal(0, canceller.Later);
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

    private static void Run(string work, RidgeProblem problem, IProgress<RidgeProgress>? progress, CancellationToken token) => All[work](problem, progress, token);

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

    private sealed class SlowRecorder : Recorder
    {
        public override void Report(RidgeProgress value)
        {
            base.Report(value);
            Thread.Sleep(1);
        }
    }

    private sealed class Canceller(CancellationTokenSource source, double from) : Recorder
    {
        public long Cancelled { get; private set; }

        /// <summary>Reports after cancellation.</summary>
        public int Later { get; private set; }

        public override void Report(RidgeProgress value)
        {
            Later += Cancelled == 0 ? 0 : 1;
            if (value.Done >= from * (value.Total ?? 1) && Cancelled == 0)
            {
                Cancelled = Stopwatch.GetTimestamp();
                source.Cancel();
            }
        }
    }
}

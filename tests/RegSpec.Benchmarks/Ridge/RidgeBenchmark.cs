using RegSpec.Benchmarks.Reports;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>
/// Ridge regression beside its peers: same bytes, same λ, two threads each, a process for each system, their runs in turn. Single fits are
/// refined. Ridge and RidgeCV only centre; "scaled" and glmnet standardise as RegSpec does. RidgeCV gives leave-one-out errors, no GCV.
/// </summary>
internal static class RidgeBenchmark
{
    private const int FitRounds = 7;
    private const int SelectionRounds = 3;

    private static readonly string Peers = Path.Combine(AppContext.BaseDirectory, "Ridge", "Peers");

    public static int Run(string[] names)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("ridge: memory is measured as Linux counts it; run this on Linux.");
            return 1;
        }

        bool complete = true;
        string versions = "";
        foreach (RidgeShape shape in RidgeShape.All.Where(shape => names.Length == 0 || names.Contains(shape.Name)))
        {
            using RidgeDataFile data = RidgeDataFile.Create(shape);
            Console.Error.WriteLine($"{shape.Name}: {shape.Rows} × {shape.Features}");
            using RidgeProcess? ours = RidgeProcess.TryStart(Environment.ProcessPath!, [RidgeWorker.Verb], data, shape);
            using RidgeProcess? sklearn = RidgeProcess.TryStart(Python(), [Path.Combine(Peers, "sklearn_worker.py")], data, shape);
            using RidgeProcess? glmnet = RidgeProcess.TryStart("Rscript", [Path.Combine(Peers, "glmnet_worker.R")], data, shape);
            if (ours is null)
            {
                return 1;
            }

            complete &= sklearn is not null && glmnet is not null;
            versions = string.Join("; ", new[] { ours, sklearn, glmnet }.Select(process => process?.Name).Where(name => name is not null));
            TextReport report = new($"{shape.Rows} × {shape.Features}", "RegSpec s", "cpu s", "MB", "peer", "s", "cpu s", "MB", "faster", "by cpu", "goal", "", "differs by");
            Compare(report, shape, ours, sklearn, glmnet);
            Console.WriteLine(report);
        }

        Console.WriteLine($"{versions}; {Environment.ProcessorCount} processors, {MachineLoad.Describe()}");
        Console.WriteLine("s: least wall time; cpu s: least processor time; MB: greatest peak of resident memory over the data; faster: peer / RegSpec.");
        if (!complete)
        {
            Console.WriteLine("NOT SHOWN: a peer is missing. Debian: apt-get install python3-sklearn libopenblas0-pthread r-cran-glmnet");
        }

        return complete ? 0 : 1;
    }

    private static void Compare(TextReport report, RidgeShape shape, RidgeProcess ours, RidgeProcess? sklearn, RidgeProcess? glmnet)
    {
        Runs fit = new(ours, "fit");
        Runs? ridge = Runs.Of(sklearn, "fit");
        Runs? scaled = Runs.Of(sklearn, "scaled");
        Runs? descent = Runs.Of(glmnet, "fit");
        Rounds(FitRounds, fit, ridge);
        Rounds(2, scaled);
        Rounds(1, descent);
        Row(report, shape, "fit", fit, "Ridge", ridge, shape.FitGoal);
        Row(report, shape, "fit", fit, "StandardScaler, Ridge", scaled, null);
        Row(report, shape, "fit", fit, "glmnet", descent, null);
        if (scaled is not null && !(Difference(fit, scaled) < 1e-9))
        {
            throw new InvalidOperationException($"{shape.Name}: RegSpec and {scaled.System} solve different problems, their coefficients differ by {Difference(fit, scaled):E1}.");
        }

        Runs path = new(ours, "path");
        Runs leaveOneOut = new(ours, "loo");
        Runs? cross = Runs.Of(sklearn, "cv");
        Runs? descents = Runs.Of(glmnet, "path");
        Rounds(SelectionRounds, path, leaveOneOut);
        Rounds(shape.Rows > 1000 ? 1 : SelectionRounds, cross, descents);
        Row(report, shape, "path, 50 λ", path, "RidgeCV", cross, shape.PathGoal);
        Row(report, shape, "path, 50 λ", path, "glmnet", descents, null);
        Row(report, shape, "LOO, 50 λ", leaveOneOut, "RidgeCV", cross, shape.LeaveOneOutGoal);
    }

    private static void Rounds(int count, params Runs?[] all)
    {
        for (int round = 0; round < count; round++)
        {
            foreach (Runs? runs in all)
            {
                runs?.Add();
            }
        }
    }

    private static void Row(TextReport report, RidgeShape shape, string task, Runs ours, string name, Runs? peer, double? goal)
    {
        bool memory = task != "fit" || name != "Ridge" || shape.MemoryGoal is not { } most || ours.Megabytes <= most;
        if (peer is null)
        {
            report.Add(task, $"{ours.Seconds:F3}", $"{ours.Processor:F3}", $"{ours.Megabytes:F1}", name, "missing", "", "", "", "", "", "", "");
            return;
        }

        double faster = peer.Seconds / ours.Seconds;
        string verdict = goal is null ? "" : !(faster >= 1 / goal) ? "missed" : memory ? "met" : "memory missed";
        report.Add(
            task, $"{ours.Seconds:F3}", $"{ours.Processor:F3}", $"{ours.Megabytes:F1}", name, $"{peer.Seconds:F3}", $"{peer.Processor:F3}",
            $"{peer.Megabytes:F1}", $"{faster:F2}×", $"{peer.Processor / ours.Processor:F2}×", goal is null ? "" : $"{1 / goal:F2}×", verdict,
            task == "fit" && name != "Ridge" ? $"{Difference(ours, peer):E0}" : "");
    }

    /// <summary>Greatest difference of the first coefficients, over the greatest of them; glmnet stops its descent long before the last digit.</summary>
    private static double Difference(Runs ours, Runs peer)
    {
        double size = ours.Answer.Skip(1).Max(Math.Abs);
        return ours.Answer.Zip(peer.Answer, (a, b) => Math.Abs(a - b)).Skip(1).Max() / size;
    }

    /// <summary>A Python that has scikit-learn: Debian's own, where another one comes first on the path.</summary>
    private static string Python() => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
}

using RegSpec.Benchmarks.Reports;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>Each analysis over 50 λ beside the path over the same λ, in one process, in turn: all begin with the matrices.</summary>
internal static class AnalysisBenchmark
{
    private const int Rounds = 3;

    /// <summary>Most time of an analysis, over that of the path.</summary>
    private const double Goal = 1.5;

    private static readonly string[] Shapes = ["medium", "wide"];

    public static int Run(string[] names)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("analysis: memory is measured as Linux counts it; run this on Linux.");
            return 1;
        }

        foreach (RidgeShape shape in RidgeShape.All.Where(shape => Shapes.Contains(shape.Name) && (names.Length == 0 || names.Contains(shape.Name))))
        {
            using RidgeDataFile data = RidgeDataFile.Create(shape);
            using RidgeProcess? process = RidgeProcess.TryStart(Environment.ProcessPath!, [RidgeWorker.Verb], data, shape);
            if (process is null)
            {
                return 1;
            }

            // a general penalty takes singular values of p × p
            Runs path = new(process, "path");
            Runs[] analyses = [.. AnalysisTasks.All.Keys.Where(name => name != "tikhonov" || shape.Features <= 1000).Select(name => new Runs(process, name))];
            Dictionary<string, Runs> products = analyses.Where(analysis => AnalysisLimits.IsKnown(analysis.Task, shape))
                .ToDictionary(analysis => analysis.Task, analysis => new Runs(process, AnalysisLimits.Verb + analysis.Task));
            for (int round = 0; round < Rounds; round++)
            {
                path.Add();
                foreach (Runs analysis in analyses)
                {
                    analysis.Add();
                    products.GetValueOrDefault(analysis.Task)?.Add();
                }
            }

            TextReport report = new($"{shape.Rows} × {shape.Features}, 50 λ", "s", "cpu s", "MB", "of the path", "goal", "limit", "GF", "GF/s", "");
            report.Add("path", $"{path.Seconds:F3}", $"{path.Processor:F3}", $"{path.Megabytes:F1}", "1.00×", "", "", "", "", "");
            foreach (Runs analysis in analyses)
            {
                double ratio = analysis.Seconds / path.Seconds;
                Runs? least = products.GetValueOrDefault(analysis.Task);
                double limit = 1 + ((least?.Seconds ?? 0) / path.Seconds);
                double work = AnalysisLimits.Work(analysis.Task, shape);
                string verdict = analysis.Task is AnalysisTasks.Coefficients or AnalysisTasks.Floor ? "" : ratio <= Goal ? "met" : limit > Goal ? $"limit × {ratio / limit:F2}" : "missed";
                report.Add(
                    analysis.Task, $"{analysis.Seconds:F3}", $"{analysis.Processor:F3}", $"{analysis.Megabytes:F1}", $"{ratio:F2}×", verdict.Length == 0 ? "" : $"{Goal:F2}×",
                    least is null ? "" : $"{limit:F2}×", least is null ? "" : $"{work:F2}", least is null ? "" : $"{work / least.Seconds:F1}", verdict);
            }

            Console.WriteLine(report);
        }

        Console.WriteLine("limit: the path, and beside it nothing but the matrix products that the analysis takes (GF of them, at GF/s by libtorch on all cores).");
        Console.WriteLine($"{Environment.ProcessorCount} processors, {MachineLoad.Describe()}");
        return 0;
    }
}

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
            for (int round = 0; round < Rounds; round++)
            {
                path.Add();
                foreach (Runs analysis in analyses)
                {
                    analysis.Add();
                }
            }

            Runs coefficients = analyses.Single(analysis => analysis.Task == AnalysisTasks.Coefficients);
            TextReport report = new($"{shape.Rows} × {shape.Features}, 50 λ", "s", "cpu s", "MB", "of the path", "of that with coefficients", "goal", "");
            report.Add("path", $"{path.Seconds:F3}", $"{path.Processor:F3}", $"{path.Megabytes:F1}", "1.00×", $"{path.Seconds / coefficients.Seconds:F2}×", "", "");
            foreach (Runs analysis in analyses)
            {
                bool all = AnalysisTasks.WithCoefficients.Contains(analysis.Task);
                double ratio = analysis.Seconds / (all ? coefficients : path).Seconds;
                bool isReference = analysis.Task is AnalysisTasks.Coefficients or AnalysisTasks.Floor;
                report.Add(
                    analysis.Task, $"{analysis.Seconds:F3}", $"{analysis.Processor:F3}", $"{analysis.Megabytes:F1}", $"{analysis.Seconds / path.Seconds:F2}×",
                    $"{analysis.Seconds / coefficients.Seconds:F2}×", isReference ? "" : $"{Goal:F2}×", isReference ? "" : (ratio <= Goal ? "met" : "missed") + (all ? ", with p values at each λ" : ""));
            }

            Console.WriteLine(report);
        }

        Console.WriteLine($"{Environment.ProcessorCount} processors, {MachineLoad.Describe()}");
        return 0;
    }
}

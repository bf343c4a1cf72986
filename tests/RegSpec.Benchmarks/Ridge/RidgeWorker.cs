using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>
/// RegSpec in a process of its own, as the peers are: loads the data, warms up on a small problem, then runs one task for each line it reads
/// and prints what that took. Every task starts from the matrices: nothing is kept from call to call.
/// </summary>
internal static class RidgeWorker
{
    public const string Verb = "ridge-worker";

    public static int Run(string[] arguments)
    {
        int n = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        int p = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        double[] lambdas = Array.ConvertAll(arguments[4].Split(','), text => double.Parse(text, CultureInfo.InvariantCulture));
        double lambda = double.Parse(arguments[5], CultureInfo.InvariantCulture);
        torch.set_num_threads(2);
        using torch.Tensor features = Load(arguments[0], n, p);
        using torch.Tensor targets = Load(arguments[1], n);
        using torch.Tensor fewFeatures = torch.rand(200, 20, torch.ScalarType.Float64);
        using torch.Tensor fewTargets = torch.rand(200, torch.ScalarType.Float64);
        using torch.Tensor fewRows = torch.rand(20, 200, torch.ScalarType.Float64);
        using torch.Tensor targetsOfFewRows = torch.rand(20, torch.ScalarType.Float64);
        foreach (string task in new[] { "fit", "path", "loo" })
        {
            for (int i = 0; i < 60; i++)   // until the loops are compiled with optimisation
            {
                Execute(task, fewFeatures, fewTargets, 1, [1, 2]);
                Execute(task, fewRows, targetsOfFewRows, 1, [1, 2]);
            }
        }

        foreach (string task in AnalysisTasks.All.Keys)
        {
            for (int i = 0; i < 20; i++)
            {
                Execute(task, fewFeatures, fewTargets, 1, [1, 2]);
                Execute(task, fewRows, targetsOfFewRows, 1, [1, 2]);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ready RegSpec, TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)} (libtorch), .NET {Environment.Version}"));
        while (Console.ReadLine() is { } task)
        {
            GC.Collect();
            using Process process = Process.GetCurrentProcess();
            double resident = ResidentMemory.Reset();
            TimeSpan processor = process.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            double[] answer = Execute(task, features, targets, lambda, lambdas);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            process.Refresh();
            Console.WriteLine(new Measurement(seconds, (process.TotalProcessorTime - processor).TotalSeconds, ResidentMemory.Peak() - resident, answer));
        }

        return 0;
    }

    private static double[] Execute(string task, torch.Tensor features, torch.Tensor targets, double lambda, double[] lambdas)
    {
        RidgeProblem problem = RidgeProblem.FromMatrices(features, targets);
        switch (task)
        {
            case "fit":
                RidgeSolution solution = problem.Fit(lambda);
                return [solution.Intercept, .. solution.Coefficients.Take(3)];
            case "path":
                RidgePathPoint best = problem.Path(lambdas).MinBy(point => point.GeneralizedCrossValidation)!;
                return [best.Lambda, .. best.Coefficients.Take(3)];
            case "loo":
                IReadOnlyList<double> errors = problem.LeaveOneOutErrors(lambdas);
                int least = Enumerable.Range(0, errors.Count).MinBy(i => errors[i]);
                return [lambdas[least], errors[least]];
            case "select":
                RidgeSelection selection = problem.Select(LambdaSelection.LeaveOneOut, lambdas);
                return [selection.Lambda, selection.Value];
            default:
                if (task.StartsWith(AnalysisLimits.Verb, StringComparison.Ordinal))
                {
                    return AnalysisLimits.Run(task[AnalysisLimits.Verb.Length..], (int)features.shape[0], (int)features.shape[1], lambdas.Length);
                }

                return AnalysisTasks.All.TryGetValue(task, out Func<RidgeProblem, double[], double[]>? analysis)
                    ? analysis(problem, lambdas)
                    : throw new ArgumentException($"task: '{task}' is unknown.", nameof(task));
        }
    }

    private static torch.Tensor Load(string path, params long[] shape)
    {
        torch.Tensor tensor = torch.empty(shape, torch.ScalarType.Float64);
        using FileStream stream = File.OpenRead(path);
        stream.ReadExactly(MemoryMarshal.AsBytes(MemoryMarshal.Cast<byte, double>(tensor.bytes)));
        return tensor;
    }
}

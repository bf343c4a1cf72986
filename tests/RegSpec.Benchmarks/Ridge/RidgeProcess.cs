using System.Diagnostics;
using System.Globalization;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>A worker: one system that holds the data of one shape and runs a task when told to.</summary>
internal sealed class RidgeProcess : IDisposable
{
    /// <summary>Threads of earlier work spin for a while before they sleep; the next system starts after that.</summary>
    private const int PauseMilliseconds = 300;

    private readonly Process process;

    private RidgeProcess(Process process, string name)
    {
        this.process = process;
        Name = name;
    }

    /// <summary>System and versions, as the worker says.</summary>
    public string Name { get; }

    /// <summary>The worker, or null when its interpreter or library is not installed; the reason is printed.</summary>
    public static RidgeProcess? TryStart(string file, string[] worker, RidgeDataFile data, RidgeShape shape)
    {
        string lambdas = string.Join(',', shape.Lambdas.Select(lambda => lambda.ToString("R", CultureInfo.InvariantCulture)));
        string[] arguments =
        [
            .. worker, data.Features, data.Targets, $"{shape.Rows}", $"{shape.Features}", lambdas, shape.Lambda.ToString("R", CultureInfo.InvariantCulture),
        ];
        ProcessStartInfo start = new(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            start.Environment[variable] = "2";
        }

        try
        {
            Process process = Process.Start(start)!;
            string? line = process.StandardOutput.ReadLine();
            if (line is not null && line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return new RidgeProcess(process, line["ready ".Length..]);
            }

            process.WaitForExit();
            Console.Error.WriteLine($"{file} {worker.FirstOrDefault()} ended with status {process.ExitCode}.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Console.Error.WriteLine($"{file}: {exception.Message}");
        }

        return null;
    }

    public Measurement Measure(string task)
    {
        Thread.Sleep(PauseMilliseconds);
        process.StandardInput.WriteLine(task);
        process.StandardInput.Flush();
        return Measurement.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended during '{task}'."));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

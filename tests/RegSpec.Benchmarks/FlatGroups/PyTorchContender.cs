using System.Diagnostics;
using System.Globalization;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>PyTorch in a process of its own.</summary>
internal sealed class PyTorchContender : Contender
{
    private readonly Process process;

    private PyTorchContender(Process process, string name)
        : base(name) => this.process = process;

    /// <summary>A worker, or null where there is no Python with PyTorch; the reason is printed.</summary>
    public static PyTorchContender? TryStart(string shapes, bool isAdamW, bool isForeach, int threads)
    {
        string worker = Path.Combine(AppContext.BaseDirectory, "FlatGroups", "Peers", "torch_worker.py");
        string python = Environment.GetEnvironmentVariable("REGSPEC_PYTHON") ?? "/usr/bin/python3";
        ProcessStartInfo start = new(python, [worker, shapes, isAdamW ? "adamw" : "sgd", isForeach ? "foreach" : "loop", $"{threads}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        try
        {
            Process process = Process.Start(start)!;
            if (process.StandardOutput.ReadLine() is { } line && line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return new PyTorchContender(process, line["ready ".Length..]);
            }

            Console.Error.WriteLine($"{python} {worker} ended early.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Console.Error.WriteLine($"{python}: {exception.Message}");
        }

        return null;
    }

    protected override double Round(int steps)
    {
        process.StandardInput.WriteLine($"{steps}");
        process.StandardInput.Flush();
        return double.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended."), CultureInfo.InvariantCulture);
    }

    public override void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

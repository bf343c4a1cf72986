namespace RegSpec.Benchmarks.Reports;

/// <summary>What else the machine was doing.</summary>
internal static class MachineLoad
{
    /// <summary>The load averages where the system tells them.</summary>
    public static string Describe() => File.Exists("/proc/loadavg")
        ? $"load {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])} (1, 5, 15 min)"
        : "load unknown";
}

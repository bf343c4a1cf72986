using System.Globalization;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>Resident memory of this process as Linux counts it: managed, native and libtorch's own alike.</summary>
internal static class ResidentMemory
{
    /// <summary>Lets the peak start again from what is resident now, and gives that, in MB.</summary>
    public static double Reset()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("VmHWM:");
    }

    /// <summary>The peak since, in MB.</summary>
    public static double Peak() => Read("VmHWM:");

    private static double Read(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024e-6;
    }
}

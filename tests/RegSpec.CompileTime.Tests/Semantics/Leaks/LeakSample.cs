using System.Globalization;

namespace RegSpec.CompileTime.Tests;

/// <summary>The part of the matrix that a run asks about.</summary>
internal static class LeakSample
{
    /// <summary>Set it to 1 for the whole matrix.</summary>
    private const string AllVariable = "REGSPEC_ALL_LEAKS";

    /// <summary>Set it to the number of leaks to ask about, controls and references apart.</summary>
    private const string CountVariable = "REGSPEC_LEAK_COUNT";

    /// <summary>Set it to any number for another part of the matrix than that of the suite, whose seed is 0.</summary>
    private const string SeedVariable = "REGSPEC_LEAK_SEED";

    public static bool IsAll => Environment.GetEnvironmentVariable(AllVariable) == "1";

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>All leaks, or this many of them: as many of each channel as of the others, others for each seed.</summary>
    public static IEnumerable<LeakProgram> Part(int count, bool? all = null)
    {
        if (all ?? IsAll)
        {
            return LeakMatrix.Leaks;
        }

        var random = new Random(Number(SeedVariable) ?? 0);
        return LeakMatrix.Leaks
            .GroupBy(leak => (leak.Family, leak.Channel))
            .SelectMany(channel => channel.OrderBy(_ => random.Next()).Select((leak, rank) => (leak, rank, turn: random.Next())))
            .OrderBy(pair => pair.rank)
            .ThenBy(pair => pair.turn)
            .Select(pair => pair.leak)
            .Take(Number(CountVariable) ?? count);
    }
}

namespace RegSpec;

/// <summary>Ranges of rows at the same time, one thread each.</summary>
internal static class RowRanges
{
    /// <summary>Runs every range; where rows are at fault, the first range's fault is thrown, not the first found.</summary>
    /// <param name="ranges">How many; one runs on this thread.</param>
    /// <param name="run">Does the work of one, from 0.</param>
    /// <exception cref="ArgumentException">Rows of a range are at fault.</exception>
    public static void Run(int ranges, Action<int> run)
    {
        if (ranges == 1)
        {
            run(0);
            return;
        }

        ArgumentException?[] faults = new ArgumentException?[ranges];
        Parallel.For(0, ranges, range =>
        {
            try
            {
                run(range);
            }
            catch (ArgumentException fault)
            {
                faults[range] = fault;
            }
        });
        if (Array.Find(faults, fault => fault is not null) is { } first)
        {
            throw first;
        }
    }
}

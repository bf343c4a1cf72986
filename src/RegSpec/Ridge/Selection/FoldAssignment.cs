namespace RegSpec;

/// <summary>Deals rows to folds.</summary>
internal static class FoldAssignment
{
    /// <summary>The rows of each fold, ascending. Rows are shuffled by a generator of ours, so that a seed means the same on every runtime.</summary>
    /// <exception cref="ArgumentException">The folds do not fit the rows.</exception>
    public static long[][] Deal(DesignRows rows, LambdaSelection selection)
    {
        long n = rows.Count;
        if (selection.Assignment is { } given)
        {
            if (given.Length != n)
            {
                throw new ArgumentException($"selection: foldOfRow has {given.Length} entries for {n} rows; give one entry a row.", nameof(selection));
            }

            return Enumerable.Range(0, selection.Folds).Select(fold => Enumerable.Range(0, given.Length).Where(i => given[i] == fold).Select(i => (long)i).ToArray()).ToArray();
        }

        if (selection.Folds > n)
        {
            throw new ArgumentException($"selection: {selection.Folds} folds for {n} rows; use at most as many folds as rows.", nameof(selection));
        }

        long[] order = new long[n];
        for (long i = 0; i < n; i++)
        {
            order[i] = i;
        }

        ulong state = (ulong)selection.Seed;
        for (long i = n - 1; i > 0; i--)
        {
            long j = (long)(Next(ref state) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return Enumerable.Range(0, selection.Folds).Select(fold => order.Where((_, i) => i % selection.Folds == fold).Order().ToArray()).ToArray();
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

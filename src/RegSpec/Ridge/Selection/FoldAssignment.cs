namespace RegSpec;

/// <summary>
/// Which rows each fold tests, and which it is fitted to. One number a row and repetition. The rows of a repetition fall into parts, of which every fold tests
/// some and is fitted to others.
/// </summary>
internal sealed class FoldAssignment
{
    private readonly LambdaSelection selection;
    private readonly int[][] foldOfRow;
    private readonly long count;

    /// <exception cref="ArgumentException">The folds do not fit the rows.</exception>
    public FoldAssignment(long rows, LambdaSelection selection)
    {
        this.selection = selection.For(null);
        count = rows;
        if (selection.Assignment is { } given)
        {
            foldOfRow = given.Length == rows
                ? [given]
                : throw new ArgumentException($"selection: foldOfRow has {given.Length} entries for {rows} rows; give one entry a row.", nameof(selection));
            return;
        }

        int blocks = selection.Folds + (selection.IsOrdered ? 1 : 0);
        if (blocks > rows)
        {
            throw new ArgumentException(
                $"selection: {selection.Folds} folds for {rows} rows; use at most as many folds as rows{(selection.IsOrdered ? ", less one: the first rows are only fitted to" : "")}.", nameof(selection));
        }

        foldOfRow = selection.IsOrdered ? [Blocks(checked((int)rows), blocks)] : [.. Enumerable.Range(0, selection.Repeats).Select(repeat => Deal(checked((int)rows), repeat))];
    }

    /// <summary>Folds over all repetitions.</summary>
    public int Count => selection.Folds * foldOfRow.Length;

    /// <summary>Repetitions.</summary>
    public int Repeats => foldOfRow.Length;

    /// <summary>Folds of a repetition.</summary>
    public int FoldsOfRepeat => selection.Folds;

    /// <summary>Whether a fold is fitted to the rows before it alone.</summary>
    public bool IsOrdered => selection.IsOrdered;

    /// <summary>Places of the rows that a fold tests, ascending.</summary>
    public long[] Tested(int fold) => Places(foldOfRow[fold / FoldsOfRepeat], of => of == Own(fold), count);

    /// <summary>Places of the rows that a fold is fitted to, likewise.</summary>
    public long[] Fitted(int fold)
    {
        int[] folds = foldOfRow[fold / FoldsOfRepeat];
        if (!IsOrdered)
        {
            return Places(folds, of => of != Own(fold), count);
        }

        long end = Math.Max(0, Array.IndexOf(folds, Own(fold)) - selection.Gap);
        return Places(folds, _ => true, Math.Min(count, end));
    }

    /// <summary>The part of each row in a repetition.</summary>
    /// <param name="repeat">The repetition.</param>
    /// <returns>For each row its part, how many there are, and for each fold of the repetition its own.</returns>
    public (int[] PartOfRow, int Parts, FoldParts[] OfFolds) Parts(int repeat)
    {
        int[] folds = foldOfRow[repeat];
        if (!IsOrdered)
        {
            return (folds, FoldsOfRepeat, [.. Enumerable.Range(0, FoldsOfRepeat).Select(fold => new FoldParts(fold, fold + 1, null))]);
        }

        int rows = folds.Length;
        int[] tested = [.. Enumerable.Range(1, FoldsOfRepeat).Select(block => Array.IndexOf(folds, block)), rows];
        int[] fitted = Array.ConvertAll(tested[..^1], first => Math.Max(0, first - selection.Gap));
        int[] starts = [.. tested.Concat(fitted).Prepend(0).Distinct().Order()];
        int[] partOfRow = new int[rows];
        for (int part = 0; part + 1 < starts.Length; part++)
        {
            Array.Fill(partOfRow, part, starts[part], starts[part + 1] - starts[part]);
        }

        int PartFrom(int row) => Array.IndexOf(starts, row);
        return (partOfRow, starts.Length - 1, [.. fitted.Select((end, fold) => new FoldParts(PartFrom(tested[fold]), PartFrom(tested[fold + 1]), PartFrom(end)))]);
    }

    private int Own(int fold) => fold % FoldsOfRepeat + (IsOrdered ? 1 : 0);

    private static long[] Places(int[] folds, Func<int, bool> belongs, long end)
    {
        List<long> places = [];
        for (int i = 0; i < end; i++)
        {
            if (belongs(folds[i]))
            {
                places.Add(i);
            }
        }

        return [.. places];
    }

    /// <summary>Consecutive blocks of equal length.</summary>
    private static int[] Blocks(int rows, int blocks)
    {
        int[] folds = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            folds[i] = (int)((long)i * blocks / rows);
        }

        return folds;
    }

    /// <summary>A permutation becomes its inverse in place, cycle by cycle: with many rows a second array would be felt. Places that are done hold complements.</summary>
    private static void Invert(int[] order)
    {
        for (int start = 0; start < order.Length; start++)
        {
            int from = start;
            int to = order[start];
            while (to >= 0 && order[to] >= 0)
            {
                int next = order[to];
                order[to] = ~from;
                (from, to) = (to, next);
            }
        }

        for (int i = 0; i < order.Length; i++)
        {
            order[i] = ~order[i];
        }
    }

    /// <summary>Rows are shuffled by a generator of ours, so that a seed means the same on every runtime; further repetitions go on where the first stopped.</summary>
    private int[] Deal(int rows, int repeat)
    {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            order[i] = i;
        }

        ulong state = (ulong)selection.Seed + (ulong)repeat * 0xD1B54A32D192ED03;
        SplitMix.Shuffle(order, ref state);
        Invert(order);
        for (int i = 0; i < rows; i++)
        {
            order[i] %= selection.Folds;
        }

        return order;
    }
}

/// <summary>The parts of a fold.</summary>
/// <param name="FirstTested">The first part that it tests.</param>
/// <param name="EndTested">The part after the last that it tests.</param>
/// <param name="EndFitted">The part after the last that it is fitted to, all before it included; null where it is fitted to all that it does not test.</param>
internal readonly record struct FoldParts(int FirstTested, int EndTested, int? EndFitted);

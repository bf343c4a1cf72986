namespace RegSpec;

/// <summary>Moments of parts of the rows, each by itself, that keep no row: in one pass for all parts, or in some where the sums of a part are large.</summary>
internal static class PartMoments
{
    /// <summary>Doubles of sums that a range of rows holds at once: 4 MB.</summary>
    private const long RoomOfRange = 1 << 19;

    /// <summary>The moments of each part, whatever the size of the values.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="partOfRow">The part of each, from 0.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="names">For messages.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static Moments[] Of(DesignRows rows, int[] partOfRow, int parts, ColumnNames names)
    {
        Moments[] moments = Sum(rows, partOfRow, parts, names);
        double[] minimum = [.. Enumerable.Range(0, moments[0].Width).Select(j => moments.Min(part => part.Minimum[j]))];
        double[] maximum = [.. Enumerable.Range(0, moments[0].Width).Select(j => moments.Max(part => part.Maximum[j]))];
        return PowerUnits.Of(minimum, maximum, moments.Sum(part => part.WeightSum) / moments.Sum(part => part.Count)) is { } units
            ? Array.ConvertAll(Sum(new ScaledRows(rows, units), partOfRow, parts, names), part => part.In(units.Inverse()))
            : moments;
    }

    private static Moments[] Sum(DesignRows rows, int[] partOfRow, int parts, ColumnNames names)
    {
        int width = rows.FeatureCount + rows.TargetCount;
        int atOnce = (int)Math.Clamp(RoomOfRange / SymmetricSums.LengthOf(width, rows.Count / parts + 1), 1, parts);
        Moments[] moments = new Moments[parts];
        for (int first = 0; first < parts; first += atOnce)
        {
            Sum(rows, partOfRow, first, moments.AsSpan(first, Math.Min(atOnce, parts - first)), rows.Count / parts + 1, names);
        }

        return moments;
    }

    /// <summary>Sums some parts in one pass.</summary>
    private static void Sum(DesignRows rows, int[] partOfRow, int firstPart, Span<Moments> moments, long rowsOfPart, ColumnNames names)
    {
        int parts = moments.Length;
        int ranges = SymmetricSums.Ranges(rows.FeatureCount + rows.TargetCount, rows.Count);
        MomentAccumulator[][] sums = [.. Enumerable.Range(0, ranges).Select(_ =>
            Enumerable.Range(0, parts).Select(_ => new MomentAccumulator(rows.FeatureCount, rows.TargetCount, rowsOfPart)).ToArray())];
        sums[0][0].Start(rows.Read(0, (int)Math.Min(MomentAccumulator.StartRows, rows.Count), new BlockBuffer()));
        RowRanges.Run(ranges, range =>
        {
            Array.ForEach(sums[range], part => part.StartAs(sums[0][0]));
            Add(rows, rows.Count * range / ranges, rows.Count * (range + 1) / ranges, partOfRow, firstPart, sums[range], names);
        });
        for (int part = 0; part < parts; part++)
        {
            for (int range = 1; range < ranges; range++)
            {
                sums[0][part].Join(sums[range][part]);
                sums[range][part].Release();
            }

            moments[part] = sums[0][part].Finish();
            sums[0][part].Release();
        }
    }

    /// <summary>Adds the rows of a range, block by block, those of a block part by part while it is in cache.</summary>
    private static void Add(DesignRows rows, long from, long to, int[] partOfRow, int firstPart, MomentAccumulator[] sums, ColumnNames names)
    {
        BlockBuffer buffer = new();
        int size = Math.Max(1, (1 << 16) / (rows.FeatureCount + rows.TargetCount));
        int[] places = new int[size];
        int[] ends = new int[sums.Length];
        for (long start = from; start < to; start += size)
        {
            int count = (int)Math.Min(size, to - start);
            ReadOnlySpan<int> partOf = partOfRow.AsSpan((int)start, count);
            if (Sort(partOf, firstPart, places, ends) == 0)
            {
                continue;
            }

            RowBlock block = rows.Read(start, count, buffer);
            int first = 0;
            for (int part = 0; part < sums.Length; part++)
            {
                if (ends[part] > first)
                {
                    sums[part].Add(block, places.AsSpan(first, ends[part] - first), names);
                }

                first = ends[part];
            }
        }
    }

    /// <summary>Places of rows by their parts, in order within each.</summary>
    /// <param name="partOf">The part of each row.</param>
    /// <param name="firstPart">The first part that counts; the others follow it.</param>
    /// <param name="places">Receives the places.</param>
    /// <param name="ends">Receives, for each part, where its places end.</param>
    /// <returns>How many rows there are of these parts.</returns>
    private static int Sort(ReadOnlySpan<int> partOf, int firstPart, int[] places, int[] ends)
    {
        Array.Clear(ends);
        foreach (int part in partOf)
        {
            if ((uint)(part - firstPart) < (uint)ends.Length)
            {
                ends[part - firstPart]++;
            }
        }

        int sum = 0;
        for (int part = 0; part < ends.Length; part++)
        {
            (ends[part], sum) = (sum, sum + ends[part]);   // where it begins, for now
        }

        for (int i = 0; i < partOf.Length; i++)
        {
            int part = partOf[i] - firstPart;
            if ((uint)part < (uint)ends.Length)
            {
                places[ends[part]++] = i;
            }
        }

        return sum;
    }
}

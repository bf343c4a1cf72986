namespace RegSpec;

/// <summary>The levels of string features: learned while rows of a fit are read, fixed afterwards. Called by generated code.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public sealed class RidgeLevels
{
    private readonly RidgeFeature[] features;
    private readonly Dictionary<string, int>[] codes;
    private readonly bool isFixed;

    /// <summary>Levels to be learned.</summary>
    internal RidgeLevels(RidgeSchema schema)
    {
        features = [.. schema.Categories];
        codes = Array.ConvertAll(features, _ => new Dictionary<string, int>(StringComparer.Ordinal));
    }

    /// <summary>Levels that are known.</summary>
    internal RidgeLevels(RidgeSchema schema, IReadOnlyList<IReadOnlyList<string>> levels)
        : this(schema)
    {
        isFixed = true;
        for (int slot = 0; slot < codes.Length; slot++)
        {
            for (int place = 0; place < levels[slot].Count; place++)
            {
                codes[slot].Add(levels[slot][place], place);
            }
        }
    }

    /// <summary>The number of a level, by which it is kept.</summary>
    /// <param name="slot">Which string feature, from 0.</param>
    /// <param name="level">The level.</param>
    /// <param name="index">0-based place of the row; negative for a row by itself.</param>
    /// <exception cref="ArgumentException">The levels are fixed, and this is none of them.</exception>
    public double Code(int slot, string level, long index)
    {
        Dictionary<string, int> known = codes[slot];
        if (known.TryGetValue(level, out int code))
        {
            return code;
        }

        if (!isFixed)
        {
            known.Add(level, known.Count);
            return known.Count - 1;
        }

        return features[slot].Unseen == Unseen.Zero
            ? -1
            : throw RowFault.Of($"{RowFault.Place(index)}feature '{features[slot].Name}' has the level '{level}', which no row of the fit had; fit with such rows, or declare Unseen = Unseen.Zero.", index);
    }

    /// <summary>For each string feature its levels in ordinal order, and the place in it of each number.</summary>
    internal (string[] Levels, int[] Places)[] Sorted() => Array.ConvertAll(codes, known =>
    {
        string[] levels = [.. known.Keys.Order(StringComparer.Ordinal)];
        int[] places = new int[levels.Length];
        for (int place = 0; place < levels.Length; place++)
        {
            places[known[levels[place]]] = place;
        }

        return (levels, places);
    });
}

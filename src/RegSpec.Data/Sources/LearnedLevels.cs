namespace RegSpec;

/// <summary>The levels of strings while records are read: each is kept as its number, in the order of their coming, until all are known.</summary>
internal sealed class LearnedLevels(RidgeSchema schema)
{
    private readonly Dictionary<string, Dictionary<string, int>> codes =
        schema.Features.Where(feature => feature.Kind == RidgeFeatureKind.Category).ToDictionary(feature => feature.Name, _ => new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>The number of a level.</summary>
    public double Code(RidgeFeature feature, string level)
    {
        Dictionary<string, int> known = codes[feature.Name];
        known.TryAdd(level, known.Count);
        return known[level];
    }

    /// <summary>The columns of what was learned.</summary>
    public RidgeEncoding Encode() => schema.Encode(codes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.Keys]));

    /// <summary>For a feature the place of each number among its columns.</summary>
    public int[] Places(RidgeEncoding encoding, RidgeFeature feature)
    {
        IReadOnlyList<string> levels = TableLevels.Of(encoding.Layout, feature);
        int[] places = new int[levels.Count];
        for (int i = 0; i < levels.Count; i++)
        {
            places[codes[feature.Name][levels[i]]] = i;
        }

        return places;
    }
}

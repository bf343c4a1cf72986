namespace RegSpec.Benchmarks.Ridge;

/// <summary>Two features, one row at a time.</summary>
[RidgeRegression]
public sealed record MemoryRow
{
    [Feature] public required double A { get; init; }

    [Feature] public required double B { get; init; }

    [Target] public required double Y { get; init; }

    /// <summary>Rows that nobody keeps.</summary>
    public static IEnumerable<MemoryRow> Stream(int count)
    {
        Random random = new(5);
        for (int i = 0; i < count; i++)
        {
            double a = random.NextDouble();
            double b = random.NextDouble();
            yield return new() { A = a, B = b, Y = 2 * a - b + random.NextDouble() };
        }
    }
}

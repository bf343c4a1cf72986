namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Seeded standard normal numbers.</summary>
internal sealed class NormalNumbers(int seed)
{
    private readonly Random random = new(seed);

    public double Next() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public double[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];
}

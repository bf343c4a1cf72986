using System.Runtime.InteropServices;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>The data of one shape on disk: features row-major and targets, raw float64, so that every system reads the same bytes. Deleted when done.</summary>
internal sealed class RidgeDataFile : IDisposable
{
    private const int BlockValues = 1 << 20;

    private RidgeDataFile(string directory)
    {
        Directory = directory;
        Features = Path.Combine(directory, "features.f64");
        Targets = Path.Combine(directory, "targets.f64");
    }

    public string Features { get; }

    public string Targets { get; }

    private string Directory { get; }

    /// <summary>Correlated columns x = z + ½·(common factor) + offset, and a target that a tenth of them explains.</summary>
    public static RidgeDataFile Create(RidgeShape shape)
    {
        RidgeDataFile file = new(System.IO.Directory.CreateTempSubdirectory("regspec-ridge-").FullName);
        Random random = new(42);
        int p = shape.Features;
        double[] block = new double[Math.Max(1, BlockValues / p) * p];
        double[] targets = new double[shape.Rows];
        using (FileStream stream = File.Create(file.Features))
        {
            for (int start = 0; start < shape.Rows; start += block.Length / p)
            {
                int rows = Math.Min(block.Length / p, shape.Rows - start);
                for (int i = 0; i < rows; i++)
                {
                    Span<double> row = block.AsSpan(i * p, p);
                    double common = 0.5 * Noise(random);
                    double target = 10;
                    for (int j = 0; j < p; j++)
                    {
                        double value = Noise(random) + common;
                        row[j] = value + 3;
                        target += j % 10 == 0 ? value : 0;
                    }

                    targets[start + i] = target + Noise(random);
                }

                stream.Write(MemoryMarshal.AsBytes(block.AsSpan(0, rows * p)));
            }
        }

        File.WriteAllBytes(file.Targets, MemoryMarshal.AsBytes(targets.AsSpan()));
        return file;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>Sum of three uniform numbers, scaled to unit variance: close enough to normal, and quick.</summary>
    private static double Noise(Random random) => 2 * (random.NextDouble() + random.NextDouble() + random.NextDouble()) - 3;
}

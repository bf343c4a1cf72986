using System.Globalization;
using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>
/// 1797 handwritten digits of 8 × 8 pixels: UCI ML repository, Optical Recognition of Handwritten Digits (Alpaydin, Kaynak 1998),
/// CC BY 4.0; split 1437 / 360 by a fixed shuffle and standardised with the training rows' mean and standard deviation.
/// </summary>
internal sealed class Digits : IDisposable
{
    private const int Pixels = 64;
    private const int TrainingRows = 1437;

    private Digits(Tensor trainX, Tensor trainY, Tensor testX, Tensor testY)
    {
        TrainX = trainX;
        TrainY = trainY;
        TestX = testX;
        TestY = testY;
    }

    /// <summary>Training pixels, (1437, 64), zero mean and unit variance per pixel.</summary>
    public Tensor TrainX { get; }

    /// <summary>Training labels, (1437), 0 to 9.</summary>
    public Tensor TrainY { get; }

    /// <summary>Test pixels, (360, 64), on the training rows' scale.</summary>
    public Tensor TestX { get; }

    /// <summary>Test labels, (360), 0 to 9.</summary>
    public Tensor TestY { get; }

    public static Digits Load()
    {
        string[] lines = ReadLines().ToArray();
        new Random(0).Shuffle(lines);
        float[,] pixels = new float[lines.Length, Pixels];
        long[] labels = new long[lines.Length];
        for (int row = 0; row < lines.Length; row++)
        {
            string[] cells = lines[row].Split(',');
            for (int column = 0; column < Pixels; column++)
            {
                pixels[row, column] = float.Parse(cells[column], CultureInfo.InvariantCulture);
            }

            labels[row] = long.Parse(cells[Pixels], CultureInfo.InvariantCulture);
        }

        using var scope = NewDisposeScope();
        Tensor x = from_array(pixels);
        Tensor y = tensor(labels);
        Tensor mean = x[..TrainingRows].mean([0], keepdim: true);
        Tensor deviation = x[..TrainingRows].std(0, unbiased: false, keepdim: true);
        Tensor z = (x - mean) / where(deviation > 0, deviation, ones_like(deviation)); // a pixel that is always 0 stays 0
        return new Digits(
            z[..TrainingRows].clone().MoveToOuterDisposeScope(),
            y[..TrainingRows].clone().MoveToOuterDisposeScope(),
            z[TrainingRows..].clone().MoveToOuterDisposeScope(),
            y[TrainingRows..].clone().MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        TrainX.Dispose();
        TrainY.Dispose();
        TestX.Dispose();
        TestY.Dispose();
    }

    private static IEnumerable<string> ReadLines()
    {
        Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidOperationException("the sample was built without its data, digits.csv.gz");
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}

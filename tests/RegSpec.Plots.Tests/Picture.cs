using ScottPlot;
using SkiaSharp;

namespace RegSpec.Plots.Tests;

/// <summary>A plot as it is drawn at 800 × 600. With REGSPEC_PICTURES=folder each is kept there, to be looked at.</summary>
internal sealed class Picture
{
    private readonly SKBitmap pixels;

    public Picture(Plot plot, string name)
    {
        Plot = plot;
        byte[] png = plot.GetImageBytes(800, 600, ImageFormat.Png);
        pixels = SKBitmap.Decode(png);
        if (Environment.GetEnvironmentVariable("REGSPEC_PICTURES") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".png"), png);
        }
    }

    public Plot Plot { get; }

    /// <summary>Keeps a text beside the pictures, where they are kept.</summary>
    public static void Keep(string text, string name)
    {
        if (Environment.GetEnvironmentVariable("REGSPEC_PICTURES") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, name), text);
        }
    }

    public string Title => Plot.Axes.Title.Label.Text;

    public (string X, string Y) Axes => (Plot.Axes.Bottom.Label.Text, Plot.Axes.Left.Label.Text);

    public IReadOnlyList<string> Legend => [.. Plot.Legend.GetItems().Select(static item => item.LabelText).Where(static text => text.Length > 0)];

    /// <summary>How many pixels have the colour of a series, edges that were smoothed not counted.</summary>
    public int Count(Color colour)
    {
        int count = 0;
        for (int y = 0; y < pixels.Height; y++)
        {
            for (int x = 0; x < pixels.Width; x++)
            {
                SKColor pixel = pixels.GetPixel(x, y);
                count += Math.Abs(pixel.Red - colour.Red) + Math.Abs(pixel.Green - colour.Green) + Math.Abs(pixel.Blue - colour.Blue) <= 6 ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Titles, axes and legend are as said, and each series has left its colour on the picture.</summary>
    public void Shows(string title, string x, string y, string[] legend, params int[] series)
    {
        Assert.Equal(title, Title);
        Assert.Equal((x, y), Axes);
        Assert.Equal(legend, Legend);
        Assert.Equal((800, 600), (pixels.Width, pixels.Height));
        Assert.All(series, number => Assert.InRange(Count(Figure.Colour(number)), 60, 400_000));
        Assert.True(pixels.Pixels.Count(static pixel => pixel == SKColors.White) > 200_000);
    }
}

using System.Globalization;

namespace Shared;

/// <summary>What the samples with seeds are asked for: <c>-- [SEEDS] [FOLDER]</c>.</summary>
/// <param name="Seeds">How many seeds the spread is taken over, at least 2.</param>
/// <param name="Folder">Where pictures go; it exists.</param>
internal sealed record SampleArguments(int Seeds, string Folder)
{
    /// <summary>Reads the command line; pictures go beside the program unless it says otherwise.</summary>
    /// <exception cref="ArgumentException">The first argument is not a whole number of at least 2, or there are more than two.</exception>
    public static SampleArguments Read(string[] args, int seeds)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args.Length > 2 || (args.Length > 0 && (!int.TryParse(args[0], out seeds) || seeds < 2)))
        {
            throw new ArgumentException($"Expected [SEEDS] [FOLDER] with at least 2 seeds, got: {string.Join(' ', args)}");
        }

        return new(seeds, Directory.CreateDirectory(args.Length > 1 ? args[1] : AppContext.BaseDirectory).FullName);
    }

    /// <summary>Saves a picture of 800 × 600 pixels, and says where.</summary>
    public void Save(ScottPlot.Plot plot, string name)
    {
        using (plot)
        {
            string path = Path.Combine(Folder, name + ".png");
            plot.SavePng(path, 800, 600);
            Console.WriteLine($"Picture: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        }
    }
}

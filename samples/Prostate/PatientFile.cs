using System.Globalization;

namespace Prostate;

/// <summary>Reads the embedded data.</summary>
internal static class PatientFile
{
    public static IReadOnlyList<Patient> Load()
    {
        using Stream stream = typeof(PatientFile).Assembly.GetManifestResourceStream("prostate.data")!;
        using var reader = new StreamReader(stream);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines.Skip(1).Select(Read)];
    }

    private static Patient Read(string line)
    {
        string[] cells = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        double Number(int cell) => double.Parse(cells[cell], CultureInfo.InvariantCulture);
        int Whole(int cell) => int.Parse(cells[cell], CultureInfo.InvariantCulture);
        return new Patient
        {
            LCavol = Number(1),
            LWeight = Number(2),
            Age = Whole(3),
            Lbph = Number(4),
            Svi = Whole(5),
            Lcp = Number(6),
            Gleason = Whole(7),
            Pgg45 = Whole(8),
            Lpsa = Number(9),
            IsTrain = cells[10] == "T",
        };
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>A data set of Ridge/Data: rows of features as doubles, one target.</summary>
internal sealed record RidgeDataSet(double[][] X, double[] Y, bool Intercept = true)
{
    public int Rows => Y.Length;

    public int Features => X[0].Length;

    public Tensor Matrix => tensor(X.SelectMany(row => row).ToArray(), Rows, Features);

    public Tensor Target => tensor(Y);

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Ridge", "Data", name));

    /// <summary>By the names of golden_ridge_exact.json.</summary>
    public static RidgeDataSet Load(string name) => name switch
    {
        "prostate_train" => Prostate(train: true),
        "longley_R" => LongleyR(target: 0),
        _ => Nist(name),
    };

    public RidgeProblem Problem(RidgeOptions? options = null) =>
        RidgeProblem.FromMatrices(Matrix, Target, options: (options ?? new RidgeOptions()) with { FitIntercept = Intercept });

    /// <summary>NIST data start after the line "Data:"; the polynomial sets are expanded to powers.</summary>
    public static RidgeDataSet Nist(string name)
    {
        string[][] rows = Text($"nist/{name}.dat").Split('\n')
            .SkipWhile(line => !Regex.IsMatch(line, @"^Data:\s+y\s+x")).Skip(1)
            .Select(Cells).Where(row => row.Length > 0).ToArray();
        int degree = name switch { "Filip" => 10, "Pontius" => 2, _ when name.StartsWith("Wampler", StringComparison.Ordinal) => 5, _ => 1 };
        return new(
            rows.Select(row => row.Length > 2 ? Array.ConvertAll(row[1..], Parse) : Powers(row[1], degree)).ToArray(), rows.Select(row => Parse(row[0])).ToArray(),
            Intercept: !name.StartsWith("NoInt", StringComparison.Ordinal));
    }

    /// <summary>Certified B0, B1, … as text and residual standard deviation.</summary>
    public static double[] Certified(string name) => Regex.Matches(Text($"nist/{name}.dat"), @"^\s+B\d+\s+(\S+)\s+\S+\s*$", RegexOptions.Multiline)
        .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();

    public static RidgeDataSet Prostate(bool train)
    {
        string[][] rows = Text("prostate.data").Split('\n').Skip(1)
            .Select(line => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length == 11 && row[10] == (train ? "T" : "F")).ToArray();
        double[][] values = rows.Select(row => row[1..10].Select(Parse).ToArray()).ToArray();
        return new(values.Select(row => row[..8]).ToArray(), values.Select(row => row[8]).ToArray());
    }

    /// <summary>R's longley; column 0 is GNP.deflator, column 6 Employed.</summary>
    public static RidgeDataSet LongleyR(int target)
    {
        double[][] values = Text("longley_R.csv").Split('\n').Skip(1).Where(line => line.Trim().Length > 0)
            .Select(line => line.Split(',').Select(Parse).ToArray()).ToArray();
        return new(values.Select(row => row.Where((_, j) => j != target).ToArray()).ToArray(), values.Select(row => row[target]).ToArray());
    }

    private static string[] Cells(string line) => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>x, x², … of a decimal, each the double nearest to the exact power.</summary>
    private static double[] Powers(string x, int degree)
    {
        Match parts = Regex.Match(x, @"^(-?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$");
        BigInteger digits = BigInteger.Parse(parts.Groups[1].Value + "0" + parts.Groups[2].Value + parts.Groups[3].Value, CultureInfo.InvariantCulture);
        int exponent = (parts.Groups[4].Success ? int.Parse(parts.Groups[4].Value, CultureInfo.InvariantCulture) : 0) - parts.Groups[3].Length;
        return [.. Enumerable.Range(1, degree).Select(k => Parse($"{BigInteger.Pow(digits, k)}E{exponent * k}"))];
    }
}

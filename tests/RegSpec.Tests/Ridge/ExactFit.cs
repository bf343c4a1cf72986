using System.Globalization;
using System.Text.Json;

namespace RegSpec.Tests.Ridge;

/// <summary>One fit of golden_ridge_exact.json, the exact solution of the published decimals.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Lambda">λ.</param>
/// <param name="Standardized">Whether λ acts on standardised columns.</param>
/// <param name="Coefficients">Raw: the intercept, where there is one, then the features.</param>
/// <param name="Squares">RSS.</param>
internal sealed record ExactFit(string Name, double Lambda, bool Standardized, double[] Coefficients, double Squares)
{
    public RidgeDataSet Data => RidgeDataSet.Load(Name);

    public static IReadOnlyList<ExactFit> All { get; } = Read();

    /// <summary>How the fit treats its columns. At λ = 0 that decides nothing but the conditioning.</summary>
    public RidgeOptions Options(int features) =>
        new() { Scaling = Enumerable.Repeat(Standardized || Lambda == 0 ? FeatureScaling.Standardize : FeatureScaling.None, features).ToArray() };

    /// <summary>Raw coefficients as in <see cref="Coefficients"/>.</summary>
    public static double[] Raw(RidgeDataSet data, double intercept, IReadOnlyList<double> coefficients) => data.Intercept ? [intercept, .. coefficients] : [.. coefficients];

    /// <summary>The exact solution of the doubles as stored.</summary>
    public double[] OfStored(RidgeDataSet data)
    {
        double[] exact = ExactRidge.Solve(data.X, data.Y, Lambda, data.Intercept, Standardized);
        return Raw(data, exact[0], exact[1..]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} λ = {Lambda} {(Standardized ? "standardised" : "raw")}");

    private static List<ExactFit> Read()
    {
        List<ExactFit> fits = [];
        using JsonDocument document = JsonDocument.Parse(RidgeDataSet.Text("golden_ridge_exact.json"));
        foreach (JsonProperty set in document.RootElement.EnumerateObject())
        {
            bool intercept = set.Value.GetProperty("intercept").GetBoolean();
            foreach (JsonElement fit in set.Value.GetProperty("fits").EnumerateArray())
            {
                double[] w = [.. fit.GetProperty("w").EnumerateArray().Select(Number)];
                fits.Add(new(
                    set.Name, fit.GetProperty("lambda").GetDouble(), fit.GetProperty("standardize_ddof0").GetBoolean(),
                    intercept ? [Number(fit.GetProperty("b")), .. w] : w, Number(fit.GetProperty("rss"))));
            }
        }

        return fits;
    }

    private static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture) : element.GetDouble();
}

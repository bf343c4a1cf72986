using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>The design of <see cref="Patient"/> made by hand: from the rows of a fit, without a line of the library.</summary>
internal sealed class PatientDesign
{
    private const int Degree = 4;

    private readonly Dictionary<string, double> means = [];
    private readonly string[] cities;
    private readonly double[][] basis;
    private readonly double spread;

    /// <param name="fitted">The rows that are fitted.</param>
    /// <param name="cities">Levels, ordinal.</param>
    public PatientDesign(IReadOnlyList<Patient> fitted, string[] cities)
    {
        this.cities = cities;
        foreach ((string name, Func<Patient, double?> value) in Values())
        {
            Patient[] there = [.. fitted.Where(patient => value(patient) is { } number && !double.IsNaN(number))];
            means[name] = there.Length == 0 ? 0 : there.Sum(patient => patient.Share * value(patient)!.Value) / there.Sum(patient => patient.Share);
        }

        double[] years = [.. fitted.Select(Year)];
        double all = fitted.Sum(patient => patient.Share);
        spread = Math.Sqrt(fitted.Select((patient, i) => patient.Share * Math.Pow(years[i] - means["Year"], 2)).Sum() / all);
        double Inner(double[] a, double[] b) => fitted.Select((patient, i) => patient.Share * a[i] * b[i]).Sum() / all;
        List<double[]> columns = [];
        List<double[]> coefficients = [];
        for (int k = 0; k <= Degree; k++)   // modified Gram–Schmidt, twice
        {
            double[] column = Array.ConvertAll(years, year => Math.Pow((year - means["Year"]) / spread, k));
            double[] own = new double[Degree + 1];
            own[k] = 1;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    double share = Inner(column, columns[j]);
                    column = [.. column.Select((value, i) => value - share * columns[j][i])];
                    own = [.. own.Select((value, i) => value - share * coefficients[j][i])];
                }
            }

            double norm = Math.Sqrt(Inner(column, column));
            columns.Add(Array.ConvertAll(column, value => value / norm));
            coefficients.Add(Array.ConvertAll(own, value => value / norm));
        }

        basis = [.. coefficients];
    }

    public static string[] Names(string[] cities) =>
    [
        "Age", "Weight", "Weight missing", "Heating=Gas", "Heating=Oil", "Heating=Pump", "Heating missing", .. cities.Select(city => "City=" + city), "City missing", "Smoker",
        "Systolic", "Diastolic", "Systolic missing", "Diastolic missing", "Year", "Year^2", "Year^3", "Year^4", "Visits", "Age*Weight", .. cities.Select(city => $"City={city}*Year"), "Smoker*Age",
        .. new[] { "Gas", "Oil", "Pump" }.SelectMany(_ => cities, (heating, city) => $"Heating={heating}*City={city}"),
    ];

    public static RidgeOptions Options(string[] cities)
    {
        string[] names = Names(cities);
        bool IsUnscaled(string name) => name.EndsWith(" missing", StringComparison.Ordinal) || name.StartsWith("Heating=", StringComparison.Ordinal) || name == "Smoker"
            || (name.StartsWith("City=", StringComparison.Ordinal) && !name.Contains('*'));
        return new RidgeOptions
        {
            Scaling = [.. names.Select(name => IsUnscaled(name) ? FeatureScaling.None : FeatureScaling.Standardize)],
            PenaltyFactors = [.. names.Select(name => name == "Smoker*Age" ? 2.0 : 1)],
        };
    }

    public double[] Row(Patient patient)
    {
        double Filled(string name, double? value) => value is { } number && !double.IsNaN(number) ? number : means[name];
        double Flag(bool is1) => is1 ? 1 : 0;
        double age = Filled("Age", patient.Age);
        double smoker = Filled("Smoker", patient.Smoker is { } smokes ? Flag(smokes) : null);
        double[] heatings = [.. Enum.GetValues<Heating>().Select(heating => Flag(patient.Heating == heating))];
        double[] towns = [.. cities.Select(city => Flag(patient.City == city))];
        double year = Filled("Year", patient.Year);
        double weight = Filled("Weight", patient.Weight);
        double? systolic = patient.Pressure?[0];
        double? diastolic = patient.Pressure?[1];
        return
        [
            age, weight, Flag(double.IsNaN(patient.Weight)), .. heatings, Flag(patient.Heating is null), .. towns, Flag(patient.City is null), smoker,
            Filled("Systolic", systolic), Filled("Diastolic", diastolic), Flag(systolic is null or double.NaN), Flag(diastolic is null or double.NaN),
            year, .. Enumerable.Range(2, Degree - 1).Select(k => basis[k].Select((c, i) => c * Math.Pow((year - means["Year"]) / spread, i)).Sum()),
            (double)patient.Visits!.Value,
            (age - means["Age"]) * (weight - means["Weight"]), .. towns.Select(town => town * (year - means["Year"])), smoker * (age - means["Age"]),
            .. heatings.SelectMany(_ => towns, (heating, town) => heating * town),
        ];
    }

    public RidgeProblem Problem(IReadOnlyList<Patient> rows, Func<Patient, double> target)
    {
        double[][] design = [.. rows.Select(Row)];
        return RidgeProblem.FromMatrices(
            tensor(design.SelectMany(row => row).ToArray(), rows.Count, design[0].Length), tensor(rows.Select(target).ToArray()), tensor(rows.Select(row => row.Share).ToArray()), Options(cities));
    }

    private double Year(Patient patient) => double.IsNaN(patient.Year) ? means["Year"] : patient.Year;

    private static (string Name, Func<Patient, double?> Value)[] Values() =>
    [
        ("Age", patient => patient.Age), ("Weight", patient => patient.Weight), ("Smoker", patient => patient.Smoker is { } smokes ? (smokes ? 1 : 0) : null),
        ("Systolic", patient => patient.Pressure?[0]), ("Diastolic", patient => patient.Pressure?[1]), ("Year", patient => patient.Year),
    ];
}

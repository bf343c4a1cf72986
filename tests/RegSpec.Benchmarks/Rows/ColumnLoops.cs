using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.Rows;

/// <summary>What a user without a generator writes for each kind of column: loops into arrays, then a problem of the matrices.</summary>
internal static class ColumnLoops
{
    public static RidgeProblem Read(Texts[] rows)
    {
        string[] cities = [.. rows.Select(row => row.City).Distinct().Order(StringComparer.Ordinal)];
        string[] kinds = [.. rows.Select(row => row.Kind).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> cityPlaces = cities.Select((city, i) => (city, i)).ToDictionary(pair => pair.city, pair => pair.i);
        Dictionary<string, int> kindPlaces = kinds.Select((kind, i) => (kind, i)).ToDictionary(pair => pair.kind, pair => pair.i);
        int p = cities.Length + kinds.Length;
        double[] x = new double[p * rows.Length];
        double[] y = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            x[i * p + cityPlaces[rows[i].City]] = 1;
            x[i * p + cities.Length + kindPlaces[rows[i].Kind]] = 1;
            y[i] = rows[i].Price;
        }

        return Problem(x, y, p, FeatureScaling.None);
    }

    public static RidgeProblem Read(Times[] rows)
    {
        double[] x = new double[3 * rows.Length];
        double[] y = new double[rows.Length];
        DateTime origin = new(2000, 1, 1);
        int k = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            x[k++] = (rows[i].Built - origin).TotalDays;
            x[k++] = rows[i].Open.TotalHours;
            x[k++] = (rows[i].Sold.DayNumber - 730119) / 7.0;
            y[i] = rows[i].Price;
        }

        return Problem(x, y, 3, FeatureScaling.Standardize);
    }

    public static RidgeProblem Read(Series[] rows)
    {
        double[] x = new double[9 * rows.Length];
        double[] y = new double[rows.Length];
        int k = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            x[k++] = (double)rows[i].Fare;
            foreach (int count in rows[i].Counts)
            {
                x[k++] = count;
            }

            y[i] = rows[i].Price;
        }

        return Problem(x, y, 9, FeatureScaling.Standardize);
    }

    public static RidgeProblem Read(Gaps[] rows)
    {
        double a = rows.Where(row => row.A.HasValue).Average(row => row.A!.Value);
        double b = rows.Where(row => row.B.HasValue).Average(row => row.B!.Value);
        double c = rows.Where(row => !double.IsNaN(row.C)).Average(row => row.C);
        double[] x = new double[4 * rows.Length];
        double[] y = new double[rows.Length];
        int k = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Gaps row = rows[i];
            x[k++] = row.A ?? a;
            x[k++] = row.B ?? b;
            x[k++] = double.IsNaN(row.C) ? c : row.C;
            x[k++] = double.IsNaN(row.C) ? 1 : 0;
            y[i] = row.Price;
        }

        return Problem(x, y, 4, FeatureScaling.Standardize);
    }

    public static RidgeProblem Read(Skips[] rows)
    {
        List<double> x = [];
        List<double> y = [];
        foreach (Skips row in rows)
        {
            if (row.A is { } a)
            {
                x.Add(a);
                x.Add(row.B);
                x.Add(row.C);
                y.Add(row.Price);
            }
        }

        return Problem([.. x], [.. y], 3, FeatureScaling.Standardize);
    }

    public static RidgeProblem Read(Curves[] rows)
    {
        double a = rows.Average(row => row.A);
        double b = rows.Average(row => row.B);
        double variance = rows.Average(row => (row.A - a) * (row.A - a));
        double third = rows.Average(row => Math.Pow(row.A - a, 3));
        double[] x = new double[5 * rows.Length];
        double[] y = new double[rows.Length];
        int k = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double at = rows[i].A - a;
            x[k++] = rows[i].A;
            x[k++] = at * at - third / variance * at - variance;   // the square, orthogonal to what is below it
            x[k++] = at * at * at;
            x[k++] = rows[i].B;
            x[k++] = at * (rows[i].B - b);
            y[i] = rows[i].Price;
        }

        return Problem(x, y, 5, FeatureScaling.Standardize);
    }

    private static RidgeProblem Problem(double[] x, double[] y, int p, FeatureScaling scaling) => RidgeProblem.FromMatrices(
        from_array(x).view(y.Length, p), from_array(y), null, new RidgeOptions { Scaling = [.. Enumerable.Repeat(scaling, p)] });
}

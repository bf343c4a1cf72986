using System.Globalization;
using RegSpec.Benchmarks.Reports;
using RegSpec.Tests.Ridge;

namespace RegSpec.Benchmarks.Accuracy;

/// <summary>Correct digits of the worst coefficient for each data set and λ, beside what other libraries reach.</summary>
internal static class AccuracyReport
{
    public static int Run()
    {
        Console.WriteLine("Correct digits of the worst coefficient, intercept included; 16 is all a double has.");
        Console.WriteLine("'decimals': against the exact solution of the published decimals; 'stored': of the doubles nearest to them, which is all a solver sees.");
        Console.WriteLine();
        Console.WriteLine("λ = 0. Peers against the decimals, measured before with their default settings unless noted: R 4.2.2 lm, numpy 1.24.2 lstsq, scikit-learn 1.2.1,");
        Console.WriteLine("statsmodels 0.13.5, MASS 7.3-58.2, glmnet 4.1-6 (thresh 1e-20), MathNet.Numerics 5.0.0.");
        Console.WriteLine();
        Console.WriteLine(LeastSquares());
        Console.WriteLine("λ > 0, on standardised columns but for the last; decimals / stored.");
        Console.WriteLine();
        Console.WriteLine(Ridge());
        Console.WriteLine("Peers at λ = 1e-6, standardised:");
        Console.WriteLine();
        Console.WriteLine(SmallPenalty());
        return 0;
    }

    private static TextReport LeastSquares()
    {
        TextReport report = new(["data", "RegSpec decimals", "RegSpec stored", .. PublishedDigits.LeastSquaresPeers]);
        foreach (ExactFit fit in ExactFit.All.Where(fit => fit.Lambda == 0))
        {
            (double decimals, double stored) = Digits(fit);
            string[] peers = PublishedDigits.LeastSquares.TryGetValue(fit.Name, out string? known) ? known.Split(' ') : [.. PublishedDigits.LeastSquaresPeers.Select(_ => "-")];
            report.Add([fit.Name, Text(decimals), Text(stored), .. peers]);
        }

        return report;
    }

    private static TextReport Ridge()
    {
        ExactFit[] fits = [.. ExactFit.All.Where(fit => fit.Lambda > 0)];
        string[] kinds = [.. fits.Select(Kind).Distinct()];
        TextReport report = new(["data", .. kinds]);
        foreach (IGrouping<string, ExactFit> set in fits.GroupBy(fit => fit.Name))
        {
            report.Add([set.Key, .. kinds.Select(kind => Both(set.Single(fit => Kind(fit) == kind)))]);
        }

        return report;
    }

    private static TextReport SmallPenalty()
    {
        TextReport report = new(["data", "RegSpec", .. PublishedDigits.SmallPenaltyPeers]);
        foreach ((string name, string known) in PublishedDigits.SmallPenalty)
        {
            report.Add([name, Text(Digits(ExactFit.All.Single(fit => fit.Name == name && fit.Lambda == 1e-6)).Decimals), .. known.Split(' ')]);
        }

        return report;
    }

    private static string Kind(ExactFit fit) => string.Create(CultureInfo.InvariantCulture, $"{(fit.Standardized ? "" : "raw ")}{fit.Lambda:G}");

    private static string Both(ExactFit fit)
    {
        (double decimals, double stored) = Digits(fit);
        return $"{Text(decimals)} / {Text(stored)}";
    }

    private static (double Decimals, double Stored) Digits(ExactFit fit)
    {
        RidgeDataSet data = fit.Data;
        RidgeSolution solution = data.Problem(fit.Options(data.Features)).Fit(fit.Lambda);
        double[] actual = ExactFit.Raw(data, solution.RawIntercept, solution.RawCoefficients);
        return (CorrectDigits.Of(fit.Coefficients, actual), CorrectDigits.Of(fit.OfStored(data), actual));
    }

    private static string Text(double digits) => digits.ToString("F1", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using RegSpec;

namespace Prostate;

/// <summary>Least squares and ridge of Table 3.3: the ridge column as it was printed, and as it should be.</summary>
internal static class BookTable
{
    /// <summary>The book chose the λ of 5 effective degrees of freedom by cross-validation.</summary>
    public const double DegreesOfFreedom = 5;

    private static readonly string[] Terms = ["Intercept", "lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45"];

    public static IReadOnlyList<TableColumn> Columns(IReadOnlyList<Patient> all)
    {
        Patient[] train = [.. all.Where(patient => patient.IsTrain)];
        Patient[] test = [.. all.Where(patient => !patient.IsTrain)];
        var scale = new BookScale(all);
        double lambda = LambdaOf(PatientRidge.Problem(train));
        return [Right("LS", PatientRidge.Fit(train, 0), test, scale), AsPrinted(train, test, scale), Right("Ridge, right", PatientRidge.Fit(train, lambda), test, scale)];
    }

    public static string Print(IReadOnlyList<TableColumn> columns)
    {
        var text = new StringBuilder();
        Line("", columns.Select(column => column.Name));
        for (int row = 0; row < Terms.Length; row++)
        {
            Line(Terms[row], columns.Select(column => Three(column.Coefficients[row])));
        }

        Line("Test error", columns.Select(column => Three(column.TestError)));
        Line("Std error", columns.Select(column => Three(column.StandardError)));
        Line("λ", columns.Select(column => column.Lambda.ToString("F4", CultureInfo.InvariantCulture)));
        return text.ToString();

        void Line(string term, IEnumerable<string> cells) =>
            text.AppendLine((term.PadRight(11) + string.Concat(cells.Select(cell => cell.PadLeft(18)))).TrimEnd());
    }

    private static TableColumn Right(string name, RidgeModel<Patient> model, Patient[] test, BookScale scale) => new(
        name,
        model.Solution.Lambda,
        scale.InBookUnits(model.Solution.RawIntercept, model.Solution.RawCoefficients),
        [.. test.Select(patient => Square(patient.Lpsa - model.Predict(patient)))]);

    /// <summary>Scaled on all 97 rows, never centred again on the 67 of the fit; the intercept is the mean of their target.</summary>
    private static TableColumn AsPrinted(Patient[] train, Patient[] test, BookScale scale)
    {
        double mean = train.Average(patient => patient.Lpsa);
        BookPatient Scaled(Patient patient) => new() { Scaled = scale.Scaled(patient), CentredLpsa = patient.Lpsa - mean };
        RidgeProblem problem = BookPatientRidge.Problem(train.Select(Scaled));
        RidgeModel<BookPatient> model = BookPatientRidge.FromSolution(problem.Fit(LambdaOf(problem)));
        return new(
            "Ridge, as printed",
            model.Solution.Lambda,
            [mean, .. model.Solution.RawCoefficients],
            [.. test.Select(patient => Square(patient.Lpsa - mean - model.Predict(Scaled(patient))))]);
    }

    /// <summary>The λ that leaves 5 degrees of freedom: df falls as λ grows, so log λ is halved.</summary>
    private static double LambdaOf(RidgeProblem problem)
    {
        (double low, double high) = (Math.Log(1e-3), Math.Log(1e6));
        for (int step = 0; step < 100; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = problem.Path([Math.Exp(middle)])[0].DegreesOfFreedom > DegreesOfFreedom ? (middle, high) : (low, middle);
        }

        return Math.Exp(low);
    }

    private static double Square(double value) => value * value;

    private static string Three(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}

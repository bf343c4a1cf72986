using System.Globalization;
using System.Text;
using RegSpec;

namespace Prostate;

/// <summary>The λ that each criterion selects on the 67 rows, and the error it has on the 30.</summary>
internal static class Criteria
{
    public static string Print(IReadOnlyList<Patient> all)
    {
        Patient[] train = [.. all.Where(patient => patient.IsTrain)];
        Patient[] test = [.. all.Where(patient => !patient.IsTrain)];
        ClassicLambdas classic = PatientRidge.Problem(train).ClassicLambdas();
        var text = new StringBuilder();
        text.AppendLine("criterion                     λ      df  test error");
        foreach (LambdaSelection criterion in new[]
        {
            LambdaSelection.LeaveOneOut, LambdaSelection.GeneralizedCrossValidation, LambdaSelection.GeneralizedCrossValidationOfMass, LambdaSelection.KFold(10), LambdaSelection.Evidence,
        })
        {
            Line(criterion.Name, PatientRidge.Select(train, criterion));
        }

        Line("Hoerl-Kennard-Baldwin", PatientRidge.Fit(train, classic.HoerlKennardBaldwin));
        Line("Lawless-Wang", PatientRidge.Fit(train, classic.LawlessWang));
        return text.ToString();

        void Line(string name, RidgeModel<Patient> model)
        {
            double error = test.Average(patient => Math.Pow(patient.Lpsa - model.Predict(patient), 2));
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22} {model.Solution.Lambda,8:F5}  {model.Solution.DegreesOfFreedom,6:F3}  {error,10:F3}"));
        }
    }
}

using System.Globalization;
using System.Text;

namespace RegSpec;

/// <summary>The report of a ridge solution as aligned text.</summary>
internal static class RidgeSolutionText
{
    public static string Of(RidgeSolution solution)
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.Append(culture, $"ridge '{solution.TargetName}': λ = {solution.Lambda:G6}, n = {solution.Count}, p = {solution.FeatureNames.Count}, ")
            .Append(culture, $"df = {solution.DegreesOfFreedom:G6}, RSS = {solution.ResidualSumOfSquares:G6}, R² = {solution.RSquared:G6}, GCV = {solution.GeneralizedCrossValidation:G6}\n")
            .Append(culture, $"condition {solution.ConditionNumber:G3} → {solution.RegularizedConditionNumber:G3}, rank {solution.Rank}, ")
            .Append(culture, $"{solution.Algorithm} with {solution.RefinementSteps} refinement steps\n");
        int width = Math.Max(11, solution.FeatureNames.Max(name => name.Length));
        text.Append(culture, $"{"feature".PadRight(width)}  {"per sd",14}  {"per unit",14}  {"digits",6}\n");
        text.Append(culture, $"{"(intercept)".PadRight(width)}  {solution.Intercept,14:G7}  {solution.RawIntercept,14:G7}\n");
        for (int j = 0; j < solution.FeatureNames.Count; j++)
        {
            string note = solution.ConstantFeatures.Contains(solution.FeatureNames[j]) ? "  constant" : "";
            text.Append(culture, $"{solution.FeatureNames[j].PadRight(width)}  {solution.Coefficients[j],14:G7}  {solution.RawCoefficients[j],14:G7}  {solution.Digits[j],6:F1}{note}\n");
        }

        foreach (string warning in solution.Warnings)
        {
            text.Append(culture, $"warning: {warning}\n");
        }

        return text.ToString();
    }
}

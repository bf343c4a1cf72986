using System.Globalization;

namespace RegSpec;

/// <summary>A λ selected by Newton's method on a criterion's exact derivatives.</summary>
/// <param name="Derivatives">The criterion there, with the standard error of ln λ.</param>
/// <param name="Evaluations">How often the criterion was evaluated, the start included.</param>
/// <param name="IsAtEdge">Whether the criterion has no optimum inside: the search went beyond all eigenvalues.</param>
public sealed record NewtonSelection(CriterionDerivatives Derivatives, int Evaluations, bool IsAtEdge)
{
    /// <summary>The selected λ.</summary>
    public double Lambda => Derivatives.Lambda;

    /// <summary>The standard error of ln λ: λ is known to a factor of about e to this power.</summary>
    public double StandardError => Derivatives.StandardError;

    /// <summary>λ, its error and how it was found.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Derivatives.Criterion.Name}: λ = {Lambda:G6}{(IsAtEdge ? " (at the edge)" : "")}, standard error of ln λ {StandardError:G4}, {Evaluations} evaluations\n");

    /// <summary>Newton's method in ln λ, held inside a bracket of the slope's sign; where the curvature is not that of an optimum it walks downhill by steps of 1.</summary>
    internal static (double Lambda, int Evaluations, bool IsAtEdge) Find(CanonicalForm form, CriterionEvaluator evaluator, double start)
    {
        const int Steps = 100;
        const double Converged = 1e-8;   // the convergence is quadratic: what is left after such a step is rounding
        double sign = evaluator.IsMinimised ? 1 : -1;
        double lowest = Math.Log(Math.Max(form.Values.DefaultIfEmpty(1).Last() * 1e-8, form.Values.DefaultIfEmpty(1).First() * 1e-14));
        double highest = Math.Log(form.Values.DefaultIfEmpty(1).First()) + Math.Log(1e10);
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        double at = Math.Clamp(Math.Log(start), lowest, highest);
        int evaluations = 0;
        while (evaluations < Steps)
        {
            (Jet value, _) = evaluator.At(Math.Exp(at));
            evaluations++;
            double slope = sign * value.First;
            double curvature = sign * value.Second;
            if (double.IsNaN(slope))
            {
                return (Math.Exp(at), evaluations, true);
            }

            (low, high) = slope < 0 ? (Math.Max(low, at), high) : (low, Math.Min(high, at));
            double step = curvature > 0 ? Math.Clamp(-slope / curvature, -2, 2) : -Math.Sign(slope);
            double next = at + step;
            if (!(next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            if (Math.Abs(next - at) <= Converged)
            {
                return (Math.Exp(next), evaluations, false);
            }

            if (next < lowest || next > highest)
            {
                return (Math.Exp(Math.Clamp(next, lowest, highest)), evaluations, true);
            }

            at = next;
        }

        return (Math.Exp(at), evaluations, false);
    }
}

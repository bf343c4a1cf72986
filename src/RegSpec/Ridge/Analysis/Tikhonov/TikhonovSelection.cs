namespace RegSpec;

/// <summary>A λ selected for a general penalty, and the solution there.</summary>
/// <param name="Criterion">How λ was found: grid, values, warnings. Its own solution is in the coordinates of the standard form.</param>
/// <param name="Solution">The solution at the selected λ.</param>
public sealed record TikhonovSelection(RidgeSelection Criterion, TikhonovSolution Solution)
{
    /// <summary>The selected λ.</summary>
    public double Lambda => Criterion.Lambda;
}

namespace RegSpec;

/// <summary>Cross-validation errors for some λ.</summary>
public sealed record RidgeFoldErrors
{
    internal RidgeFoldErrors(IReadOnlyList<double> lambdas, IReadOnlyList<double> means, IReadOnlyList<double> standardErrors, IReadOnlyList<IReadOnlyList<double>> byFold) =>
        (Lambdas, Means, StandardErrors, ByFold) = (lambdas, means, standardErrors, byFold);

    /// <summary>λ.</summary>
    public IReadOnlyList<double> Lambdas { get; }

    /// <summary>Mean squared error for each λ over all rows that are tested, by weight, in squared units of the target.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>
    /// √(Σvₖ(eₖ − e)²/(K − 1)) of the folds' errors eₖ, vₖ their shares of the weight, averaged over repetitions. The folds share rows, so it is a rough
    /// measure; one fold has none (NaN).
    /// </summary>
    public IReadOnlyList<double> StandardErrors { get; }

    /// <summary>Mean squared error of each fold for each λ.</summary>
    public IReadOnlyList<IReadOnlyList<double>> ByFold { get; }
}

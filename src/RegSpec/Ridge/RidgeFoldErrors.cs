namespace RegSpec;

/// <summary>Cross-validation errors for some λ.</summary>
/// <param name="Lambdas">λ.</param>
/// <param name="Means">Mean squared error for each λ over all rows that are tested, by weight, in squared units of the target.</param>
/// <param name="StandardErrors">
/// √(Σvₖ(eₖ − e)²/(K − 1)) of the folds' errors eₖ, vₖ their shares of the weight, averaged over repetitions. The folds share rows, so it is a rough
/// measure; one fold has none (NaN).
/// </param>
/// <param name="ByFold">Mean squared error of each fold for each λ.</param>
public sealed record RidgeFoldErrors(
    IReadOnlyList<double> Lambdas, IReadOnlyList<double> Means, IReadOnlyList<double> StandardErrors, IReadOnlyList<IReadOnlyList<double>> ByFold);

namespace RegSpec;

/// <summary>λ selected by k-fold errors that come from the statistics of the folds alone.</summary>
/// <typeparam name="T">The annotated type.</typeparam>
/// <param name="Model">The fit to all rows at the selected λ.</param>
/// <param name="Lambda">The selected λ.</param>
/// <param name="Error">Its mean squared error over all rows, by weight, each predicted by the fit without its fold.</param>
/// <param name="Lambdas">The λ of the grid.</param>
/// <param name="Errors">Their errors.</param>
/// <param name="StandardErrors">The standard error of each over the folds.</param>
public sealed record FoldSelection<T>(
    RidgeModel<T> Model, double Lambda, double Error, IReadOnlyList<double> Lambdas, IReadOnlyList<double> Errors, IReadOnlyList<double> StandardErrors)
{
    /// <summary>Whether the smallest or largest λ of the grid was best: then the data may want one beyond it.</summary>
    public bool IsAtEdge => Lambda == Lambdas.Min() || Lambda == Lambdas.Max();
}

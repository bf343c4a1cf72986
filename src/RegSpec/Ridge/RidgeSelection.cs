namespace RegSpec;

/// <summary>A selected λ, how it was found, and the fit at it.</summary>
public sealed class RidgeSelection
{
    internal RidgeSelection()
    {
    }

    /// <summary>The criterion.</summary>
    public required LambdaSelection Criterion { get; init; }

    /// <summary>The selected λ.</summary>
    public required double Lambda { get; init; }

    /// <summary>The criterion at <see cref="Lambda"/>: a mean squared error, GCV, or the log evidence.</summary>
    public required double Value { get; init; }

    /// <summary>The λ that were tried first, ascending.</summary>
    public required IReadOnlyList<double> Lambdas { get; init; }

    /// <summary>The criterion at these; NaN where it is not defined.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Whether the best λ tried is the first or the last, so that the optimum may lie outside.</summary>
    public required bool IsAtEdge { get; init; }

    /// <summary>Whether the criterion only falls or only rises over the λ that were tried.</summary>
    public required bool IsMonotone { get; init; }

    /// <summary>Whether the criterion says nothing as λ → 0 because the features can fit every row (rank ≥ n − 1), or is undefined somewhere, or λ has no effect.</summary>
    public required bool IsDegenerate { get; init; }

    /// <summary>What deserves a look, in words.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The refined fit at <see cref="Lambda"/>.</summary>
    public required RidgeSolution Solution { get; init; }
}

using System.Collections;

namespace RegSpec;

/// <summary>
/// Ridge solutions of one target for many λ, all from one eigendecomposition. A point says how many digits of its coefficients can be trusted, and gives
/// the refined solution when asked for; so a path keeps its rows alive.
/// </summary>
public sealed class RidgePath : IReadOnlyList<RidgePathPoint>
{
    private readonly RidgePathPoint[] points;

    internal RidgePath(RidgePathPoint[] points, double[] eigenvalues)
    {
        this.points = points;
        Eigenvalues = eigenvalues;
    }

    /// <summary>Eigenvalues d of F^(−½)ZᵀSZF^(−½), ascending; for fewer rows than features only the positive ones.</summary>
    public IReadOnlyList<double> Eigenvalues { get; }

    /// <inheritdoc/>
    public int Count => points.Length;

    /// <inheritdoc/>
    public RidgePathPoint this[int index] => points[index];

    /// <inheritdoc/>
    public IEnumerator<RidgePathPoint> GetEnumerator() => ((IEnumerable<RidgePathPoint>)points).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => points.GetEnumerator();
}

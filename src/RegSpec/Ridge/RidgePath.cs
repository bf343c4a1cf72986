using System.Collections;

namespace RegSpec;

/// <summary>Ridge solutions of one target for many λ, all from one eigendecomposition; not refined (<see cref="RidgeProblem.Fit"/> refines one).</summary>
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

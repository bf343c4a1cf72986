namespace RegSpec;

/// <summary>A factorisation of Ĝ + λΦ in unit columns.</summary>
internal abstract class RidgeSystem : IDisposable
{
    public abstract RidgeAlgorithm Algorithm { get; }

    /// <summary>tr((Ĝ + λΦ)⁻¹Ĝ).</summary>
    public abstract double DegreesOfFreedom { get; }

    /// <summary>Independent directions the solution is determined in.</summary>
    public abstract int Rank { get; }

    /// <summary>x = (Ĝ + λΦ)⁺ g.</summary>
    public abstract void Solve(ReadOnlySpan<double> g, Span<double> x);

    public virtual void Dispose()
    {
    }
}

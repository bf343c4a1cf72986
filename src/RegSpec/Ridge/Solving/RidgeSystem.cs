namespace RegSpec;

/// <summary>A factorisation of Ĝ + λΦ in unit columns.</summary>
internal abstract class RidgeSystem : IDisposable
{
    public abstract RidgeAlgorithm Algorithm { get; }

    /// <summary>tr((Ĝ + λΦ)⁻¹Ĝ).</summary>
    public abstract double DegreesOfFreedom { get; }

    /// <summary>Bound on the error of <see cref="DegreesOfFreedom"/>; +∞ where there is none.</summary>
    public virtual double DegreesOfFreedomError => double.PositiveInfinity;

    /// <summary>Rows (less the intercept) less <see cref="DegreesOfFreedom"/>.</summary>
    public virtual double Left(double rows) => rows - DegreesOfFreedom;

    /// <summary>Independent directions the solution is determined in.</summary>
    public abstract int Rank { get; }

    /// <summary>Bound on the relative error of a solve, where a first correction does not measure it: 0 where it does.</summary>
    public virtual double SolveError => 0;

    /// <summary>x = (Ĝ + λΦ)⁺ g for some g at a time.</summary>
    public abstract void Solve(double[][] right, double[][] solutions);

    public void Solve(double[] right, double[] solution) => Solve([right], [solution]);

    public virtual void Dispose()
    {
    }
}

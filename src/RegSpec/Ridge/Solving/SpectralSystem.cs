namespace RegSpec;

/// <summary>A spectrum at one λ.</summary>
internal sealed class SpectralSystem(RidgeSpectrum spectrum, double lambda) : RidgeSystem
{
    private readonly double[] filter = spectrum.Filter(lambda);

    public override RidgeAlgorithm Algorithm => spectrum.Algorithm;

    public override double DegreesOfFreedom => spectrum.DegreesOfFreedom(lambda);

    public override int Rank => spectrum.Rank(lambda);

    public override void Solve(ReadOnlySpan<double> g, Span<double> x)
    {
        double[] q = spectrum.Project(g);
        for (int k = 0; k < q.Length; k++)
        {
            q[k] *= filter[k];
        }

        spectrum.Expand(q, x);
    }
}

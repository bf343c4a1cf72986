namespace RegSpec;

/// <summary>A spectrum at one λ.</summary>
internal sealed class SpectralSystem(RidgeSpectrum spectrum, double lambda) : RidgeSystem
{
    private readonly double[] filter = spectrum.Filter(lambda);

    public override RidgeAlgorithm Algorithm => spectrum.Algorithm;

    public override double DegreesOfFreedom => spectrum.DegreesOfFreedom(lambda);

    public override int Rank => spectrum.Rank(lambda);

    public override void Solve(double[][] right, double[][] solutions)
    {
        for (int v = 0; v < right.Length; v++)
        {
            double[] q = spectrum.Project(right[v]);
            for (int k = 0; k < q.Length; k++)
            {
                q[k] *= filter[k];
            }

            spectrum.Expand(q, solutions[v]);
        }
    }
}

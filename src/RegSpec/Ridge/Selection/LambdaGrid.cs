namespace RegSpec;

/// <summary>The default λ: geometric, from 10⁻⁴ of the smallest eigenvalue to 10³ times the largest.</summary>
internal static class LambdaGrid
{
    private const int Points = 100;

    /// <summary>The lowest λ is at least 10⁻¹⁰ of the largest eigenvalue, which keeps κ(A) ≤ 10¹⁰ where the rank is deficient.</summary>
    public static double[] Of(RidgeSpectrum spectrum)
    {
        double[] d = Array.FindAll(spectrum.Values[spectrum.Unpenalised..], value => value > spectrum.Cut);
        if (d.Length == 0)
        {
            return [1.0];
        }

        double low = Math.Max(d.Min() * 1e-4, d.Max() * 1e-10);
        double high = d.Max() * 1e3;
        return Enumerable.Range(0, Points).Select(i => low * Math.Exp(Math.Log(high / low) * i / (Points - 1))).ToArray();
    }
}

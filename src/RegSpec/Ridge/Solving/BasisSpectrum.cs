namespace RegSpec;

/// <summary>A spectrum whose basis is at hand, size × directions.</summary>
internal sealed class BasisSpectrum(double[] basis, int size, double[] values, int unpenalised, double cut, RidgeAlgorithm algorithm)
    : RidgeSpectrum(size, values, unpenalised, cut, algorithm)
{
    public override double[] Basis => basis;

    /// <summary>Bᵀg.</summary>
    public override double[] Project(ReadOnlySpan<double> g)
    {
        double[] q = new double[Directions];
        for (int i = 0; i < Size; i++)
        {
            double factor = g[i];
            ReadOnlySpan<double> row = basis.AsSpan(i * q.Length, q.Length);
            for (int k = 0; k < q.Length; k++)
            {
                q[k] += row[k] * factor;
            }
        }

        return q;
    }

    /// <summary>Bq.</summary>
    public override void Expand(ReadOnlySpan<double> q, Span<double> x)
    {
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<double> row = basis.AsSpan(i * q.Length, q.Length);
            double sum = 0;
            for (int k = 0; k < q.Length; k++)
            {
                sum += row[k] * q[k];
            }

            x[i] = sum;
        }
    }
}

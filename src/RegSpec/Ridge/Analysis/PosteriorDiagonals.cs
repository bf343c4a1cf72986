namespace RegSpec;

/// <summary>The diagonals of A⁻¹ and of A⁻¹ZᵀSZA⁻¹ at several λ, each in one pass for all of them when one is first asked for.</summary>
internal sealed class PosteriorDiagonals
{
    private readonly CanonicalForm form;
    private readonly double[] lambdas;
    private readonly Lazy<double[][]> variances;
    private readonly Lazy<double[][]> samplingVariances;

    public PosteriorDiagonals(CanonicalForm form, double[] lambdas)
    {
        this.form = form;
        this.lambdas = lambdas;
        variances = new(() => Compute(false, []).Diagonals);
        samplingVariances = new(() => Compute(true, []).Diagonals);
    }

    /// <summary>Diagonal of A⁻¹ at one of the λ for the active features, in user's units of w.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty, so that no variance bounds it.</exception>
    public double[] Variances(int place)
    {
        PosteriorFilter.Require(form, lambdas[place]);
        return variances.Value[place];
    }

    /// <summary>Diagonal of A⁻¹ZᵀSZA⁻¹ likewise.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty, so that no variance bounds it.</exception>
    public double[] SamplingVariances(int place)
    {
        PosteriorFilter.Require(form, lambdas[place]);
        return samplingVariances.Value[place];
    }

    /// <summary>One of the diagonals at every λ, and coefficients in the same pass.</summary>
    /// <param name="sampling">Of A⁻¹ZᵀSZA⁻¹; else of A⁻¹.</param>
    /// <param name="coordinates">Coordinates whose coefficients are wanted, in the order of <see cref="CanonicalForm.Values"/>.</param>
    /// <returns>For a λ at which a variance is not bounded, a diagonal that means nothing.</returns>
    public (double[][] Diagonals, double[][] Coefficients) Compute(bool sampling, double[][] coordinates)
    {
        PosteriorFilter[] filters = Array.ConvertAll(lambdas, lambda => new PosteriorFilter(form, lambda));
        bool needsRest = !sampling && Array.Exists(filters, filter => filter.Rest > 0);
        double[][] columns = Array.ConvertAll(filters, filter => sampling ? filter.Sampling : filter.Inverse);
        double[] ones = [.. Enumerable.Repeat(1.0, form.Spectrum.Directions)];
        double[][] sums = [];
        double[][] coefficients = form.ToCoefficients(coordinates, q =>
        {
            (double[][] products, sums) = form.Spectrum.Combine(q, needsRest ? [.. columns, ones] : columns);
            return products;
        });
        double[] units = [.. Enumerable.Range(0, form.Spectrum.Size).Select(k => PosteriorFilter.Unit(form, k))];
        for (int k = 0; k < units.Length; k++)
        {
            // where the data determine nothing, what the prior says remains
            double free = needsRest ? Math.Max(1 / form.Columns.Penalty[k] - sums[^1][k], 0) : 0;
            for (int l = 0; l < lambdas.Length; l++)
            {
                sums[l][k] = (sums[l][k] + free * (sampling ? 0 : filters[l].Rest)) * units[k] * units[k];
            }
        }

        return (sums[..lambdas.Length], coefficients);
    }
}

namespace RegSpec;

/// <summary>Degrees of freedom of a fit.</summary>
/// <param name="Used">tr(A⁻¹ZᵀSZ).</param>
/// <param name="Left">n − 1 − <paramref name="Used"/>, n less it without an intercept: not their difference, which would cancel.</param>
/// <param name="Error">Bound on the error of both; NaN where it was not determined.</param>
internal readonly record struct EffectiveDimension(double Used, double Left, double Error)
{
    /// <summary>Share of both numbers that may be uncertain before more digits are asked for.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>Multiply-adds in double-double that a fit may spend on these two numbers: about a second.</summary>
    private const double MostWork = 4e9;

    private const int LargestExact = 300;

    /// <summary>Shares of λ and data in each direction; where the factorisation does not give them to 13 digits, from products in double-double.</summary>
    /// <param name="data">The problem.</param>
    /// <param name="system">Its factorisation at λ; null where no feature varies.</param>
    /// <param name="lambda">λ.</param>
    public static EffectiveDimension Of(RidgeData data, RidgeSystem? system, double lambda)
    {
        double rows = data.Columns.Count - (data.Columns.Intercept ? 1 : 0);
        if (system is null || lambda == 0)
        {
            double rank = Math.Round(system?.DegreesOfFreedom ?? 0);
            return new(rank, rows - rank, 0);
        }

        bool held = Standardization.AreHeld(data.Columns.Penalties(lambda));
        EffectiveDimension quick = new(system.DegreesOfFreedom, system.Left(rows), system.DegreesOfFreedomError);
        if (!held && quick.Error <= Tolerance * Math.Min(quick.Used, Math.Abs(quick.Left)))
        {
            return quick;
        }

        int p = data.Columns.Active.Length;
        if (data.Rows is { } design && p <= LargestExact && (double)design.Count * p * p <= MostWork && ExactDimension.TryCount(design, data.Columns, lambda, rows) is { } exact)
        {
            return exact;
        }

        return data.IsWide && !held && quick.Used > 0.01 * rows ? quick with { Error = double.NaN } : OfSpectrum(data, lambda, rows);
    }

    /// <summary>
    /// From eigenvalues: directions that are zero up to rounding count as such, and are certain where the levels of an enum explain them. Whole numbers are
    /// added apart from what is near them.
    /// </summary>
    private static EffectiveDimension OfSpectrum(RidgeData data, double lambda, double rows)
    {
        RidgeSpectrum spectrum = data.IsWide ? data.PathSpectrum : data.GramSpectrum;
        double whole = spectrum.Unpenalised;
        double part = 0;
        double error = 0;
        double used = spectrum.Unpenalised;
        double noise = spectrum.Cut;
        int explained = data.Columns.Intercept ? LevelGroups(data) : 0;
        foreach (double value in spectrum.Values[spectrum.Unpenalised..])
        {
            double d = value <= spectrum.Cut ? 0 : value;
            double sum = d + lambda;
            used += d / sum;
            error += d == 0 && explained-- > 0 ? 0 : noise / sum * (lambda / sum);
            bool determined = d > lambda;
            whole += determined ? 1 : 0;
            part += determined ? -(lambda / sum) : d / sum;
        }

        return new(used, rows - whole - part, error);
    }

    /// <summary>Features whose levels sum to 1 in every row.</summary>
    private static int LevelGroups(RidgeData data) => data.Columns.Active
        .Select(j => data.Names.Layout.Columns[j]).Where(column => column.Kind == RidgeColumnKind.Level).Select(column => column.Feature).Distinct().Count();
}

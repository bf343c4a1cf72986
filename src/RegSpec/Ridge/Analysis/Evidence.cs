namespace RegSpec;

/// <summary>
/// log p(y | λ) for w ~ N(0, σ²/λ F⁻¹) = −½[N ln(2πσ²) + (RSS + λΣfw²)/σ² + Σln(1 + d/λ) + ln n]. The intercept integrated over a flat prior: N = n − 1; held at its
/// best value ȳ: N = n and no ln n (MacKay 1992, Bishop 2006 eq. 3.86). Without an intercept both are the latter. σ² is given or (RSS + λΣfw²)/N, where the
/// evidence is greatest in it.
/// </summary>
internal sealed class Evidence(CanonicalForm form, double? noiseVariance, bool fixedIntercept)
{
    private const int Points = 200;

    /// <summary>N.</summary>
    private double Count => fixedIntercept ? form.Columns.Count : form.Left;

    /// <summary>Whether it exists: rows without weights, a penalty on every feature, and something to be explained.</summary>
    public bool IsDefined => form.Data.HasUnitWeights && form.Free == 0 && form.PenalisedSquares(double.MaxValue) > 0;

    /// <summary>NaN where it does not exist, −∞ at λ = 0.</summary>
    public double At(double lambda)
    {
        if (!IsDefined || lambda == 0)
        {
            return IsDefined ? double.NegativeInfinity : double.NaN;
        }

        double squares = form.PenalisedSquares(lambda);
        double determinant = form.Values.Sum(d => Math.Log(1 + d / lambda));
        return Combine(squares, determinant);
    }

    public double NoiseVariance(double lambda) => noiseVariance ?? form.PenalisedSquares(lambda) / Count;

    public EvidenceMaximum? Maximum()
    {
        if (!IsDefined)
        {
            return null;
        }

        if (form.Values.Length == 0)
        {
            return Infinite();
        }

        double low = Math.Max(form.Values[^1] * 1e-6, form.Values[0] * 1e-12);
        double high = form.Values[0] * 1e8;
        double[] grid = [.. Enumerable.Range(0, Points).Select(i => low * Math.Exp(Math.Log(high / low) * i / (Points - 1)))];
        int best = LineSearch.LeastOf(Array.ConvertAll(grid, lambda => -At(lambda)));
        if (best == 0 && Slope(low) <= 0)
        {
            return new(low, At(low), NoiseVariance(low), true);
        }

        if (best == Points - 1 && Slope(high) >= 0)
        {
            return Infinite();
        }

        // The derivative changes its sign here: halved until no double is left between.
        double from = grid[Math.Max(best - 1, 0)];
        double to = grid[Math.Min(best + 1, Points - 1)];
        for (int step = 0; step < 200 && to - from > 2.2e-16 * to; step++)
        {
            double middle = Math.Sqrt(from) * Math.Sqrt(to);
            (from, to) = Slope(middle) > 0 ? (middle, to) : (from, middle);
        }

        return new(from, At(from), NoiseVariance(from), false);
    }

    private EvidenceMaximum Infinite()
    {
        double squares = form.LeastSquares + form.Projections.Select((q, k) => q * (q / form.Values[k])).Sum();
        return new(double.PositiveInfinity, Combine(squares, 0), noiseVariance ?? squares / Count, false);
    }

    private double Combine(double squares, double determinant)
    {
        double variance = noiseVariance ?? squares / Count;
        double sum = Count * Math.Log(2 * Math.PI * variance) + squares / variance + determinant;
        return -0.5 * (form.Columns.Intercept && !fixedIntercept ? sum + Math.Log(form.Columns.Count) : sum);
    }

    /// <summary>The derivative in ln λ.</summary>
    private double Slope(double lambda)
    {
        double squares = 0;
        double shrunk = 0;
        for (int k = 0; k < form.Values.Length; k++)
        {
            double d = form.Values[k];
            double kept = d / (d + lambda);
            squares += kept * (lambda / (d + lambda)) * form.Projections[k] * (form.Projections[k] / d);
            shrunk += kept;
        }

        return 0.5 * (shrunk - squares / NoiseVariance(lambda));
    }
}

namespace RegSpec;

/// <summary>The default λ: geometric, from 10⁻⁴ of the smallest eigenvalue to 10³ times the largest.</summary>
internal static class LambdaGrid
{
    private const int Points = 100;

    /// <summary>λ that are tried beyond the least of a criterion near the one that counts: as many as an interpolation takes.</summary>
    private const int Further = 11;

    /// <summary>Of the largest eigenvalue: no λ below it is tried.</summary>
    private const double Floor = 1e-10;

    /// <summary>The lowest λ is at least 10⁻¹⁰ of the largest eigenvalue, which keeps κ(A) ≤ 10¹⁰ where the rank is deficient.</summary>
    public static double[] Of(RidgeSpectrum spectrum)
    {
        double[] d = Array.FindAll(spectrum.Values[spectrum.Unpenalised..], value => value > spectrum.Cut);
        if (d.Length == 0)
        {
            return [1.0];
        }

        double low = Math.Max(d.Min() * 1e-4, d.Max() * Floor);
        double high = d.Max() * 1e3;
        return Enumerable.Range(0, Points).Select(i => low * Math.Exp(Math.Log(high / low) * i / (Points - 1))).ToArray();
    }

    /// <summary>λ below a grid, as far as a criterion that costs no pass, and lies near the one that does, has its least down there, and some more; none where its least is not at the end.</summary>
    public static double[] DownTo(RidgeSpectrum spectrum, double[] grid, Func<double, double> near)
    {
        if (LineSearch.LeastOf(Array.ConvertAll(grid, lambda => near(lambda))) > 0)
        {
            return [];
        }

        double[] below = Below(spectrum, grid);
        int least = LineSearch.LeastOf(Array.ConvertAll(below, lambda => near(lambda)));
        return below[Math.Max(0, least - Further)..];
    }

    /// <summary>
    /// λ below a grid in its ratio, ascending, as far as any are tried; for many rows the best λ, which does not grow with them, lies below 10⁻⁴ of every eigenvalue.
    /// </summary>
    public static double[] Below(RidgeSpectrum spectrum, double[] grid)
    {
        double floor = spectrum.Values.Length == 0 ? grid[0] : spectrum.Values.Max() * Floor;
        double ratio = grid.Length < 2 ? 1 : grid[1] / grid[0];
        int more = grid[0] <= floor || ratio <= 1 ? 0 : (int)Math.Floor(Math.Log(grid[0] / floor) / Math.Log(ratio));
        return [.. Enumerable.Range(1, more).Select(i => grid[0] * Math.Pow(ratio, -i)).Reverse()];
    }
}

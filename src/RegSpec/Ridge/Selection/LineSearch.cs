namespace RegSpec;

/// <summary>Minimum of a criterion within a bracket of λ, on the scale of log λ.</summary>
internal static class LineSearch
{
    private const double GoldenSection = 0.3819660112501051;
    private const int BrentSteps = 80;

    /// <summary>Multiply-adds for one λ up to which dozens of λ more cost little.</summary>
    public const long SmallWork = 1 << 17;

    /// <summary>Points of an interpolation.</summary>
    private const int Nodes = 11;

    /// <summary>Difference of log λ up to which two interpolations agree.</summary>
    private const double Agreement = 1e-4;

    /// <summary>Brent's method: for criteria that cost little for one λ.</summary>
    public static double Brent(Func<double, double> criterion, double low, double middle, double high)
    {
        double a = Math.Log(low);
        double b = Math.Log(high);
        double x = Math.Log(middle);
        double w = x;
        double v = x;
        double fx = criterion(middle);
        double fw = fx;
        double fv = fx;
        double step = 0;
        double earlier = 0;
        for (int i = 0; i < BrentSteps; i++)
        {
            double centre = 0.5 * (a + b);
            double tolerance = 1e-10 + 1e-12 * Math.Abs(x);
            if (Math.Abs(x - centre) <= 2 * tolerance - 0.5 * (b - a))
            {
                break;
            }

            double r = (x - w) * (fx - fv);
            double q = (x - v) * (fx - fw);
            double p = (x - v) * q - (x - w) * r;
            q = 2 * (q - r);
            p = q > 0 ? -p : p;
            q = Math.Abs(q);
            bool parabola = Math.Abs(p) < Math.Abs(0.5 * q * earlier) && p > q * (a - x) && p < q * (b - x);
            earlier = parabola ? step : x < centre ? b - x : a - x;
            step = parabola ? p / q : GoldenSection * earlier;
            double u = x + (Math.Abs(step) >= tolerance ? step : Math.CopySign(tolerance, step));
            double fu = criterion(Math.Exp(u));
            if (fu <= fx)
            {
                (a, b) = u < x ? (a, x) : (x, b);
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            }
            else
            {
                (a, b) = u < x ? (u, b) : (a, u);
                if (fu <= fw || w == x)
                {
                    (v, fv, w, fw) = (w, fw, u, fu);
                }
                else if (fu <= fv || v == x || v == w)
                {
                    (v, fv) = (u, fu);
                }
            }
        }

        return Math.Exp(x);
    }

    /// <summary>The minimum near the best point of a grid, and the criterion there.</summary>
    /// <param name="criteria">The criterion for some λ.</param>
    /// <param name="grid">λ, ascending.</param>
    /// <param name="values">The criterion at these.</param>
    /// <param name="best">The least of these, inside the grid.</param>
    /// <param name="cheap">Whether one λ more costs little beside the grid; otherwise the criterion, which is smooth in log λ, is interpolated.</param>
    public static (double Lambda, double Value) Refine(Func<double[], double[]> criteria, double[] grid, double[] values, int best, bool cheap)
    {
        double low = Math.Max(grid[best - 1], grid[best] * 1e-6);
        if (!cheap)
        {
            (double near, double nearValue) = Interpolated(grid, values, best, low, Nodes);
            (double far, _) = Interpolated(grid, values, best, low, Nodes - 2);
            if (Math.Abs(Math.Log(near / far)) <= Agreement)
            {
                return (near, nearValue);
            }

            double step = Math.Log(grid[best + 1] / low) / (Nodes - 1);
            double[] finer = [.. Enumerable.Range(0, Nodes).Select(i => low * Math.Exp(step * i))];
            double[] finerValues = criteria(finer);
            int least = Math.Clamp(LeastOf(finerValues), 1, Nodes - 2);
            return Interpolated(finer, finerValues, least, finer[least - 1], Nodes);
        }

        double lambda = Brent(at => criteria([at])[0], low, grid[best], grid[best + 1]);
        return (lambda, criteria([lambda])[0]);
    }

    /// <summary>The minimum of the polynomial through the values at some points about the best one, over log λ.</summary>
    private static (double Lambda, double Value) Interpolated(double[] grid, double[] values, int best, double low, int nodes)
    {
        int first = Math.Clamp(best - nodes / 2, 0, Math.Max(0, grid.Length - nodes));
        int[] places = [.. Enumerable.Range(first, Math.Min(nodes, grid.Length)).Where(i => double.IsFinite(values[i]))];
        double[] x = Array.ConvertAll(places, i => Math.Log(grid[i]));
        double[] weights = [.. x.Select((at, i) => 1 / x.Where((_, j) => j != i).Aggregate(1.0, (product, other) => product * (at - other)))];
        double At(double lambda)
        {
            (double above, double below) = (0, 0);
            double at = Math.Log(lambda);
            for (int i = 0; i < x.Length; i++)   // the barycentric formula
            {
                if (at == x[i])
                {
                    return values[places[i]];
                }

                double share = weights[i] / (at - x[i]);
                above += share * values[places[i]];
                below += share;
            }

            return above / below;
        }

        double lambda = Brent(At, low, grid[best], grid[best + 1]);
        return (lambda, At(lambda));
    }

    /// <summary>Index of the least number; NaN counts as larger than all.</summary>
    public static int LeastOf(double[] values)
    {
        int least = 0;
        for (int i = 1; i < values.Length; i++)
        {
            least = values[i] < values[least] || double.IsNaN(values[least]) ? i : least;
        }

        return least;
    }
}

namespace RegSpec;

/// <summary>Minimum of a criterion within a bracket of λ, on the scale of log λ.</summary>
internal static class LineSearch
{
    private const double GoldenSection = 0.3819660112501051;
    private const int BrentSteps = 80;

    /// <summary>Multiply-adds for one λ up to which dozens of λ more cost little.</summary>
    public const long SmallWork = 1 << 17;

    private const int ZoomPoints = 17;
    private const int ZoomPasses = 3;

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
    /// <param name="cheap">Whether one λ more costs little beside the grid; otherwise a pass over the rows serves many λ at once.</param>
    public static (double Lambda, double Value) Refine(Func<double[], double[]> criteria, double[] grid, double[] values, int best, bool cheap)
    {
        double low = Math.Max(grid[best - 1], grid[best] * 1e-6);
        double lambda = cheap ? Brent(at => criteria([at])[0], low, grid[best], grid[best + 1]) : Zoom(criteria, low, grid[best + 1]);
        return (lambda, criteria([lambda])[0]);
    }

    /// <summary>Finer and finer grids, then a parabola: for criteria whose cost is a pass over the rows, whatever the number of λ.</summary>
    public static double Zoom(Func<double[], double[]> criteria, double low, double high)
    {
        double best = low;
        for (int pass = 0; pass < ZoomPasses; pass++)
        {
            double step = Math.Log(high / low) / (ZoomPoints - 1);
            double first = Math.Log(low);
            double[] values = criteria(Enumerable.Range(0, ZoomPoints).Select(i => Math.Exp(first + step * i)).ToArray());
            int least = LeastOf(values);
            double vertex = least is 0 or ZoomPoints - 1 ? 0 : Vertex(values[least - 1], values[least], values[least + 1]);
            best = Math.Exp(first + step * (least + vertex));
            (low, high) = (Math.Exp(first + step * Math.Max(least - 1, 0)), Math.Exp(first + step * Math.Min(least + 1, ZoomPoints - 1)));
        }

        return best;
    }

    /// <summary>Place of the minimum of the parabola through values at −1, 0 and 1.</summary>
    private static double Vertex(double left, double middle, double right)
    {
        double curvature = left - 2 * middle + right;
        return curvature > 0 ? Math.Clamp(0.5 * (left - right) / curvature, -1, 1) : 0;
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

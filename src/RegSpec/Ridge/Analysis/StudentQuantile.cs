using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The t with P(|T| ≤ t) = level for Student's t of ν degrees of freedom, and for the normal distribution at ν = ∞. Newton's method on the tail, which is
/// half the regularised incomplete beta function I_x(ν/2, ½) at x = ν/(ν + t²), by its continued fraction (DLMF 8.17.22).
/// </summary>
internal static class StudentQuantile
{
    private const int Steps = 200;
    private const double Tiny = 1e-300;

    /// <summary>From here on the expansion in 1/ν has 13 digits, and the continued fraction would lose as many as ν has.</summary>
    private const double Many = 1e4;

    public static double TwoSided(double level, double degreesOfFreedom)
    {
        double tail = 0.5 * (1 - level);
        using Tensor probability = tensor(tail, ScalarType.Float64);
        using Tensor quantile = special.ndtri(probability);
        double t = -quantile.item<double>();
        if (degreesOfFreedom >= Many)
        {
            return t + Expansion(t, 1 / degreesOfFreedom);
        }

        // In ln t both tails of the problem, near 0 and beyond 10¹⁰ at ν = 1, are a few steps away. The tail falls, so a bracket is safe.
        double low = 0;
        double high = double.PositiveInfinity;
        for (int step = 0; step < Steps; step++)
        {
            double excess = Tail(t, degreesOfFreedom) / tail - 1;
            (low, high) = excess > 0 ? (t, high) : (low, t);
            double slope = t * Density(t, degreesOfFreedom) / Tail(t, degreesOfFreedom);
            double next = t * Math.Exp(Math.Clamp(LogOfOnePlus(excess) / slope, -2, 2));
            next = next > low && next < high ? next : double.IsInfinity(high) ? 2 * t : 0.5 * (low + high);
            if (Math.Abs(next - t) <= 4e-16 * t)
            {
                return next;
            }

            t = next;
        }

        return t;
    }

    /// <summary>What t adds to the normal quantile x (Abramowitz and Stegun 26.7.5).</summary>
    private static double Expansion(double x, double u)
    {
        double s = x * x;
        double g1 = (s + 1) * x / 4;
        double g2 = ((5 * s + 16) * s + 3) * x / 96;
        double g3 = (((3 * s + 19) * s + 17) * s - 15) * x / 384;
        double g4 = ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) * x / 92160;
        return u * (g1 + u * (g2 + u * (g3 + u * g4)));
    }

    /// <summary>P(T > t), t ≥ 0.</summary>
    private static double Tail(double t, double nu)
    {
        double square = t * t / nu;
        double x = 1 / (1 + square);
        double y = square / (1 + square);
        double a = 0.5 * nu;
        // x^a (1 − x)^½ / B(a, ½), by Γ(a + ½)/Γ(a) = B's inverse times √π.
        double front = Math.Exp(-a * LogOfOnePlus(square)) * Math.Sqrt(y) * GammaRatio(a) / Math.Sqrt(Math.PI);
        return x < (a + 1) / (a + 2.5) ? 0.5 * front * Fraction(x, a, 0.5) / a : 0.5 * (1 - front * Fraction(y, 0.5, a) / 0.5);
    }

    private static double Density(double t, double nu) =>
        GammaRatio(0.5 * nu) / Math.Sqrt(nu * Math.PI) * Math.Exp(-0.5 * (nu + 1) * LogOfOnePlus(t * t / nu));

    /// <summary>Γ(a + ½)/Γ(a): the asymptotic series from 60 up, below it by r(a) = r(a + 1)·a/(a + ½).</summary>
    private static double GammaRatio(double a)
    {
        double factor = 1;
        for (; a < 60; a++)
        {
            factor *= a / (a + 0.5);
        }

        double u = 1 / a;
        // 1 − 1/8a + 1/128a² + 5/1024a³ − 21/32768a⁴ − 399/262144a⁵ + 869/4194304a⁶
        double series = 1 + u * (-1.0 / 8 + u * (1.0 / 128 + u * (5.0 / 1024 + u * (-21.0 / 32768 + u * (-399.0 / 262144 + u * (869.0 / 4194304 + u * 39325.0 / 33554432))))));
        return factor * Math.Sqrt(a) * series;
    }

    /// <summary>The continued fraction of I_x(a, b) without its front, by Lentz's method.</summary>
    private static double Fraction(double x, double a, double b)
    {
        double c = 1;
        double d = 1 / Guard(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m < 10000; m++)
        {
            foreach (double term in new[] { m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)) })
            {
                d = 1 / Guard(1 + term * d);
                c = Guard(1 + term / c);
                value *= c * d;
            }

            if (Math.Abs(c * d - 1) < 1e-16)
            {
                break;
            }
        }

        return value;
    }

    /// <summary>ln(1 + x) without the rounding of 1 + x (Kahan).</summary>
    private static double LogOfOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    private static double Guard(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}

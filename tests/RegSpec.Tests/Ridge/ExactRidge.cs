using System.Numerics;

namespace RegSpec.Tests.Ridge;

/// <summary>
/// Ridge in exact rational arithmetic for the doubles as stored: minimise Σs(y − b − xβ)² + λ Σ f·sd²·β², where sd² is rational too. The
/// normal equations are solved by fraction-free elimination, so the only rounding is the last one, to double.
/// </summary>
internal static class ExactRidge
{
    /// <summary>Intercept first, then β.</summary>
    public static double[] Solve(double[][] x, double[] y, double lambda, bool intercept = true, bool standardize = true, double[]? factors = null, double[]? weights = null)
    {
        int n = y.Length;
        int p = x[0].Length;
        int size = p + 1;
        Rational[][] design = x.Select(row => row.Select(Rational.Of).Prepend(intercept ? Rational.One : Rational.Zero).ToArray()).ToArray();
        Rational[] target = y.Select(Rational.Of).ToArray();
        Rational[] weight = Enumerable.Range(0, n).Select(i => Rational.Of(weights?[i] ?? 1)).ToArray();
        Rational total = weight.Aggregate(Rational.Zero, (sum, s) => sum + s);
        Rational[,] a = new Rational[size, size + 1];
        for (int j = 0; j < size; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                a[j, k] = a[k, j] = Sum(n, i => weight[i] * design[i][j] * design[i][k]);
            }

            a[j, size] = Sum(n, i => weight[i] * design[i][j] * target[i]);
        }

        Rational[] variance = Enumerable.Range(1, p).Select(j =>
        {
            Rational mean = Sum(n, i => weight[i] * design[i][j]) / total;
            return (a[j, j] / total) - (intercept ? mean * mean : Rational.Zero);
        }).ToArray();
        for (int j = 1; j < size; j++)
        {
            Rational scale = standardize ? variance[j - 1] : Rational.One;
            a[j, j] += Rational.Of(lambda) * Rational.Of(factors?[j - 1] ?? 1) * scale;
        }

        a[0, 0] = intercept ? a[0, 0] : Rational.One;
        return Eliminate(a, size).Select(value => value.ToDouble()).ToArray();
    }

    private static Rational Sum(int n, Func<int, Rational> term)
    {
        Rational sum = Rational.Zero;
        for (int i = 0; i < n; i++)
        {
            sum += term(i);
        }

        return sum;
    }

    /// <summary>Gauss-Jordan without fractions (Bareiss 1968): every entry is a minor of the matrix, so the division by the pivot before leaves no remainder.</summary>
    private static Rational[] Eliminate(Rational[,] a, int size)
    {
        BigInteger[,] m = Integers(a, size);
        BigInteger previous = BigInteger.One;
        for (int k = 0; k < size; k++)
        {
            int pivot = Enumerable.Range(k, size - k).First(i => !m[i, k].IsZero);
            for (int j = k; j <= size; j++)
            {
                (m[k, j], m[pivot, j]) = (m[pivot, j], m[k, j]);
            }

            for (int i = 0; i < size; i++)
            {
                for (int j = k + 1; j <= size && i != k; j++)
                {
                    m[i, j] = (m[k, k] * m[i, j] - m[i, k] * m[k, j]) / previous;
                }
            }

            previous = m[k, k];
        }

        return Enumerable.Range(0, size).Select(i => Rational.Reduced(m[i, size], previous)).ToArray();
    }

    /// <summary>Each row times the denominators it has.</summary>
    private static BigInteger[,] Integers(Rational[,] a, int size)
    {
        BigInteger[,] result = new BigInteger[size, size + 1];
        for (int i = 0; i < size; i++)
        {
            BigInteger common = BigInteger.One;
            for (int j = 0; j <= size; j++)
            {
                common *= a[i, j].Denominator / BigInteger.GreatestCommonDivisor(common, a[i, j].Denominator);
            }

            for (int j = 0; j <= size; j++)
            {
                result[i, j] = a[i, j].Numerator * (common / a[i, j].Denominator);
            }
        }

        return result;
    }

    /// <summary>A fraction in lowest terms.</summary>
    private readonly record struct Rational(BigInteger Numerator, BigInteger Denominator)
    {
        public static readonly Rational Zero = new(0, 1);

        public static readonly Rational One = new(1, 1);

        public bool IsZero => Numerator.IsZero;

        public static Rational Of(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int exponent = (int)((bits >> 52) & 0x7FF);
            BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
            int shift = Math.Max(exponent, 1) - 1075;
            mantissa = bits < 0 ? -mantissa : mantissa;
            return shift >= 0 ? new(mantissa << shift, 1) : Reduced(mantissa, BigInteger.One << -shift);
        }

        public static Rational operator +(Rational a, Rational b) => Reduced(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

        public static Rational operator -(Rational a, Rational b) => Reduced(a.Numerator * b.Denominator - b.Numerator * a.Denominator, a.Denominator * b.Denominator);

        public static Rational operator *(Rational a, Rational b) => Reduced(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

        public static Rational operator /(Rational a, Rational b) => Reduced(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

        public double ToDouble()
        {
            if (Numerator.IsZero)
            {
                return 0;
            }

            int shift = (int)(Denominator.GetBitLength() - BigInteger.Abs(Numerator).GetBitLength()) + 64;
            BigInteger quotient = shift >= 0 ? (Numerator << shift) / Denominator : Numerator / (Denominator << -shift);
            return Math.ScaleB((double)quotient, -shift);
        }

        public static Rational Reduced(BigInteger numerator, BigInteger denominator)
        {
            BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
            divisor = denominator.Sign < 0 ? -divisor : divisor;
            return new(numerator / divisor, denominator / divisor);
        }
    }
}

namespace RegSpec;

/// <summary>The largest eigenvalue of a symmetric positive map, from below.</summary>
internal static class PowerIteration
{
    private const int Steps = 30;

    /// <summary>Relative change of a step at which an estimate is good enough.</summary>
    private const double Tolerance = 1e-6;

    public static double Largest(int size, Action<double[], double[]> map)
    {
        double[] x = new double[size];
        double[] y = new double[size];
        for (int k = 0; k < size; k++)
        {
            x[k] = 1 + (k * 0.6180339887498949 % 1);   // no direction is likely to be orthogonal to it
        }

        double norm = 0;
        for (int step = 0; step < Steps; step++)
        {
            map(x, y);
            double before = norm;
            double length = Math.Sqrt(y.Sum(value => value * value));
            norm = length / Math.Sqrt(x.Sum(value => value * value));
            if (!(length > 0))
            {
                return 0;
            }

            if (Math.Abs(norm - before) <= Tolerance * norm)
            {
                break;
            }

            for (int k = 0; k < size; k++)
            {
                x[k] = y[k] / length;
            }
        }

        return norm;
    }
}

namespace RegSpec;

/// <summary>Raw coefficients β and the raw intercept as double-doubles, with what the refinement learnt about their error.</summary>
internal sealed class RefinedCoefficients
{
    private const double Epsilon = 1.1102230246251565e-16;

    public RefinedCoefficients(Standardization columns, DoubleDouble intercept)
    {
        Beta = new DoubleDouble[columns.FeatureCount];
        Error = new double[columns.Active.Length];
        Intercept = columns.Intercept ? intercept : DoubleDouble.Zero;
    }

    /// <summary>β of all features, 0 for constant ones.</summary>
    public DoubleDouble[] Beta { get; private set; }

    public DoubleDouble Intercept { get; private set; }

    /// <summary>Bound on the error of ŵ of the active features.</summary>
    public double[] Error { get; private set; }

    public int Steps { get; private set; }

    /// <summary>‖δ‖/‖w‖ of the first correction to a solution: the error it had.</summary>
    public double FirstCorrection { get; private set; } = double.NaN;

    /// <summary>Σs·r² of these coefficients.</summary>
    public double Squares { get; private set; }

    public bool HasConverged { get; private set; }

    /// <summary>A state of its own with the same values.</summary>
    public RefinedCoefficients Copy()
    {
        RefinedCoefficients copy = (RefinedCoefficients)MemberwiseClone();
        copy.Beta = [.. Beta];
        copy.Error = [.. Error];
        return copy;
    }

    /// <summary>Adds ŵ to the coefficients and moves the intercept along, so that the fit keeps passing through the means.</summary>
    public void Add(double[] unit, Standardization columns)
    {
        for (int k = 0; k < unit.Length; k++)
        {
            int j = columns.Active[k];
            DoubleDouble beta = new DoubleDouble(unit[k], 0) / columns.Deviation[j];
            Beta[j] += beta;
            if (columns.Intercept)
            {
                Intercept -= columns.Mean[j] * beta;
            }
        }
    }

    public void Shift(DoubleDouble intercept) => Intercept += intercept;

    /// <summary>‖ŵ + δ‖.</summary>
    public double NormWith(double[] correction, Standardization columns)
    {
        double sum = 0;
        double largest = double.Epsilon;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < correction.Length; k++)
            {
                int j = columns.Active[k];
                double value = Beta[j].Value * columns.Deviation[j] + correction[k];
                if (pass == 0)
                {
                    largest = Math.Max(largest, Math.Abs(value));
                }
                else
                {
                    sum += value / largest * (value / largest);
                }
            }
        }

        return largest * Math.Sqrt(sum);
    }

    public void Record(int step, double firstCorrection, double[] correction, double contraction, double squares, double change, Standardization columns)
    {
        Steps = step;
        FirstCorrection = firstCorrection;
        Squares = Math.Max(squares + change, 0);
        HasConverged = Math.Abs(change) * contraction <= 1e-13 * Squares || Squares <= 1e-28 * Math.Abs(change) || change == 0;
        double largest = correction.Length == 0 ? 0 : correction.Max(Math.Abs);
        for (int k = 0; k < Error.Length; k++)
        {
            int j = columns.Active[k];
            double size = Math.Abs(Beta[j].Value) * columns.Deviation[j];
            double remaining = largest * contraction;   // a later correction may be spread differently over the coefficients
            Error[k] = remaining + Epsilon * size;
            HasConverged &= remaining <= Epsilon * size || remaining == 0;
        }
    }

    /// <summary>For coefficients that no rows can refine: a relative error of the norm for each, and the sum of squares.</summary>
    public void Assume(double[] unit, double relativeError, double squares)
    {
        double largest = unit.Length == 0 ? 0 : unit.Max(Math.Abs);
        Array.Fill(Error, relativeError * largest);
        Squares = squares;
    }

    /// <summary>Adds what the rounding of the standard deviations does: each is off by a few ε, and λΦ with it. Two directions of signs stand for all.</summary>
    public void AddScaleRounding(RidgeSystem system, double[] penalties, Standardization columns)
    {
        double[][] held = [new double[Error.Length], new double[Error.Length]];
        double[][] moved = [new double[Error.Length], new double[Error.Length]];
        for (int probe = 0; probe < 2; probe++)
        {
            for (int k = 0; k < Error.Length; k++)
            {
                int j = columns.Active[k];
                double sign = (k / (probe + 1)) % 2 == 0 ? 1 : -1;
                held[probe][k] = columns.Scale[j] == columns.Deviation[j] ? sign * penalties[k] * Beta[j].Value * columns.Deviation[j] : 0;
            }
        }

        system.Solve(held, moved);
        for (int k = 0; k < Error.Length; k++)
        {
            Error[k] += 16 * Epsilon * (Math.Abs(moved[0][k]) + Math.Abs(moved[1][k]));
        }
    }
}

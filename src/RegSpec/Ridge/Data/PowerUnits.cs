namespace RegSpec;

/// <summary>
/// The powers of two in which columns and weights of extreme size are counted while a problem is solved, so that no square or product leaves the range
/// of a double. Multiplying by them is exact. Features as given by the user are 2^exponent times the features inside, and likewise the rest.
/// </summary>
internal sealed class PowerUnits
{
    /// <summary>Up to 2^±150 squares, products of four values and their rounding errors stay in range.</summary>
    private const int Comfortable = 150;

    /// <summary>Beyond this 2^exponent is no normal number.</summary>
    private const int Most = 1000;

    private readonly int[] columns;

    private PowerUnits(int[] columns, int weight)
    {
        this.columns = columns;
        Weight = weight;
    }

    /// <summary>Exponent of the weights; even.</summary>
    public int Weight { get; }

    /// <summary>Whether all are 1.</summary>
    public bool IsOne => Weight == 0 && Array.TrueForAll(columns, exponent => exponent == 0);

    /// <summary>Units of 1.</summary>
    public static PowerUnits One(int width) => new(new int[width], 0);

    /// <summary>Units for columns [x | y] with these ranges and for weights of this mean; null where all are of ordinary size.</summary>
    public static PowerUnits? Of(double[] minimum, double[] maximum, double meanWeight)
    {
        int[] exponents = [.. minimum.Select((low, j) => Exponent(Math.Max(Math.Abs(low), Math.Abs(maximum[j]))))];
        int weight = Exponent(meanWeight) / 2 * 2;
        return weight == 0 && Array.TrueForAll(exponents, exponent => exponent == 0) ? null : new(exponents, weight);
    }

    /// <summary>Exponent of a column of [x | y].</summary>
    public int Column(int column) => columns[column];

    /// <summary>The same units for features and weights, 1 for targets.</summary>
    public PowerUnits WithoutTargets(int features) => new([.. columns.Select((exponent, j) => j < features ? exponent : 0)], Weight);

    /// <summary>The units that undo these.</summary>
    public PowerUnits Inverse() => new(Array.ConvertAll(columns, exponent => -exponent), -Weight);

    private static int Exponent(double size)
    {
        int exponent = size > 0 && double.IsFinite(size) ? Math.Clamp(Math.ILogB(size), -Most, Most) : 0;
        return Math.Abs(exponent) <= Comfortable ? 0 : exponent;
    }
}

namespace RegSpec;

/// <summary>A column of a fit as a sum of summed columns times coefficients, and a constant.</summary>
internal sealed class AffineColumn
{
    private readonly Dictionary<int, double> coefficients = [];

    public double Constant { get; private set; }

    /// <summary>The columns that have a part in it.</summary>
    public IReadOnlyDictionary<int, double> Coefficients => coefficients;

    /// <summary>The summed column that it is itself; −1 if it is none.</summary>
    public int Itself => coefficients.Count == 1 && Constant == 0 && coefficients.First() is { Value: 1 } only ? only.Key : -1;

    /// <summary>Adds a summed column; nothing for a negative place.</summary>
    public AffineColumn Add(int term, double coefficient)
    {
        if (term >= 0 && coefficient != 0)
        {
            coefficients[term] = coefficients.GetValueOrDefault(term) + coefficient;
        }

        return this;
    }

    /// <summary>Adds another times a factor.</summary>
    public AffineColumn Add(AffineColumn other, double factor)
    {
        foreach ((int term, double coefficient) in other.coefficients)
        {
            Add(term, factor * coefficient);
        }

        return Add(factor * other.Constant);
    }

    /// <summary>Adds a constant.</summary>
    public AffineColumn Add(double constant)
    {
        Constant += constant;
        return this;
    }
}

namespace RegSpec;

/// <summary>What an engine takes, in nanoseconds a row: the cost rule compares from these. Estimates from a few runs on two cores, not a benchmark; only their ratios matter, and <see cref="TableOptions"/> overrides the choice.</summary>
/// <param name="Column">Reading a column in one statement of sums.</param>
/// <param name="Product">Summing one product of two columns.</param>
/// <param name="Cell">Handing one value to the client.</param>
public sealed record EngineRates(double Column, double Product, double Cell)
{
    /// <summary>Summing one product here, after the row was handed over: the same for every engine.</summary>
    public const double LocalProduct = 0.25;
}

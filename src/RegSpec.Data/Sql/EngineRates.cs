namespace RegSpec;

/// <summary>
/// What an engine takes, in nanoseconds a row: the cost rule compares from these. Those of the dialects are fits, by relative error, to p = 5 … 300 features on one machine of two
/// cores (AMD EPYC, 2026; DuckDB 1.5 in the process, PostgreSQL 15 and ClickHouse 18.16 on loopback; ClickHouse.Driver over kept answers): <c>EngineRatesStudy</c> of the tests measures
/// them anew. There they meet what was measured within about a third up to p = 30; wider statements cost more a product, up to 2.5 times at p = 100 and 2.3 times at
/// p = 300. A link of B bytes a second adds 8/B to <paramref name="Cell"/>, and an engine of k times as many cores divides <paramref name="Column"/> and <paramref name="Product"/> by k: <see cref="TableOptions.Way"/> overrides the choice.
/// </summary>
/// <param name="Column">Reading a column in one statement of sums.</param>
/// <param name="Product">Summing one product of two columns.</param>
/// <param name="Cell">Handing one value to the client.</param>
public sealed record EngineRates(double Column, double Product, double Cell)
{
    /// <summary>Summing one product here, after the row was handed over: the same for every engine.</summary>
    public const double LocalProduct = 0.25;
}

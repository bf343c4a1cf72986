namespace RegSpec.Data.Tests;

/// <summary>Which servers the other tests run on besides DuckDB. Under .ci/run (REGSPEC_SERVERS) each must be there.</summary>
public class ServersTests
{
    [ServerFact("PostgreSQL", Engines.PostgreSqlVariable)]
    public void PostgreSql_answers() => Answers("PostgreSQL");

    [ServerFact("ClickHouse", Engines.ClickHouseVariable)]
    public void ClickHouse_answers() => Answers("ClickHouse");

    private static void Answers(string name)
    {
        Engine engine = Engines.Of(name);
        string table = engine.Create(Houses.Table(Houses.Rows(5)));
        engine.Drop(table);
    }
}

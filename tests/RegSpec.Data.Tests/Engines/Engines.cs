namespace RegSpec.Data.Tests;

/// <summary>The engines that are there: DuckDB always, servers where the environment says so.</summary>
public static class Engines
{
    public const string PostgreSqlVariable = "REGSPEC_POSTGRESQL";

    public const string ClickHouseVariable = "REGSPEC_CLICKHOUSE";

    public const string SecondClickHouseVariable = "REGSPEC_CLICKHOUSE_SECOND";

    private static readonly Lazy<IReadOnlyDictionary<string, Engine>> Found = new(() => Find().ToDictionary(engine => engine.Name));

    public static IReadOnlyList<string> Names { get; } =
    [
        "DuckDB",
        .. Environment.GetEnvironmentVariable(PostgreSqlVariable) is null ? Array.Empty<string>() : ["PostgreSQL"],
        .. Environment.GetEnvironmentVariable(ClickHouseVariable) is null ? Array.Empty<string>() : ["ClickHouse"],
    ];

    public static TheoryData<string> All => new(Names);

    public static TheoryData<string, TableWay> AllWays
    {
        get
        {
            TheoryData<string, TableWay> data = [];
            foreach (string name in Names)
            {
                data.Add(name, TableWay.PushDown);
                data.Add(name, TableWay.Streaming);
            }

            return data;
        }
    }

    public static Engine Of(string name) => Found.Value[name];

    private static IEnumerable<Engine> Find()
    {
        yield return new DuckDbEngine();
        if (Environment.GetEnvironmentVariable(PostgreSqlVariable) is { } postgreSql)
        {
            yield return new PostgreSqlEngine(postgreSql);
        }

        if (Environment.GetEnvironmentVariable(ClickHouseVariable) is { } clickHouse)
        {
            yield return new ClickHouseEngine(new Uri(clickHouse));
        }
    }
}

/// <summary>A test that needs a server: where an environment variable does not name one, it is reported as skipped, and says how to get it.</summary>
public sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute(string server, params string[] variables) => Skip = Missing(server, variables);

    internal static string? Missing(string server, string[] variables) =>
        variables.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is null) is { } missing && Environment.GetEnvironmentVariable("REGSPEC_SERVERS") is null
            ? $"{server} was not found: {missing} is not set. '.ci/servers dotnet test' installs and starts the servers."
            : null;
}

/// <summary>The same for a test with cases.</summary>
public sealed class ServerTheoryAttribute : TheoryAttribute
{
    public ServerTheoryAttribute(string server, params string[] variables) => Skip = ServerFactAttribute.Missing(server, variables);
}

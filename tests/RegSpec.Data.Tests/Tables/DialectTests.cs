namespace RegSpec.Data.Tests;

/// <summary>What each dialect writes, without a server.</summary>
public class DialectTests
{
    public static TheoryData<string> Dialects => new("DuckDB", "PostgreSQL", "ClickHouse");

    [Theory]
    [InlineData("DuckDB", "a\"b`\\", "\"a\"\"b`\\\"")]
    [InlineData("PostgreSQL", "a\"b`\\", "\"a\"\"b`\\\"")]
    [InlineData("ClickHouse", "a\"b`\\", "`a\"b\\`\\\\`")]
    public void Identifiers(string dialect, string name, string expected) => Assert.Equal(expected, Of(dialect).Quote(name));

    [Theory]
    [InlineData("DuckDB", "'a''b\\'")]
    [InlineData("PostgreSQL", "E'a''b\\\\'")]
    [InlineData("ClickHouse", "'a\\'b\\\\'")]
    public void Strings(string dialect, string expected) => Assert.Equal(expected, Of(dialect).Literal("a'b\\"));

    [Theory]
    [InlineData("DuckDB", 1e8 + 1.0 / 3, "(100000000.33333333E0)")]
    [InlineData("DuckDB", -2.5e-300, "(-2.5E-300)")]
    [InlineData("PostgreSQL", 1e8 + 1.0 / 3, "double precision '100000000.33333333E0'")]
    [InlineData("ClickHouse", 0.1, "reinterpretAsFloat64(unhex('9A9999999999B93F'))")]
    public void Numbers(string dialect, double value, string expected) => Assert.Equal(expected, Of(dialect).Number(value));

    [Theory]
    [InlineData("DuckDB", "shop.\"a.b\"", "\"shop\".\"a.b\"")]
    [InlineData("PostgreSQL", "\"say \"\"x\"\"\"", "\"say \"\"x\"\"\"")]
    [InlineData("ClickHouse", "db.t", "`db`.`t`")]
    [InlineData("DuckDB", "a/it's.parquet", "read_parquet('a/it''s.parquet')")]
    [InlineData("DuckDB", "*.csv.gz", "read_csv('*.csv.gz')")]
    [InlineData("PostgreSQL", "public.csv", "\"public\".\"csv\"")]
    public void Tables(string dialect, string table, string expected) => Assert.Equal(expected, Of(dialect).Table(table));

    [Theory]
    [MemberData(nameof(Dialects))]
    public void No_name_or_text_has_a_NUL(string dialect)
    {
        Assert.Throws<ArgumentException>(() => Of(dialect).Quote("a\0"));
        Assert.Throws<ArgumentException>(() => Of(dialect).Literal("a\0"));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void No_statement_exceeds_the_limits(string name)
    {
        SqlDialect dialect = Of(name);
        foreach (int p in new[] { 1, 5, 30, 31, 44, 45, 100, 300 })
        {
            TableSource source = Source(dialect, p);
            IReadOnlyList<(int[] Rows, int[] Columns)> batches = PushedSums.Batches(source);
            HashSet<(int, int)> pairs = [];
            foreach ((int[] rows, int[] columns) in batches)
            {
                int[] all = [.. rows.Union(columns)];
                (int I, int J)[] own = [.. rows.SelectMany(i => columns.Where(j => j <= i).Select(j => (i, j)))];
                Assert.All(own, pair => Assert.True(pairs.Add(pair)));
                List<string> sums = [.. all.Select(j => $"SUM(d{j})"), .. own.Select(pair => $"SUM(d{pair.I} * d{pair.J})")];
                Assert.True(sums.Count + 3 <= dialect.MostExpressions, $"{sums.Count}");
                using DuckDB.NET.Data.DuckDBCommand command = new();
                string text = new StatementText(source, all, Enumerable.Repeat(1.0 / 3, source.Width).ToArray()).Write(command, sums);
                Assert.True(text.Length <= dialect.MostCharacters, $"{text.Length}");
            }

            Assert.Equal((p + 1) * (p + 2) / 2, pairs.Count);
        }
    }

    [Theory]
    [InlineData("ClickHouse", 100_000.0)]
    [InlineData("PostgreSQL", 3.0)]
    public void The_cost_rule_follows_the_rates(string dialect, double cell)
    {
        EngineRates rates = Of(dialect).Rates;
        Assert.Equal(TableWay.PushDown, CostRule.Choose(rates with { Cell = 1e6 }, 31, 31, 1).Way);
        Assert.Equal(TableWay.Streaming, CostRule.Choose(rates with { Product = 1e6 }, 31, 31, 1).Way);
        TableWay way = CostRule.Choose(rates with { Cell = cell }, 2, 2, 1).Way;
        Assert.Equal(cell > 1000 ? TableWay.PushDown : TableWay.Streaming, way);
    }

    [Fact]
    public void Values_of_a_condition_for_ClickHouse_are_literals()
    {
        using DuckDB.NET.Data.DuckDBCommand command = new();
        object?[] values = [null, "a'b", true, 0.1, 7, 1.5m, new DateOnly(2024, 2, 3), new DateTime(2024, 2, 3, 4, 5, 6), Heating.Oil];
        Assert.Equal(
            ["NULL", "'a\\'b'", "1", "reinterpretAsFloat64(unhex('9A9999999999B93F'))", "7", "1.5", "toDate('2024-02-03')", "toDateTime('2024-02-03 04:05:06')", "5"],
            values.Select((value, i) => SqlDialect.ClickHouse.Bind(command, i, value)));
        Assert.Empty(command.Parameters);
        Assert.Throws<ArgumentException>(() => SqlDialect.ClickHouse.Bind(command, 0, new object()));
    }

    [Fact]
    public void A_connection_of_an_unknown_provider()
    {
        using UnknownConnection connection = new();
        Assert.Contains("set TableOptions.Dialect", Assert.Throws<ArgumentException>(() => SqlDialect.Of(connection)).Message);
    }

    internal static SqlDialect Of(string name) => name switch { "DuckDB" => SqlDialect.DuckDb, "PostgreSQL" => SqlDialect.PostgreSql, _ => SqlDialect.ClickHouse };

    internal static TableSource Source(SqlDialect dialect, int p)
    {
        RidgeColumns columns = new();
        for (int j = 0; j < p; j++)
        {
            columns.Number($"feature_{j}");
        }

        RidgeSchema schema = columns.Target("target").Build(1, fitIntercept: true);
        TableRows rows = new(schema, "table", dialect, new TableOptions(), [.. schema.Features.Select(feature => new TableColumn(feature.Name, typeof(double), "double")), new TableColumn("target", typeof(double), "double")]);
        return new(rows, schema.Encode(new Dictionary<string, IReadOnlyList<string>>()));
    }

    private sealed class UnknownConnection : System.Data.Common.DbConnection
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override System.Data.ConnectionState State => System.Data.ConnectionState.Closed;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close() => throw new NotSupportedException();

        public override void Open() => throw new NotSupportedException();

        protected override System.Data.Common.DbTransaction BeginDbTransaction(System.Data.IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override System.Data.Common.DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
}

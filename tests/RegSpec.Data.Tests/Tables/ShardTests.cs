using System.Data.Common;
using System.Text.Json;

namespace RegSpec.Data.Tests;

/// <summary>Rows that lie in several places, and what selects λ without them.</summary>
public class ShardTests
{
    [ServerFact("A second ClickHouse server", Engines.ClickHouseVariable, Engines.SecondClickHouseVariable)]
    public void A_distributed_table_over_two_servers()
    {
        Engine first = Engines.Of("ClickHouse");
        Engine second = new ClickHouseEngine(new Uri(Environment.GetEnvironmentVariable(Engines.SecondClickHouseVariable)!));
        House[] rows = Houses.Rows(3000, 1e6);
        string table = first.Create(Houses.Table(rows[..1000]));
        second.Create(table, Houses.Table(rows[1000..]));
        string all = table + "_all";
        first.Execute($"CREATE TABLE {all} AS {table} ENGINE = Distributed(regspec, default, {table})");
        using DbConnection connection = first.Connect();
        foreach (TableWay way in new[] { TableWay.PushDown, TableWay.Streaming })
        {
            TableStatistics read = HouseRidge.Statistics(connection, all, new TableOptions { Way = way, Folds = 3, FoldKey = "id" });
            Assert.Equal(3000, read.Rows);
            SameCoefficientsTests.AssertSameStatistics(HouseRidge.Statistics(rows), read.Statistics);
            SameCoefficientsTests.AssertSame(HouseRidge.Fit(rows).Solution, HouseRidge.Fit(read.Statistics).Solution);
        }

        first.Drop(all);
        first.Drop(table);
        second.Drop(table);
    }

    [Fact]
    public void Statistics_of_shards_stored_as_json_and_merged()
    {
        Engine engine = Engines.Of("DuckDB");
        House[] rows = Houses.Rows(2000, 1e8);
        string table = engine.Create(Houses.Table(rows));
        string[] stored = [.. Enumerable.Range(0, 4).Select(shard =>
        {
            using DbConnection connection = engine.Connect();
            return JsonSerializer.Serialize(HouseRidge.Statistics(connection, table, new TableOptions { Where = $"id % 4 = {(long)shard}" }).Statistics);
        })];
        RidgeStatistics merged = stored.Select(text => JsonSerializer.Deserialize<RidgeStatistics>(text)!).Aggregate(RidgeStatistics.Merge);
        engine.Drop(table);
        SameCoefficientsTests.AssertSame(HouseRidge.Fit(rows).Solution, HouseRidge.Fit(merged).Solution);
    }

    [Fact]
    public void Folds_select_as_the_rows_would()
    {
        Engine engine = Engines.Of("DuckDB");
        House[] rows = Houses.Rows(400, 1e4);
        string table = engine.Create(Houses.Table(rows));
        using DbConnection connection = engine.Connect();
        TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Folds = 4, FoldKey = "id" });
        engine.Drop(table);
        double[] lambdas = [0.01, 0.1, 1, 10, 100, 1000];
        LambdaSelection same = LambdaSelection.KFold([.. rows.Select((_, i) => SameCoefficientsTests.FoldOf(i, 4))]);
        IReadOnlyList<double> expected = HouseRidge.Problem(rows).KFoldErrors(same, lambdas);
        RidgeSelection selected = HouseRidge.Type.SelectByFolds(read.Folds, lambdas).Selection!;
        for (int i = 0; i < lambdas.Length; i++)
        {
            Assert.Equal(expected[i], selected.Values[i], 1e-10 * expected[i]);   // a quadratic form of moments that are exact to 1e-13 or so
        }

        RidgeModel<House> model = HouseRidge.Select(rows, same);
        RidgeSelection free = HouseRidge.Type.SelectByFolds(read.Folds).Selection!;
        Assert.Equal(Math.Log(model.Solution.Lambda), Math.Log(free.Lambda), 0.01);   // the criterion is flat at its least: λ is known to √ε
        Assert.All(free.Values, error => Assert.True(free.Value <= error));
        Assert.All(free.StandardErrors!, error => Assert.True(error > 0));
        Assert.Throws<InvalidOperationException>(() => RidgeProblem.FromStatistics(read.Statistics, HouseRidge.Options).LeaveOneOutErrors(lambdas));
        Assert.Contains("at least two must", Assert.Throws<ArgumentException>(() => HouseRidge.Type.SelectByFolds(read.Folds.Take(1).ToArray())).Message);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    public void Files(string ending)
    {
        Engine engine = Engines.Of("DuckDB");
        House[] rows = Houses.Rows(600, 1e6);
        string table = engine.Create(Houses.Table(rows));
        string folder = Directory.CreateTempSubdirectory("regspec-").FullName;
        for (int part = 0; part < 2; part++)
        {
            string format = ending == "csv" ? "FORMAT csv, HEADER" : "FORMAT parquet";
            engine.Execute($"COPY (SELECT * FROM {table} WHERE id % 2 = {part}) TO '{folder}/part{part}.{ending}' ({format})");
        }

        TableStatistics all = HouseRidge.Statistics(Path.Combine(folder, $"*.{ending}"));
        Assert.Equal(300, HouseRidge.Statistics(Path.Combine(folder, $"part1.{ending}")).Rows);
        Directory.Delete(folder, recursive: true);
        engine.Drop(table);
        SameCoefficientsTests.AssertSame(HouseRidge.Fit(rows).Solution, HouseRidge.Fit(all.Statistics).Solution);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Arrays(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        Random random = new(5);
        Sensor[] rows = [.. Enumerable.Range(0, 300).Select(i =>
        {
            double[] values = [random.NextDouble(), 5 * random.NextDouble(), random.NextDouble() - 3];
            return new Sensor { Values = values, Level = values.Sum() + 0.1 * random.NextDouble() };
        })];
        TableData data = new(
            new DataColumn("values", ColumnKind.Numbers, [.. rows.Select(row => (object)row.Values)]),
            new DataColumn("level", ColumnKind.Number, [.. rows.Select(row => (object)row.Level)]));
        string table = engine.Create(data);
        using DbConnection connection = engine.Connect();
        TableStatistics read = SensorRidge.Statistics(connection, table, new TableOptions { Way = way });
        SameCoefficientsTests.AssertSame(SensorRidge.Fit(rows).Solution, SensorRidge.Fit(read.Statistics).Solution);
        engine.Drop(table);
        string spoiled = engine.Create(data.With("values", (value, i) => i == 4 ? new double[] { 1, 2 } : value));
        Assert.Contains("1 rows have arrays of 2 values", Assert.Throws<ArgumentException>(() => SensorRidge.Statistics(connection, spoiled)).Message);
        engine.Drop(spoiled);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Wide_tables_in_several_statements(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        Random random = new(9);
        Wide[] rows = [.. Enumerable.Range(0, 200).Select(_ => new Wide { Values = [.. Enumerable.Range(0, 60).Select(_ => 1e6 + random.NextDouble())], Target = random.NextDouble() })];
        string table = engine.Create(new TableData(
            new DataColumn("values", ColumnKind.Numbers, [.. rows.Select(row => (object)row.Values)]),
            new DataColumn("target", ColumnKind.Number, [.. rows.Select(row => (object)row.Target)])));
        using DbConnection connection = engine.Connect();
        TableStatistics read = WideRidge.Statistics(connection, table, new TableOptions { Way = TableWay.PushDown });
        engine.Drop(table);
        Assert.True(read.Statements > 4, $"{read.Statements}");
        SameCoefficientsTests.AssertSameStatistics(WideRidge.Statistics(rows), read.Statistics);
    }
}

[RidgeRegression]
public sealed record Sensor
{
    [Feature(Length = 3)]
    public required double[] Values { get; init; }

    [Target]
    public required double Level { get; init; }
}

[RidgeRegression]
public sealed record Wide
{
    [Feature(Length = 60)]
    public required double[] Values { get; init; }

    [Target]
    public required double Target { get; init; }
}

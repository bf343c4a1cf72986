using System.Data.Common;
using System.Text.Json;

namespace RegSpec.Data.Tests;

/// <summary>Strings, dates, durations and decimals of a table become the columns that they become in memory.</summary>
public class TextAndTimeTests
{
    /// <summary>Texts that would harm who does not quote them, that differ in case alone, and whose order differs between UTF-8 and UTF-16.</summary>
    private static readonly string[] Cities = ["Oslo", "oslo", "x'); DROP TABLE journeys; --\\", "São Paulo", "", " a\"`", "\uFFFD", "\U0001F600", "{0}"];

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Strings_dates_and_decimals(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        Journey[] rows = Journeys(1500);
        TableData data = Table(rows);
        bool[] spoiled = new bool[rows.Length];
        for (int c = 1; c < data.Columns.Length; c++)
        {
            int place = c;
            data = data.With(data.Columns[c].Name, (value, i) =>
            {
                spoiled[i] |= i % 97 == place;
                return i % 97 == place ? null : value;
            });
        }

        string table = engine.Create(data);
        using DbConnection connection = engine.Connect();
        TableStatistics read = JourneyRidge.Statistics(connection, table, new TableOptions { Way = way });
        engine.Drop(table);
        Journey[] kept = [.. rows.Where((_, i) => !spoiled[i])];
        Assert.Equal((1500, kept.Length), (read.Rows, read.Statistics.Count));
        Assert.Equal(["Booked", "City", "Delay", "Fare", "Left", "Zip"], read.SkippedBy.Keys.Order());
        RidgeModel<Journey> expected = JourneyRidge.Fit(kept);
        RidgeModel<Journey> actual = JourneyRidge.Fit(read.Statistics);
        SameCoefficientsTests.AssertSame(expected.Solution, actual.Solution);
        SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Statistics(kept), read.Statistics);
        Assert.Equal(expected.Predict(kept[0]), actual.Predict(kept[0]), 1e-9);
        Assert.Contains("City=x'); DROP TABLE journeys; --\\", actual.Solution.FeatureNames);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Moments_with_a_zone_and_durations_to_the_microsecond(string engineName, TableWay way)
    {
        if (engineName == "ClickHouse")
        {
            return;   // it has no durations: Columns_of_other_types_are_named
        }

        Engine engine = Engines.Of(engineName);
        Random random = new(4);
        Ride[] rows = [.. Enumerable.Range(0, 800).Select(_ =>
        {
            DateTimeOffset start = new DateTimeOffset(2019, 3, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(10 * random.NextInt64(60_000_000_000_000));
            TimeSpan took = TimeSpan.FromMicroseconds(random.NextInt64(-1_000_000, 9_000_000_000));
            return new Ride { Start = start, Took = took, Cost = took.TotalHours * 3 + start.Hour + random.NextDouble() };
        })];
        TableData data = RideTable(rows);
        string table = engine.Create(data);
        using DbConnection connection = engine.Connect();
        TableStatistics read = RideRidge.Statistics(connection, table, new TableOptions { Way = way });
        engine.Drop(table);
        SameCoefficientsTests.AssertSameStatistics(RideRidge.Statistics(rows), read.Statistics);
        SameCoefficientsTests.AssertSame(RideRidge.Fit(rows).Solution, RideRidge.Fit(read.Statistics).Solution);
    }

    [Theory]
    [InlineData("TIMESTAMP_NS", "2020-01-02 03:04:05.123456789", 1577934245.1234567)]
    [InlineData("TIMESTAMP_MS", "2020-01-02 03:04:05.123", 1577934245.123)]
    [InlineData("TIMESTAMP_S", "2020-01-02 03:04:05", 1577934245)]
    [InlineData("DATE", "0001-01-01", -62135596800)]
    [InlineData("TIMESTAMP", "9999-12-31 23:59:59.999999", 253402300799.999999)]
    [InlineData("TIMESTAMPTZ", "2020-01-02 03:04:05+02", 1577927045)]
    public void Every_type_of_date_that_DuckDB_has(string type, string value, double seconds)
    {
        Engine engine = Engines.Of("DuckDB");
        string table = $"times_{type}";
        engine.Execute($"CREATE TABLE {table} AS SELECT CAST('{value}' AS {type}) AS Start, CAST(range AS DOUBLE) AS Y FROM range(3)");
        using DbConnection connection = engine.Connect();
        TableStatistics read = MomentRidge.Statistics(connection, table);
        engine.Drop(table);
        Assert.Equal(seconds, read.Statistics.Mean(0), Math.Abs(seconds) * 2.3e-16);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Infinite_dates_are_skipped_and_what_NET_cannot_hold_is_refused(string engineName)
    {
        if (engineName == "ClickHouse")
        {
            return;   // its dates go from 1970 to 2106
        }

        Engine engine = Engines.Of(engineName);
        TableData data = Table(Journeys(30));
        string table = engine.Create(data);
        string quoted = engine.Dialect.Quote(table);
        using DbConnection connection = engine.Connect();
        engine.Execute($"UPDATE {quoted} SET \"Booked\" = 'infinity' WHERE id < 3");
        engine.Execute($"UPDATE {quoted} SET \"Left\" = '-infinity' WHERE id BETWEEN 2 AND 4");
        TableStatistics read = JourneyRidge.Statistics(connection, table);
        Assert.Equal((5, 3, 3), (read.SkippedRows, read.SkippedBy["Booked"], read.SkippedBy["Left"]));
        engine.Execute($"UPDATE {quoted} SET \"Left\" = '20000-01-01' WHERE id = 7");
        ArgumentException fault = Assert.Throws<ArgumentException>(() => JourneyRidge.Statistics(connection, table));
        Assert.Contains("1 rows have '20000-01-01 00:00:00' in the column \"Left\"; feature 'Left' is a date; those of .NET go from the year 1 to 9999", fault.Message);
        engine.Drop(table);

        string rides = engine.Create(RideTable([.. Enumerable.Range(0, 9).Select(i => new Ride { Start = DateTimeOffset.UnixEpoch.AddDays(i), Took = TimeSpan.FromHours(i * i), Cost = i })]));
        engine.Execute($"UPDATE {engine.Dialect.Quote(rides)} SET \"Took\" = INTERVAL '1' MONTH WHERE \"Cost\" = 4");
        Assert.Contains("feature 'Took' is a duration; months and years have no fixed length", Assert.Throws<ArgumentException>(() => RideRidge.Statistics(connection, rides)).Message);
        engine.Drop(rides);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Columns_of_other_types_are_named(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        TableData data = Table(Journeys(5));
        using DbConnection connection = engine.Connect();
        foreach ((string column, ColumnKind kind, object value, string due) in new[]
        {
            ("City", ColumnKind.Number, (object)1.5, "feature 'City' needs texts"), ("Booked", ColumnKind.Text, "2020-01-01", "feature 'Booked' needs dates, or dates with times,"),
            ("Left", ColumnKind.Integer, 3L, "feature 'Left' needs dates, or dates with times,"), ("Fare", ColumnKind.Date, new DateOnly(2020, 1, 1), "feature 'Fare' needs numbers"),
        })
        {
            string table = engine.Create(new TableData([.. data.Columns.Select(own => own.Name == column ? new DataColumn(column, kind, [.. Enumerable.Repeat(value, 5)]) : own)]));
            Assert.Contains(due, Assert.Throws<ArgumentException>(() => JourneyRidge.Statistics(connection, table)).Message);
            engine.Drop(table);
        }

        string moments = engine.Create(new TableData(
            new DataColumn("Start", ColumnKind.Moment, [.. Enumerable.Repeat((object)new DateTime(2020, 1, 1), 3)]), new DataColumn("Took", ColumnKind.Moment, [.. Enumerable.Repeat((object)new DateTime(2020, 1, 1), 3)]),
            new DataColumn("Cost", ColumnKind.Number, [1.0, 2.0, 3.0])));
        Assert.Contains("feature 'Took' needs durations", Assert.Throws<ArgumentException>(() => RideRidge.Statistics(connection, moments)).Message);
        engine.Drop(moments);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Shards_with_given_levels_merge(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        Journey[] rows = [.. Journeys(600).OrderBy(row => row.City, StringComparer.Ordinal)];   // each shard lacks levels that the other has
        string first = engine.Create(Table(rows[..300]));
        string second = engine.Create(Table(rows[300..]));
        using DbConnection connection = engine.Connect();
        RidgeEncoding encoding = JourneyRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = Cities, ["Zip"] = ["1", "2", "3"] });
        TableOptions options = new() { Way = way, Encoding = encoding };
        string[] stored = [JsonSerializer.Serialize(JourneyRidge.Statistics(connection, first, options).Statistics), JsonSerializer.Serialize(JourneyRidge.Statistics(connection, second, options).Statistics)];
        RidgeStatistics merged = stored.Select(text => JsonSerializer.Deserialize<RidgeStatistics>(text)!).Aggregate(RidgeStatistics.Merge);
        SameCoefficientsTests.AssertSame(JourneyRidge.Fit(rows).Solution, JourneyRidge.Fit(merged).Solution);

        RidgeStatistics own = JourneyRidge.Statistics(connection, first, new TableOptions { Way = way }).Statistics;
        Assert.Throws<ArgumentException>(() => RidgeStatistics.Merge(own, JourneyRidge.Statistics(connection, second, new TableOptions { Way = way }).Statistics));

        // A level that the encoding lacks: an exception for City, no column for Zip, which says Unseen.Zero.
        RidgeEncoding few = JourneyRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = [.. Cities.Where(city => city != "oslo")], ["Zip"] = ["1", "2", "3"] });
        Assert.Contains("'oslo' in the column", Assert.Throws<ArgumentException>(() => Both(few)).Message);
        RidgeEncoding less = JourneyRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = Cities, ["Zip"] = ["1", "2"] });
        RidgeStatistics zero = Both(less);
        SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Type.Statistics(rows, less), zero);
        Assert.Contains("Encoding is that of another type", Assert.Throws<ArgumentException>(() =>
            HouseRidge.Statistics(connection, first, new TableOptions { Encoding = encoding })).Message);
        engine.Drop(first);
        engine.Drop(second);

        RidgeStatistics Both(RidgeEncoding given) => RidgeStatistics.Merge(
            JourneyRidge.Statistics(connection, first, new TableOptions { Way = way, Encoding = given }).Statistics, JourneyRidge.Statistics(connection, second, new TableOptions { Way = way, Encoding = given }).Statistics);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Folds_with_strings_select(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        Journey[] rows = Journeys(500);
        string table = engine.Create(Table(rows));
        using DbConnection connection = engine.Connect();
        TableStatistics read = JourneyRidge.Statistics(connection, table, new TableOptions { Way = way, Folds = 4, FoldKey = "id" });
        engine.Drop(table);
        double[] lambdas = [0.1, 1, 10, 100];
        IReadOnlyList<double> expected = JourneyRidge.Problem(rows).KFoldErrors(LambdaSelection.KFold([.. rows.Select((_, i) => SameCoefficientsTests.FoldOf(i, 4))]), lambdas);
        IReadOnlyList<double> errors = JourneyRidge.Type.SelectByFolds(read.Folds, lambdas).Selection!.Values;
        for (int i = 0; i < lambdas.Length; i++)
        {
            Assert.Equal(expected[i], errors[i], 1e-10 * expected[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void More_levels_than_columns_make_sense_of(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        Journey[] rows = [.. Journeys(TableLevels.Most + 1).Select((row, i) => row with { City = $"city {i}" })];
        string table = engine.Create(Table(rows));
        using DbConnection connection = engine.Connect();
        Assert.Contains("feature 'City' has more than 2000 levels", Assert.Throws<ArgumentException>(() => JourneyRidge.Statistics(connection, table)).Message);
        engine.Drop(table);
    }

    [Fact]
    public void As_many_levels_as_may_be_are_streamed_as_one_cell_a_row()
    {
        Engine engine = Engines.Of("DuckDB");
        Journey[] rows = [.. Journeys(600).Select((row, i) => row with { City = $"city {i % 300}" })];
        string table = engine.Create(Table(rows));
        using DbConnection connection = engine.Connect();
        TableStatistics read = JourneyRidge.Statistics(connection, table);
        engine.Drop(table);
        Assert.Equal(TableWay.Streaming, read.Way);
        SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Statistics(rows), read.Statistics);
    }

    [Fact]
    public void Collations_that_ignore_case_join_no_levels()
    {
        Engine engine = Engines.Of("DuckDB");
        Journey[] rows = Journeys(200);
        string table = engine.Create(Table(rows));
        engine.Execute($"ALTER TABLE {table} ALTER \"City\" TYPE VARCHAR COLLATE NOCASE");
        using DbConnection connection = engine.Connect();
        foreach (TableWay way in new[] { TableWay.PushDown, TableWay.Streaming })
        {
            SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Statistics(rows), JourneyRidge.Statistics(connection, table, new TableOptions { Way = way }).Statistics);
        }

        engine.Drop(table);
    }

    [ServerFact("PostgreSQL", Engines.PostgreSqlVariable)]
    public void Collations_of_PostgreSql_that_ignore_case_join_no_levels()
    {
        Engine engine = Engines.Of("PostgreSQL");
        Journey[] rows = Journeys(200);
        string table = engine.Create(Table(rows));
        engine.Execute($"CREATE COLLATION {table}_c (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        engine.Execute($"ALTER TABLE {table} ALTER \"City\" TYPE text COLLATE {table}_c");
        using DbConnection connection = engine.Connect();
        foreach (TableWay way in new[] { TableWay.PushDown, TableWay.Streaming })
        {
            SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Statistics(rows), JourneyRidge.Statistics(connection, table, new TableOptions { Way = way }).Statistics);
        }

        engine.Drop(table);
        engine.Execute($"DROP COLLATION {table}_c");
    }

    [Fact]
    public void A_level_with_a_NUL()
    {
        Engine engine = Engines.Of("DuckDB");
        string table = engine.Create(Table(Journeys(20)));
        engine.Execute($"UPDATE {table} SET \"City\" = 'a' || chr(0) WHERE id = 3");
        using DbConnection connection = engine.Connect();
        Assert.Contains("feature 'City' has the level 'a\\0', which contains the character NUL", Assert.Throws<ArgumentException>(() => JourneyRidge.Statistics(connection, table)).Message);
        engine.Drop(table);
    }

    [Fact]
    public void Parquet_files()
    {
        Engine engine = Engines.Of("DuckDB");
        Journey[] rows = Journeys(400);
        string table = engine.Create(Table(rows));
        string file = Path.Combine(Path.GetTempPath(), $"{table}.parquet");
        engine.Execute($"COPY {table} TO '{file}' (FORMAT parquet)");
        TableStatistics read = JourneyRidge.Statistics(file);
        File.Delete(file);
        engine.Drop(table);
        SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Statistics(rows), read.Statistics);
    }

    [ServerFact("ClickHouse", Engines.ClickHouseVariable)]
    public void A_level_that_comes_between_statements_of_an_engine_without_snapshots()
    {
        ClickHouseEngine engine = (ClickHouseEngine)Engines.Of("ClickHouse");
        foreach (TableWay way in new[] { TableWay.PushDown, TableWay.Streaming })
        {
            TableData data = Table(Journeys(100));
            string table = engine.Create(data);
            using ClickHouseRelay relay = engine.Relay();
            int statement = 0;
            relay.OnStatement = _ =>
            {
                if (++statement == 5)   // columns, contents, levels of City, levels of Zip, then ranges or rows
                {
                    engine.Drop(table);
                    engine.Create(table, data.With("City", (value, i) => i == 77 ? "Bergen" : value));
                }
            };
            using DbConnection connection = ClickHouseEngine.Connect(relay);
            Assert.Contains("texts of 'City' in one statement that another had not", Assert.Throws<InvalidOperationException>(() => JourneyRidge.Statistics(connection, table, new TableOptions { Way = way })).Message);
            engine.Drop(table);
        }
    }

    internal static Journey[] Journeys(int count)
    {
        Random random = new(11);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int city = i < Cities.Length ? i : random.Next(Cities.Length);
            DateOnly booked = new DateOnly(2001, 5, 1).AddDays(random.Next(9000));
            DateTime left = new DateTime(2022, 2, 1).AddSeconds(random.NextInt64(100_000_000));
            int zip = 1 + i % 3;
            decimal fare = random.Next(100, 90_000) / 4m;
            return new Journey
            {
                City = Cities[city], Zip = zip.ToString(System.Globalization.CultureInfo.InvariantCulture), Booked = booked, Left = left, Fare = fare,
                Delay = city + 2 * zip + booked.DayNumber / 1000.0 + left.Hour + (double)fare / 1000 + random.NextDouble(),
            };
        })];
    }

    internal static TableData Table(IReadOnlyList<Journey> rows) => new(
        new DataColumn("id", ColumnKind.Integer, [.. Enumerable.Range(0, rows.Count).Select(i => (object)(long)i)]),
        new DataColumn("City", ColumnKind.Text, [.. rows.Select(row => row.City)]),
        new DataColumn("Zip", ColumnKind.Integer, [.. rows.Select(row => (object)long.Parse(row.Zip, System.Globalization.CultureInfo.InvariantCulture))]),
        new DataColumn("Booked", ColumnKind.Date, [.. rows.Select(row => (object)row.Booked)]),
        new DataColumn("Left", ColumnKind.Moment, [.. rows.Select(row => (object)row.Left)]),
        new DataColumn("Fare", ColumnKind.Decimal, [.. rows.Select(row => (object)row.Fare)]),
        new DataColumn("Delay", ColumnKind.Number, [.. rows.Select(row => (object)row.Delay)]));

    private static TableData RideTable(IReadOnlyList<Ride> rows) => new(
        new DataColumn("Start", ColumnKind.Zoned, [.. rows.Select(row => (object)row.Start)]),
        new DataColumn("Took", ColumnKind.Duration, [.. rows.Select(row => (object)row.Took)]),
        new DataColumn("Cost", ColumnKind.Number, [.. rows.Select(row => (object)row.Cost)]));
}

/// <summary>A row with strings, dates and a decimal.</summary>
[RidgeRegression(Lambda = 0.7)]
public sealed record Journey
{
    [Feature]
    public required string City { get; init; }

    /// <summary>Stored as an integer.</summary>
    [Feature(Unseen = Unseen.Zero)]
    public required string Zip { get; init; }

    [Feature(Unit = TimeUnit.Days)]
    public required DateOnly Booked { get; init; }

    [Feature(Unit = TimeUnit.Hours, Origin = "2023-01-01")]
    public required DateTime Left { get; init; }

    [Feature]
    public required decimal Fare { get; init; }

    [Target]
    public required double Delay { get; init; }
}

/// <summary>A row with a moment in a zone and a duration.</summary>
[RidgeRegression]
public sealed record Ride
{
    [Feature(Unit = TimeUnit.Years)]
    public required DateTimeOffset Start { get; init; }

    [Feature(Unit = TimeUnit.Minutes)]
    public required TimeSpan Took { get; init; }

    [Target]
    public required double Cost { get; init; }
}

/// <summary>A moment in seconds.</summary>
[RidgeRegression]
public sealed record Moment
{
    [Feature(Unit = TimeUnit.Seconds, Origin = "1970-01-01")]
    public required DateTime Start { get; init; }

    [Target]
    public required double Y { get; init; }
}

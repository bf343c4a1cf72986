using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace RegSpec.Data.Tests;

/// <summary>Rows that are no objects: the same statistics to the last bit but for the order of blocks, and the same faults by name.</summary>
public class SourceTests
{
    private static readonly House[] Rows = Houses.Rows(700, 1e5);

    [Fact]
    public void A_data_frame()
    {
        DataFrame frame = Frame(Rows);
        SameCoefficientsTests.AssertSameStatistics(HouseRidge.Statistics(Rows), HouseRidge.Type.Statistics(frame));
        RidgeModel<House> model = HouseRidge.Type.Fit(frame);
        SameCoefficientsTests.AssertSame(HouseRidge.Fit(Rows).Solution, model.Solution);
        Assert.Equal(HouseRidge.Problem(Rows).LeaveOneOutErrors([1])[0], HouseRidge.Type.Problem(frame).LeaveOneOutErrors([1])[0], 1e-8);
    }

    [Fact]
    public void A_data_view_with_floats_vectors_and_text()
    {
        View[] rows = [.. Rows.Select(row => new View { Values = [(float)row.Noise, row.Rooms, (float)row.Year], Level = row.Price })];
        IDataView view = new MLContext().Data.LoadFromEnumerable(rows, Microsoft.ML.Data.SchemaDefinition.Create(typeof(View)));
        Sensor[] expected = [.. rows.Select(row => new Sensor { Values = [.. row.Values.Select(value => (double)value)], Level = row.Level })];
        SameCoefficientsTests.AssertSameStatistics(SensorRidge.Statistics(expected), SensorRidge.Type.Statistics(view));
    }

    [Fact]
    public void A_data_reader_and_csv()
    {
        Engine engine = Engines.Of("DuckDB");
        string table = engine.Create(Houses.Table(Rows));
        using DbConnection connection = engine.Connect();
        connection.Open();
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT * FROM {table} ORDER BY id";
            using DbDataReader reader = command.ExecuteReader();
            SameCoefficientsTests.AssertSameStatistics(HouseRidge.Statistics(Rows), HouseRidge.Type.Statistics(reader));
        }

        engine.Drop(table);
        SameCoefficientsTests.AssertSameStatistics(HouseRidge.Statistics(Rows), HouseRidge.Type.Statistics(new StringReader(Csv(Rows))));
        Assert.Equal(Rows.Length, HouseRidge.Type.Problem(new StringReader(Csv(Rows))).Fit(1).Count);
    }

    /// <summary>Strings, dates and decimals from a reader, from text and from a data frame.</summary>
    [Fact]
    public void Strings_and_dates()
    {
        Journey[] rows = [.. TextAndTimeTests.Journeys(300).Select(row => row with { City = row.City.Length == 0 ? "none" : row.City })];   // an empty text is missing in records
        RidgeStatistics expected = JourneyRidge.Statistics(rows);
        Engine engine = Engines.Of("DuckDB");
        string table = engine.Create(TextAndTimeTests.Table(rows));
        using DbConnection connection = engine.Connect();
        connection.Open();
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT * FROM {table} ORDER BY id";
            using DbDataReader reader = command.ExecuteReader();
            SameCoefficientsTests.AssertSameStatistics(expected, JourneyRidge.Type.Statistics(reader));
        }

        engine.Drop(table);
        string csv = "City;Zip;Booked;Left;Fare;Delay\n" + string.Join("\n", rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"\"{row.City.Replace("\"", "\"\"")}\";{row.Zip};{row.Booked:yyyy-MM-dd};{row.Left:yyyy-MM-ddTHH:mm:ss};{row.Fare};{row.Delay:R}")));
        SameCoefficientsTests.AssertSameStatistics(expected, JourneyRidge.Type.Statistics(new StringReader(csv)));
        RidgeProblem problem = JourneyRidge.Type.Problem(new StringReader(csv));
        SameCoefficientsTests.AssertSame(JourneyRidge.Fit(rows).Solution, problem.Fit(JourneyRidge.Type.Schema.Lambda));
        Assert.Contains("feature 'Booked' is 'soon', which is no date", Assert.Throws<ArgumentException>(() =>
            JourneyRidge.Type.Statistics(new StringReader("City;Zip;Booked;Left;Fare;Delay\na;1;soon;2024-01-01;1;2"))).Message);
        Assert.Contains("row 0, feature 'City' is missing", Assert.Throws<ArgumentException>(() =>
            JourneyRidge.Type.Statistics(new StringReader("City;Zip;Booked;Left;Fare;Delay\n;1;2024-01-01;2024-01-01;1;2"))).Message);

        DataFrame frame = new(
            new StringDataFrameColumn("City", rows.Select(row => row.City)), new StringDataFrameColumn("Zip", rows.Select(row => row.Zip)),
            new DateTimeDataFrameColumn("Booked", rows.Select(row => row.Booked.ToDateTime(TimeOnly.MinValue))), new DateTimeDataFrameColumn("Left", rows.Select(row => row.Left)),
            new DoubleDataFrameColumn("Fare", rows.Select(row => (double)row.Fare)), new DoubleDataFrameColumn("Delay", rows.Select(row => row.Delay)));
        SameCoefficientsTests.AssertSameStatistics(expected, JourneyRidge.Type.Statistics(frame));
        SameCoefficientsTests.AssertSame(JourneyRidge.Fit(rows).Solution, JourneyRidge.Type.Fit(frame).Solution);
    }

    [Fact]
    public async Task Strings_that_arrive_over_time()
    {
        Journey[] rows = TextAndTimeTests.Journeys(200);
        SameCoefficientsTests.AssertSameStatistics(JourneyRidge.Statistics(rows), await JourneyRidge.Type.StatisticsAsync(Arriving(rows)));
    }

    [Fact]
    public async Task Rows_that_arrive_over_time()
    {
        House[] many = Houses.Rows(9000);
        RidgeStatistics read = await HouseRidge.Type.StatisticsAsync(Arriving(many));
        SameCoefficientsTests.AssertSameStatistics(HouseRidge.Statistics(many), read);
        many[8500] = many[8500] with { Heating = (Heating)99 };
        ArgumentException fault = await Assert.ThrowsAsync<ArgumentException>(() => HouseRidge.Type.StatisticsAsync(Arriving(many)));
        Assert.Contains("row 308, feature 'Heating' has the undeclared level 99", fault.Message);
        Assert.Contains("counted from row 8192", fault.Message);
        using CancellationTokenSource source = new();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HouseRidge.Type.StatisticsAsync(Arriving(many), cancellation: source.Token));
    }

    [Theory]
    [InlineData("Area,year built,Rooms,Garden,Heating,Noise\n1,2,3,true,Gas,4", "has no column for target 'Price'; it has 'Area', 'year built'")]
    [InlineData("Area,year built,Rooms,Garden,Heating,Noise,Price\n1,2,3,true,Gas,4,5\n1,x,3,true,Gas,4,5", "csv: row 1, feature 'Year' is 'x', which is no number")]
    [InlineData("Area,year built,Rooms,Garden,Heating,Noise,Price\n1,2,3,true,Gas,,5", "csv: row 0, feature 'Noise' is missing or NaN")]
    [InlineData("Area,year built,Rooms,Garden,Heating,Noise,Price\n1,2,3,maybe,Gas,4,5", "feature 'Garden' is 'maybe', which is neither true nor false")]
    [InlineData("Area,year built,Rooms,Garden,Heating,Noise,Price\n1,2,3,1,Coal,4,5", "feature 'Heating' has the undeclared level 'Coal'; declared are Gas, Oil, Wood")]
    [InlineData("Area,year built,Rooms,Garden,Heating,Noise,Price\n1,2,3,1,5,Infinity,5", "feature 'Noise' is infinite")]
    public void Csv_that_cannot_be_used(string csv, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => HouseRidge.Type.Statistics(new StringReader(csv))).Message);

    [Fact]
    public void A_data_frame_that_cannot_be_used()
    {
        DataFrame frame = Frame(Rows);
        frame.Columns.Remove("Area");
        frame.Columns.Add(new StringDataFrameColumn("Garden2", Rows.Select(_ => "x")));
        Assert.Contains("data: has no column for feature 'Area'", Assert.Throws<ArgumentException>(() => HouseRidge.Type.Statistics(frame)).Message);
        DataFrame missing = Frame(Rows);
        missing["Area"][17] = null;
        Assert.Contains("data: row 17, feature 'Area' is missing or NaN", Assert.Throws<ArgumentException>(() => HouseRidge.Type.Statistics(missing)).Message);
        DataFrame typed = Frame(Rows);
        typed.Columns.Remove("Rooms");
        typed.Columns.Add(new BooleanDataFrameColumn("Rooms", Rows.Select(_ => true)));
        Assert.Contains("feature 'Rooms' needs numbers", Assert.Throws<ArgumentException>(() => HouseRidge.Type.Statistics(typed)).Message);
    }

    private static DataFrame Frame(House[] rows) => new(
        new DoubleDataFrameColumn("Area", rows.Select(row => row.Area)),
        new DoubleDataFrameColumn("year built", rows.Select(row => row.Year)),
        new Int32DataFrameColumn("Rooms", rows.Select(row => row.Rooms)),
        new BooleanDataFrameColumn("Garden", rows.Select(row => row.Garden)),
        new StringDataFrameColumn("Heating", rows.Select(row => row.Heating.ToString())),
        new DoubleDataFrameColumn("Noise", rows.Select(row => row.Noise)),
        new DoubleDataFrameColumn("price", rows.Select(row => row.Price)));

    private static string Csv(House[] rows) => "Area;year built;Rooms;Garden;Heating;Noise;Price\n" + string.Join("\n", rows.Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Area:R};{row.Year:R};{row.Rooms};{row.Garden};{(row.Rooms % 2 == 0 ? row.Heating.ToString() : row.Heating.ToString("D"))};{row.Noise:R};{row.Price:R}")));

    private static async IAsyncEnumerable<T> Arriving<T>(IEnumerable<T> rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Yield();
        foreach (T row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    /// <summary>What ML.NET reads.</summary>
    public sealed class View
    {
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Values { get; set; } = [];

        public double Level { get; set; }
    }
}

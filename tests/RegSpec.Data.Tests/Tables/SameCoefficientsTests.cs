namespace RegSpec.Data.Tests;

/// <summary>
/// What is fitted does not depend on where the rows lie. Tolerance: 1e-13 · 10 · κ(A) relative to the largest coefficient, as issue 15 asks: sums of n ≤ 4,000 rows
/// are exact to about 1e-15 √n, which the solve multiplies by κ at most.
/// </summary>
public class SameCoefficientsTests
{
    public static TheoryData<string, TableWay, double> Offsets
    {
        get
        {
            TheoryData<string, TableWay, double> data = [];
            foreach (string engine in Engines.Names)
            {
                foreach (double offset in new[] { 0, 1e4, 1e8 })
                {
                    data.Add(engine, TableWay.PushDown, offset);
                    data.Add(engine, TableWay.Streaming, offset);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void From_memory_and_from_a_table_with_missing_values(string engineName, TableWay way, double offset)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = Houses.Rows(4000, offset);
        TableData data = Spoil(Houses.Table(rows), out bool[] spoiled);
        string table = engine.Create(data);
        TableStatistics read;
        using (var connection = engine.Connect())
        {
            read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way });
            Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        }

        engine.Drop(table);
        House[] kept = [.. rows.Where((_, i) => !spoiled[i])];
        Assert.Equal((4000, 4000 - kept.Length, kept.Length, way), (read.Rows, read.SkippedRows, read.Statistics.Count, read.Way));
        Assert.Equal(["Area", "Garden", "Heating", "Noise", "Price", "Rooms", "Year"], read.SkippedBy.Keys.Order());
        AssertSame(HouseRidge.Fit(kept).Solution, HouseRidge.Fit(read.Statistics).Solution);
        AssertSameStatistics(HouseRidge.Statistics(kept), read.Statistics);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void With_weights_of_which_some_are_zero(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        WeighedHouse[] rows = Houses.Weighed(Houses.Rows(3000, 1e6));
        string table = engine.Create(Houses.Table(rows));
        using var connection = engine.Connect();
        TableStatistics read = WeighedHouseRidge.Statistics(connection, table, new TableOptions { Way = way });
        engine.Drop(table);
        Assert.Equal(rows.Count(row => row.Weight == 0), read.WeightlessRows);
        Assert.Equal(0, read.SkippedRows);
        AssertSame(WeighedHouseRidge.Fit(rows).Solution, WeighedHouseRidge.Fit(read.Statistics).Solution);
        AssertSameStatistics(WeighedHouseRidge.Statistics(rows), read.Statistics);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void With_levels_stored_by_number(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = Houses.Rows(1000);
        string table = engine.Create(Houses.Table(rows, levelsByNumber: true));
        using var connection = engine.Connect();
        TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way });
        engine.Drop(table);
        AssertSame(HouseRidge.Fit(rows).Solution, HouseRidge.Fit(read.Statistics).Solution);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void In_folds_that_every_engine_deals_alike(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = Houses.Rows(1500);
        string table = engine.Create(Houses.Table(rows));
        using var connection = engine.Connect();
        TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way, Folds = 5, FoldKey = "id" });
        engine.Drop(table);
        Assert.Equal(5, read.Folds.Count);
        for (int fold = 0; fold < 5; fold++)
        {
            AssertSameStatistics(HouseRidge.Statistics([.. rows.Where((_, i) => FoldOf(i, 5) == fold)]), read.Folds[fold]);
        }

        AssertSameStatistics(HouseRidge.Statistics(rows), read.Statistics);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Of_rows_that_a_condition_with_parameters_leaves(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = Houses.Rows(1000);
        string table = engine.Create(Houses.Table(rows));
        double least = 90;
        string name = "Oil' OR '1'='1";
        FormattableString where = engineName == "ClickHouse" ? (FormattableString)$"(Area > {least} AND Heating <> {name}) AND rooms IN ({2L}, {3L}, {4L})" : $"(\"Area\" > {least} AND \"Heating\" <> {name}) AND rooms IN ({2L}, {3L}, {4L})";
        using var connection = engine.Connect();
        TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way, Where = where });
        engine.Drop(table);
        House[] kept = [.. rows.Where(row => row.Area > least && row.Rooms is 2 or 3 or 4 && row.Area > least)];
        Assert.Equal(kept.Length, read.Rows);
        AssertSame(HouseRidge.Fit(kept).Solution, HouseRidge.Fit(read.Statistics).Solution);
    }

    /// <summary>The first 32 bits of the MD5 of a key's text, modulo k.</summary>
    internal static int FoldOf(long key, int folds)
    {
        byte[] hash = System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(key.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return (int)(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) % folds);
    }

    internal static void AssertSame(RidgeSolution expected, RidgeSolution actual)
    {
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        double largest = expected.Coefficients.Max(Math.Abs);
        double tolerance = 1e-13 * 10 * Math.Max(1, expected.RegularizedConditionNumber);
        for (int j = 0; j < expected.Coefficients.Count; j++)
        {
            double difference = Math.Abs(expected.Coefficients[j] - actual.Coefficients[j]) / largest;
            Assert.True(difference <= tolerance, $"{expected.FeatureNames[j]}: {expected.Coefficients[j]:R} {actual.Coefficients[j]:R}, difference {difference:G3} > {tolerance:G3}");
        }
    }

    /// <summary>Counts, minima and maxima exactly; means and products to the rounding of sums relative to the deviations.</summary>
    internal static void AssertSameStatistics(RidgeStatistics expected, RidgeStatistics actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.WeightSum, actual.WeightSum, 1e-12 * expected.WeightSum);
        int width = expected.FeatureCount + expected.TargetCount;
        for (int i = 0; i < width; i++)
        {
            Assert.Equal((expected.Minimum(i), expected.Maximum(i)), (actual.Minimum(i), actual.Maximum(i)));
            Assert.Equal(expected.Mean(i), actual.Mean(i), Math.Max(1e-12 * expected.Deviation(i), 4e-16 * Math.Abs(expected.Mean(i))));
            for (int j = 0; j <= i; j++)
            {
                double scale = expected.Deviation(i) * expected.Deviation(j) * expected.WeightSum;
                Assert.True(Math.Abs(expected.CentredProduct(i, j) - actual.CentredProduct(i, j)) <= 1e-12 * scale, $"product {i}, {j}: {expected.CentredProduct(i, j):R} {actual.CentredProduct(i, j):R}");
            }
        }
    }

    /// <summary>Puts NULL, NaN and infinities into every column but the key: into one row in seventy or so.</summary>
    private static TableData Spoil(TableData data, out bool[] spoiled)
    {
        bool[] marked = new bool[data.Rows];
        TableData result = data;
        for (int c = 1; c < data.Columns.Length; c++)
        {
            int place = c;
            bool isNumber = data.Columns[c].Kind == ColumnKind.Number;
            result = result.With(data.Columns[c].Name, (value, i) =>
            {
                if (i % 499 != place)
                {
                    return value;
                }

                marked[i] = true;
                return !isNumber ? null : (i / 499 % 4) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, _ => null };
            });
        }

        spoiled = marked;
        return result;
    }
}

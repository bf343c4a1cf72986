using System.Data.Common;

namespace RegSpec.Data.Tests;

/// <summary>Values that may be missing: the columns and coefficients that objects give.</summary>
public class MissingTests
{
    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void As_declared(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        Gappy[] rows = Rows(900);
        TableData data = Table(rows);
        data = data.With("Age", (value, i) => i % 90 == 3 ? double.PositiveInfinity : value);
        Gappy[] kept = [.. rows.Where((_, i) => i % 50 != 7 && i % 90 != 3)];
        string table = engine.Create(data);
        using DbConnection connection = engine.Connect();
        TableStatistics read = GappyRidge.Statistics(connection, table, new TableOptions { Way = way });
        engine.Drop(table);
        Assert.Equal((900, kept.Length), (read.Rows, read.Statistics.Count));
        Assert.Equal(["Age", "Rooms"], read.SkippedBy.Keys.Order());
        SameCoefficientsTests.AssertSameStatistics(GappyRidge.Statistics(kept), read.Statistics);
        RidgeModel<Gappy> expected = GappyRidge.Fit(kept);
        RidgeModel<Gappy> actual = GappyRidge.Fit(read.Statistics);
        Assert.Equal(expected.Solution.FeatureNames, actual.Solution.FeatureNames);
        double largest = expected.Solution.Coefficients.Max(Math.Abs);
        for (int j = 0; j < expected.Solution.Coefficients.Count; j++)
        {
            // A missing value is 0 in the sums, some ten deviations from the mean: its square is lost of 1e-13.
            Assert.Equal(expected.Solution.Coefficients[j], actual.Solution.Coefficients[j], 1e-10 * largest);
        }

        Gappy gap = kept.First(row => row.City is null);
        Assert.Equal(expected.Predict(gap), actual.Predict(gap), 1e-8);
    }

    [Fact]
    public void What_is_not_made_of_tables_is_named()
    {
        Engine engine = Engines.Of("DuckDB");
        string table = engine.Create(new TableData(
            new DataColumn("values", ColumnKind.Numbers, [new double[] { 1, 2 }, new double[] { 1, 3 }]), new DataColumn("x", ColumnKind.Number, [1.0, 2.0]), new DataColumn("y", ColumnKind.Number, [1.0, 2.0])));
        using DbConnection connection = engine.Connect();
        Assert.Contains("[Polynomial] of feature 'X' is not made of tables", Assert.Throws<NotSupportedException>(() => CurvedRidge.Statistics(connection, table)).Message);
        Assert.Contains("Missing.Mean of feature 'Values' is not made of tables", Assert.Throws<NotSupportedException>(() => GappyArrayRidge.Statistics(connection, table)).Message);
        engine.Drop(table);
    }

    /// <summary>What stands for a missing value is learned of each fold's own statistics.</summary>
    [Fact]
    public void Folds_with_missing_values_select_as_their_rows()
    {
        Engine engine = Engines.Of("DuckDB");
        Gappy[] rows = Rows(300);
        string table = engine.Create(Table(rows));
        int[] kept = [.. Enumerable.Range(0, rows.Length).Where(i => i % 50 != 7)];   // rooms are not there
        using DbConnection connection = engine.Connect();
        TableStatistics read = GappyRidge.Statistics(connection, table, new TableOptions { Folds = 4, FoldKey = "id" });
        engine.Drop(table);
        double[] lambdas = [0.1, 1, 10, 100];
        IReadOnlyList<double> expected = GappyRidge.Problem(kept.Select(i => rows[i])).KFoldErrors(LambdaSelection.KFold([.. kept.Select(i => SameCoefficientsTests.FoldOf(i, 4))]), lambdas);
        IReadOnlyList<double> errors = GappyRidge.Type.SelectByFolds(read.Folds, lambdas).Selection!.Values;
        for (int l = 0; l < lambdas.Length; l++)
        {
            Assert.Equal(expected[l], errors[l], 1e-9 * expected[l]);
        }
    }

    private static TableData Table(Gappy[] rows) => new(
        new DataColumn("id", ColumnKind.Integer, [.. Enumerable.Range(0, rows.Length).Select(i => (object)(long)i)]),
        new DataColumn("Age", ColumnKind.Number, [.. rows.Select(row => (object?)row.Age)]),
        new DataColumn("Income", ColumnKind.Number, [.. rows.Select((row, i) => double.IsNaN(row.Income) && i % 2 == 0 ? null : (object)row.Income)]),
        new DataColumn("City", ColumnKind.Text, [.. rows.Select(row => row.City)]),
        new DataColumn("Heating", ColumnKind.Text, [.. rows.Select(row => row.Heating?.ToString())]),
        new DataColumn("Garden", ColumnKind.Truth, [.. rows.Select(row => (object?)row.Garden)]),
        new DataColumn("Built", ColumnKind.Date, [.. rows.Select(row => (object?)row.Built)]),
        new DataColumn("Rooms", ColumnKind.Number, [.. rows.Select((row, i) => i % 50 == 7 ? null : (object)row.Rooms)]),
        new DataColumn("Price", ColumnKind.Number, [.. rows.Select(row => (object)row.Price)]));

    internal static Gappy[] Rows(int count)
    {
        Random random = new(21);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double age = 20 + 60 * random.NextDouble();
            double income = 10 + 5 * random.NextDouble();
            return new Gappy
            {
                Age = random.Next(6) == 0 ? null : age, Income = random.Next(6) == 0 ? double.NaN : income, City = random.Next(5) == 0 ? null : new[] { "Oslo", "Bergen", "a'b" }[random.Next(3)],
                Heating = random.Next(5) == 0 ? null : (Heating)new[] { 1, 5, 2 }[random.Next(3)], Garden = random.Next(5) == 0 ? null : random.Next(2) == 0,
                Built = random.Next(5) == 0 ? null : new DateOnly(1990, 1, 1).AddDays(random.Next(9000)), Rooms = 1 + random.Next(7), Price = age + 3 * income + 5 * random.NextDouble(),
            };
        })];
    }
}

/// <summary>A row with every kind of value that may be missing.</summary>
[RidgeRegression(Lambda = 2)]
public sealed record Gappy
{
    [Feature(Missing = Missing.Mean)]
    public required double? Age { get; init; }

    [Feature(Missing = Missing.Indicator)]
    public required double Income { get; init; }

    [Feature(Missing = Missing.Indicator)]
    public required string? City { get; init; }

    [Feature(Missing = Missing.Indicator)]
    public required Heating? Heating { get; init; }

    [Feature(Missing = Missing.Mean)]
    public required bool? Garden { get; init; }

    [Feature(Missing = Missing.Indicator, Unit = TimeUnit.Years)]
    public required DateOnly? Built { get; init; }

    [Feature]
    public required double Rooms { get; init; }

    [Target]
    public required double Price { get; init; }
}

/// <summary>A curve.</summary>
[RidgeRegression]
public sealed record Curved
{
    [Feature, Polynomial(2)]
    public required double X { get; init; }

    [Target]
    public required double Y { get; init; }
}

/// <summary>An array with gaps.</summary>
[RidgeRegression]
public sealed record GappyArray
{
    [Feature(Length = 2, Missing = Missing.Mean)]
    public required double[] Values { get; init; }

    [Target]
    public required double Y { get; init; }
}

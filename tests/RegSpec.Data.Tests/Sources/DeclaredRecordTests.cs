using System.Globalization;
using Microsoft.Data.Analysis;

namespace RegSpec.Data.Tests;

/// <summary>Everything that a row type may declare, of records: the models that objects give.</summary>
public class DeclaredRecordTests
{
    private static readonly double[] Grid = [0.1, 1, 10, 100];
    private static readonly Gappy[] Gaps = MissingTests.Rows(300);
    private static readonly Visit[] Visits = Make(240);

    [Fact]
    public void Missing_values_of_text()
    {
        string csv = "Age;Income;City;Heating;Garden;Built;Rooms;Price\n" + string.Join("\n", Gaps.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{row.Age:R};{(double.IsNaN(row.Income) ? "" : row.Income):R};{row.City};{row.Heating};{row.Garden};{row.Built:yyyy-MM-dd};{row.Rooms};{row.Price:R}")));
        AssertSame(GappyRidge.Fit(Gaps), GappyRidge.Type.Fit(new StringReader(csv)));
        SameCoefficientsTests.AssertSameStatistics(GappyRidge.Statistics(Gaps), GappyRidge.Type.Statistics(new StringReader(csv)));
    }

    /// <summary>A data frame that is read as a data view says 0, false and the year 1 where a number, truth value or date is missing.</summary>
    [Fact]
    public void Missing_values_of_a_data_frame()
    {
        DataFrame frame = new(
            new DoubleDataFrameColumn("Age", Gaps.Select(row => row.Age)), new DoubleDataFrameColumn("Income", Gaps.Select(row => double.IsNaN(row.Income) ? (double?)null : row.Income)),
            new StringDataFrameColumn("City", Gaps.Select(row => row.City)), new StringDataFrameColumn("Heating", Gaps.Select(row => row.Heating?.ToString())),
            new BooleanDataFrameColumn("Garden", Gaps.Select(row => row.Garden)), new DateTimeDataFrameColumn("Built", Gaps.Select(row => row.Built?.ToDateTime(TimeOnly.MinValue))),
            new DoubleDataFrameColumn("Rooms", Gaps.Select(row => row.Rooms)), new DoubleDataFrameColumn("Price", Gaps.Select(row => row.Price)));
        AssertSame(GappyRidge.Fit(Gaps), GappyRidge.Type.Fit(frame));
        frame["Rooms"][17] = null;
        Assert.Contains("data: row 17, feature 'Rooms' is missing", Assert.Throws<ArgumentException>(() => GappyRidge.Type.Fit(frame)).Message);

        DataFrame wholes = new(
            new DoubleDataFrameColumn("Area", [1.0, 2, 4]), new DoubleDataFrameColumn("year built", [1.0, 2, 3]), new Int32DataFrameColumn("Rooms", new int?[] { 1, null, 3 }),
            new BooleanDataFrameColumn("Garden", new bool?[] { true, false, true }), new StringDataFrameColumn("Heating", ["Gas", "Oil", "Wood"]),
            new DoubleDataFrameColumn("Noise", [1.0, 2, 3]), new DoubleDataFrameColumn("Price", [1.0, 2, 3]));
        Assert.Contains("data: row 1, feature 'Rooms' is missing", Assert.Throws<ArgumentException>(() => HouseRidge.Type.Fit(wholes)).Message);
        wholes["Rooms"][1] = 2;
        wholes["Garden"][2] = null;
        Assert.Contains("data: row 2, feature 'Garden' is missing", Assert.Throws<ArgumentException>(() => HouseRidge.Type.Fit(wholes)).Message);
    }

    [Fact]
    public void Polynomials_products_targets_weights_groups_and_rows_left_out()
    {
        RidgeModel<Visit> expected = VisitRidge.Fit(Visits);
        RidgeModel<Visit> read = VisitRidge.Type.Fit(new StringReader(Csv()));
        AssertSame(expected, read);
        Assert.Equal(Visits.Count(visit => visit.Score is null), read.SkippedRows);
        Assert.Equal(expected.PredictWithInterval(Visits[0], "Stay"), read.PredictWithInterval(Visits[0], "Stay"));
        Assert.Equal(expected.Residuals(Visits, "Cost").CooksDistances, read.Residuals(Visits, "Cost").CooksDistances);

        RidgeModel<Visit> selected = VisitRidge.Select(Visits, LambdaSelection.Groups(4), Grid);
        AssertSame(selected, VisitRidge.Type.Select(new StringReader(Csv()), LambdaSelection.Groups(4), Grid));
        AssertSame(selected, VisitRidge.Type.Select(Frame(), LambdaSelection.Groups(4), Grid));
        Assert.Equal(selected.Selections![1].Values, VisitRidge.Type.Problem(Frame()).Select(LambdaSelection.Groups(4), Grid, 1).Values);
        SameCoefficientsTests.AssertSameStatistics(VisitRidge.Statistics(Visits), VisitRidge.Type.Statistics(new StringReader(Csv())));
    }

    /// <summary>Only what tests by groups needs them.</summary>
    [Fact]
    public void A_missing_group_is_named_where_it_is_needed()
    {
        string without = string.Join('\n', Csv().Split('\n').Select(line => line[..line.LastIndexOf(';')]));
        AssertSame(VisitRidge.Fit(Visits), VisitRidge.Type.Fit(new StringReader(without)));
        Assert.Contains("csv: has no column for group 'Clinic'", Assert.Throws<ArgumentException>(() => VisitRidge.Type.Problem(new StringReader(without))).Message);
        string[] lines = Csv().Split('\n');
        lines[6] = lines[6][..(lines[6].LastIndexOf(';') + 1)];
        Assert.Contains("csv: row 5, group 'Clinic' is missing", Assert.Throws<ArgumentException>(() => VisitRidge.Type.Select(new StringReader(string.Join('\n', lines)), LambdaSelection.Groups(4))).Message);
    }

    [Fact]
    public void Records_are_watched()
    {
        List<RidgeProgress> reports = [];
        VisitRidge.Type.Fit(new StringReader(Csv()), 1, new Recorder(reports.Add));
        Assert.Equal("reading rows", reports[0].Stage);
        Assert.Equal(reports[^1].Total, reports[^1].Done);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(pair.First.Done < pair.Second.Done));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => VisitRidge.Type.Problem(new StringReader(Csv()), null, source.Token));
        Assert.Contains("csv: there are no rows", Assert.Throws<ArgumentException>(() => VisitRidge.Type.Fit(new StringReader(Csv().Split('\n')[0] + "\n"))).Message);
        Assert.Throws<ArgumentOutOfRangeException>("lambda", () => VisitRidge.Type.Fit(new StringReader(Csv()), -1));
    }

    private static void AssertSame<T>(RidgeModel<T> expected, RidgeModel<T> actual)
    {
        Assert.Equal(expected.Solutions.Count, actual.Solutions.Count);
        for (int target = 0; target < expected.Solutions.Count; target++)
        {
            Assert.Equal(expected.Solutions[target].FeatureNames, actual.Solutions[target].FeatureNames);
            Assert.Equal(expected.Solutions[target].Coefficients, actual.Solutions[target].Coefficients);
            Assert.Equal(expected.Solutions[target].RawIntercept, actual.Solutions[target].RawIntercept);
            Assert.Equal(expected.Selections?[target].Values, actual.Selections?[target].Values);
        }
    }

    private static string Csv() => "Age;Score;Share;Day;Cost;Stay;Weight;Clinic\n" + string.Join("\n", Visits.Select(visit => string.Create(
        CultureInfo.InvariantCulture, $"{visit.Age:R};{visit.Score};{visit.Share:R};{visit.Day:yyyy-MM-dd};{visit.Cost:R};{visit.Stay:R};{visit.Weight:R};{visit.Clinic}")));

    private static DataFrame Frame() => new(
        new DoubleDataFrameColumn("Age", Visits.Select(visit => visit.Age)), new Int32DataFrameColumn("Score", Visits.Select(visit => visit.Score)),
        new DoubleDataFrameColumn("Share", Visits.Select(visit => visit.Share)), new DateTimeDataFrameColumn("Day", Visits.Select(visit => visit.Day.ToDateTime(TimeOnly.MinValue))),
        new DoubleDataFrameColumn("Cost", Visits.Select(visit => visit.Cost)), new DoubleDataFrameColumn("Stay", Visits.Select(visit => visit.Stay)),
        new DoubleDataFrameColumn("Weight", Visits.Select(visit => visit.Weight)), new Int32DataFrameColumn("Clinic", Visits.Select(visit => visit.Clinic)));

    private static Visit[] Make(int count)
    {
        Random random = new(8);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double age = 20 + 60 * random.NextDouble();
            return new Visit
            {
                Age = age, Score = random.Next(9) == 0 ? null : random.Next(10), Share = random.NextDouble(), Day = new DateOnly(2019, 1, 1).AddDays(random.Next(1500)),
                Cost = age * age / 100 + random.NextDouble(), Stay = age / 10 + random.NextDouble(), Weight = 0.5 + random.NextDouble(), Clinic = random.Next(13),
            };
        })];
    }

    private sealed class Recorder(Action<RidgeProgress> report) : IProgress<RidgeProgress>
    {
        public void Report(RidgeProgress value) => report(value);
    }
}

/// <summary>A row with much declared.</summary>
[RidgeRegression(Lambda = 2)]
[Interaction(nameof(Age), nameof(Share))]
public sealed record Visit
{
    [Feature, Polynomial(3, About = 50)]
    public required double Age { get; init; }

    [Feature(Missing = Missing.SkipRow)]
    public required int? Score { get; init; }

    [Feature]
    public required double Share { get; init; }

    [Feature(Unit = TimeUnit.Years)]
    public required DateOnly Day { get; init; }

    [Target]
    public required double Cost { get; init; }

    [Target(Lambda = 7)]
    public required double Stay { get; init; }

    [SampleWeight]
    public required double Weight { get; init; }

    [Group]
    public required int Clinic { get; init; }
}

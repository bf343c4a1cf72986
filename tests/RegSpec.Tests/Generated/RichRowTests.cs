using System.Text.Json;
using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>Strings with learned levels, dates, decimals and series: each against the same design made by hand.</summary>
public class RichRowTests
{
    private static readonly string[] Cities = ["Rome", "berlin", "Aachen", "Oslo"];
    private static readonly string[] Kinds = ["work", "leisure", "other"];
    private static readonly Trip[] Trips = Make(300);

    [Fact]
    public void Rows_are_the_design_made_by_hand()
    {
        RidgeModel<Trip> model = TripRidge.Fit(Trips);
        double[][] byHand = [.. Trips.Select(ByHand)];
        FeatureScaling[] scaling = [.. model.Encoding.Options.Scaling!];
        RidgeOptions options = new()
        {
            Scaling = [.. Enumerable.Range(0, 23).Select(j => j is < 4 or (>= 10 and < 13) ? FeatureScaling.None : FeatureScaling.Standardize)],
            PenaltyFactors = [.. Enumerable.Range(0, 23).Select(j => j is >= 10 and < 13 ? 2.0 : 1)],
        };
        Assert.Equal(options.Scaling, scaling);
        RidgeSolution expected = RidgeProblem.FromMatrices(
            tensor(byHand.SelectMany(row => row).ToArray(), Trips.Length, 23), tensor(Trips.Select(trip => (double)trip.Cost).ToArray()), null, options).Fit(0.5);
        Assert.Equal(expected.Coefficients, model.Solution.Coefficients);
        Assert.Equal(expected.RawIntercept, model.Solution.RawIntercept);
        double[] columns = new double[23];
        foreach (Trip trip in Trips)
        {
            Assert.Equal(expected.Predict(ByHand(trip)), model.Predict(trip));
            model.Write(trip, columns);
            Assert.Equal(ByHand(trip), columns);
        }

        Assert.Equal(["City=Aachen", "City=Oslo", "City=Rome", "City=berlin", "Start"], model.Solution.FeatureNames.Take(5));
        Assert.Equal("days since 2020-01-01", model.Solution.Columns[4].Unit);
        Assert.Equal("hours", model.Solution.Columns[6].Unit);
    }

    [Fact]
    public void Selections_paths_and_statistics_use_the_same_columns()
    {
        RidgeModel<Trip> model = TripRidge.Fit(Trips);
        RidgeSolution path = TripRidge.Path(Trips, [0.5])[0].Solution;
        Assert.Equal(model.Solution.Coefficients, path.Coefficients);
        Assert.Equal(0.5, TripRidge.Select(Trips.Where(_ => true), LambdaSelection.KFold(3), [0.5]).Solution.Lambda);
        RidgeModel<Trip> summed = TripRidge.Fit(TripRidge.Statistics(Trips));
        Ridge.Close.To(model.Solution.Coefficients, summed.Solution.Coefficients, 1e-10);
        Assert.Equal(model.Predict(Trips[3]), summed.Predict(Trips[3]), 1e-8);
    }

    /// <summary>Parts with other levels make other columns: they merge once the levels are known to both.</summary>
    [Fact]
    public void Statistics_of_parts_merge_for_known_levels()
    {
        Trip[] first = [.. Trips.Where(trip => trip.City != "Oslo")];
        Trip[] second = [.. Trips.Where(trip => trip.City == "Oslo")];
        string message = Assert.Throws<ArgumentException>(() => TripRidge.Statistics(first).Merge(TripRidge.Statistics(second))).Message;
        Assert.StartsWith("other: is of other columns: it lacks the features 'City=Aachen'", message, StringComparison.Ordinal);
        RidgeEncoding encoding = TripRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = Cities, ["Kind"] = Kinds });
        RidgeStatistics merged = RidgeStatistics.Merge(TripRidge.Type.Statistics(first, encoding), TripRidge.Type.Statistics(second, encoding));
        Ridge.Close.To(TripRidge.Fit(Trips).Solution.Coefficients, TripRidge.Fit(merged).Solution.Coefficients, 1e-10);
        Assert.StartsWith("levels: has none for 'Kind'", Assert.Throws<ArgumentException>(() => TripRidge.Type.Schema.Encode(new Dictionary<string, IReadOnlyList<string>> { ["City"] = Cities })).Message, StringComparison.Ordinal);
        Assert.StartsWith("The columns depend on the levels of 'City', 'Kind'", Assert.Throws<InvalidOperationException>(() => TripRidge.Options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unseen_level_is_an_exception_or_all_zeros_as_declared()
    {
        RidgeModel<Trip> model = TripRidge.Fit(Trips);
        Trip unseen = Trips[0] with { City = "Paris" };
        string message = Assert.Throws<ArgumentException>(() => model.Predict(unseen)).Message;
        Assert.Equal("row: feature 'City' has the level 'Paris', which no row of the fit had; fit with such rows, or declare Unseen = Unseen.Zero. (Parameter 'row')", message);
        Assert.StartsWith("rows: row 1, feature 'City' has the level 'Paris'", Assert.Throws<ArgumentException>(() => model.PredictAll([Trips[1], unseen])).Message, StringComparison.Ordinal);
        Trip zero = Trips[0] with { Kind = "unknown" };
        double[] columns = ByHand(zero);
        Assert.All(columns[10..13], value => Assert.Equal(0, value));
        Assert.Equal(model.Solution.Predict(columns), model.Predict(zero));
        Assert.StartsWith("rows: row 2, feature 'Kind' is null", Assert.Throws<ArgumentException>(() => TripRidge.Fit([Trips[0], Trips[1], Trips[2] with { Kind = null }])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_are_stored_with_the_model()
    {
        RidgeModel<Trip> model = TripRidge.Fit(Trips);
        string text = JsonSerializer.Serialize(model);
        RidgeModel<Trip> read = JsonSerializer.Deserialize<RidgeModel<Trip>>(text)!;
        Assert.Equal(text, JsonSerializer.Serialize(read));
        Assert.Equal(Trips.Select(model.Predict), Trips.Select(read.Predict));
        Assert.Throws<ArgumentException>(() => read.Predict(Trips[0] with { City = "Paris" }));
        Assert.Equal(model.Predict(Trips[5]), TripRidge.FromSolution(model.Solution).Predict(Trips[5]));
    }

    [Fact]
    public void A_string_level_absent_from_a_fold_is_predicted_from_the_rest()
    {
        Town[] towns = [.. Enumerable.Range(0, 12).Select(i => new Town { Name = i == 11 ? "once" : i % 2 == 0 ? "a" : "b", Size = i % 2 == 0 ? 1 : 3 })];
        RidgeFoldErrors errors = TownRidge.Problem(towns).FoldErrors(LambdaSelection.KFold([.. Enumerable.Range(0, 12).Select(i => i / 6)]), [1e-9]);
        Assert.All(errors.Means, error => Assert.True(double.IsFinite(error)));
        Assert.StartsWith("rows: there are no rows", Assert.Throws<ArgumentException>(() => TownRidge.Fit([])).Message, StringComparison.Ordinal);
        Assert.Equal(2, TownRidge.Fit(towns).Predict(new Town { Name = "once" }), 2.0);
    }

    [Theory]
    [InlineData("counts", "rows: row 7, feature 'Counts' has 3 values where [Feature(Length = 2)] declares 2; give every row 2.")]
    [InlineData("image", "rows: row 7, feature 'Image' has 3 values where [Feature(Length = 2)] declares 2; give every row 2.")]
    [InlineData("taxes", "rows: row 7, feature 'Taxes' has 0 values where [Feature(Length = 2)] declares 2; give every row 2.")]
    [InlineData("sizes", "rows: row 7, feature 'Sizes' is null; remove the row or give it a value.")]
    [InlineData("duration", "rows: row 7, feature 'Duration' is null; remove the row or give it a value.")]
    public void A_bad_value_is_named(string fault, string message)
    {
        Trip[] trips = [.. Trips];
        trips[7] = fault switch
        {
            "counts" => trips[7] with { Counts = [1, 2, 3] },
            "image" => trips[7] with { Image = zeros(3) },
            "taxes" => trips[7] with { Taxes = [] },
            "sizes" => trips[7] with { Sizes = null! },
            _ => trips[7] with { Duration = null },
        };
        Assert.Equal(message + " (Parameter 'rows')", Assert.Throws<ArgumentException>(() => TripRidge.Fit(trips)).Message);
    }

    [Fact]
    public void Intervals_of_predictions_are_those_of_the_problem()
    {
        RidgeModel<Trip> model = TripRidge.Fit(Trips, 0.7);
        RidgePosterior expected = TripRidge.Problem(Trips).Posterior(0.7);
        using Tensor columns = tensor(Trips.Take(5).SelectMany(ByHand).ToArray(), 5, 23);
        IReadOnlyList<Interval> intervals = expected.PredictiveIntervals(columns, 0.8);
        for (int i = 0; i < 5; i++)
        {
            RidgePrediction prediction = model.PredictWithInterval(Trips[i], 0.8);
            Assert.Equal(model.Predict(Trips[i]), prediction.Value);
            Assert.Equal(intervals[i].Lower, prediction.Interval.Lower, 1e-6 * intervals[i].Width);
            Assert.Equal(intervals[i].Upper, prediction.Interval.Upper, 1e-6 * intervals[i].Width);
        }

        Ridge.Close.To(expected.Scales, model.Posterior.Scales, 1e-8);
        Assert.Equal(model.PredictWithInterval(Trips[0]).Interval.Width, TripRidge.Fit(TripRidge.Statistics(Trips), 0.7).PredictWithInterval(Trips[0]).Interval.Width, 1e-6);
        RidgeModel<Trip> stored = JsonSerializer.Deserialize<RidgeModel<Trip>>(JsonSerializer.Serialize(model))!;
        Assert.StartsWith("Intervals need the statistics of the fit", Assert.Throws<InvalidOperationException>(() => stored.PredictWithInterval(Trips[0])).Message, StringComparison.Ordinal);
    }

    private static double[] ByHand(Trip trip) =>
    [
        .. new[] { "Aachen", "Oslo", "Rome", "berlin" }.Select(city => trip.City == city ? 1.0 : 0),
        (trip.Start - new DateTime(2020, 1, 1)).Ticks / (double)TimeSpan.TicksPerDay,
        (trip.Booked.DayNumber - new DateOnly(2000, 1, 1).DayNumber) / 7.0,
        trip.Duration!.Value.Ticks / (double)TimeSpan.TicksPerHour,
        (trip.Seen.UtcTicks - new DateTime(2000, 1, 1).Ticks) / 315_569_520_000_000.0,
        (double)trip.Fare, (double)trip.Share!.Value,
        .. new[] { "leisure", "other", "work" }.Select(kind => trip.Kind == kind ? 1.0 : 0),
        trip.Counts[0], trip.Counts[1], trip.Sizes[0], trip.Sizes[1], trip.Place.Span[0], trip.Place.Span[1], (double)trip.Taxes[0], (double)trip.Taxes[1],
        .. trip.Image.to(ScalarType.Float64).data<double>().ToArray(),
    ];

    private static Trip[] Make(int count)
    {
        Random random = new(21);
        return [.. Enumerable.Range(0, count).Select(i => new Trip
        {
            City = Cities[random.Next(4)],
            Start = new DateTime(2021, 3, 4).AddMinutes(random.Next(500_000)),
            Booked = new DateOnly(2020, 5, 6).AddDays(random.Next(400)),
            Duration = TimeSpan.FromSeconds(random.Next(90_000)),
            Seen = new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)).AddDays(random.Next(2000)),
            Fare = random.Next(10_000) / 100m,
            Share = (Half)random.NextDouble(),
            Kind = Kinds[random.Next(3)],
            Counts = [random.Next(9), random.Next(9)],
            Sizes = [random.NextDouble(), random.NextDouble()],
            Place = new float[] { (float)random.NextDouble(), (float)random.NextDouble() },
            Taxes = [random.Next(100) / 10m, random.Next(100) / 10m],
            Image = tensor(new[] { random.NextDouble(), random.NextDouble() }),
            Cost = random.Next(100_000) / 100m,
        })];
    }
}

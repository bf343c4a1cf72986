using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec.Tests.Generated;

/// <summary>Fitted models as JSON.</summary>
public class HomeRidgeJsonTests
{
    public static TheoryData<string> Criteria => ["none", "loo", "gcv", "mass", "5-fold", "given folds"];

    [Theory]
    [MemberData(nameof(Criteria))]
    public void A_model_survives_with_its_selection(string criterion)
    {
        Home[] homes = HomeData.Homes(120);
        LambdaSelection? selection = criterion switch
        {
            "loo" => LambdaSelection.LeaveOneOut,
            "gcv" => LambdaSelection.GeneralizedCrossValidation,
            "mass" => LambdaSelection.GeneralizedCrossValidationOfMass,
            "5-fold" => LambdaSelection.KFold(5, seed: 3),
            "given folds" => LambdaSelection.KFold([.. Enumerable.Range(0, 120).Select(i => i % 4)]),
            _ => null,
        };
        RidgeModel<Home> model = selection is null ? HomeRidge.Fit(homes) : HomeRidge.Select(homes, selection);
        string text = JsonSerializer.Serialize(model);
        foreach (RidgeModel<Home>? read in new[]
        {
            JsonSerializer.Deserialize<RidgeModel<Home>>(text), JsonSerializer.Deserialize(text, HomeJson.Default.RidgeModelHome),
            JsonSerializer.Deserialize<Holder>(JsonSerializer.Serialize(new Holder(model)))!.Model,
        })
        {
            Assert.Equal(text, JsonSerializer.Serialize(read, HomeJson.Default.RidgeModelHome!));
            Assert.Equal(model.ToString(), read!.ToString());
            Assert.Equal(model.PredictAll(homes), homes.Select(read.Predict));
            Assert.Equal(model.Selection?.Criterion.Name, read.Selection?.Criterion.Name);
            Assert.Equal(model.Selection?.Values, read.Selection?.Values);
        }

        if (criterion == "loo")
        {
            Assert.Same(LambdaSelection.LeaveOneOut, JsonSerializer.Deserialize<RidgeModel<Home>>(text)!.Selection!.Criterion);
        }
    }

    [Fact]
    public void A_model_of_other_columns_is_refused_with_the_difference()
    {
        string home = JsonSerializer.Serialize(HomeRidge.Fit(HomeData.Homes(50)));
        string cottage = JsonSerializer.Serialize(CottageRidge.Fit(Cottages()));
        Refused<Cottage>(home, "The stored ridge model has other columns than Cottage: it has features that Cottage has not, 'AgeZ', 'Garden', 'Heating=Gas', 'Heating=Oil',"
            + " 'Heating=Pump', 'Position[0]', 'Position[1]', 'Distances[0]', 'Distances[1]', 'Floors'; fit it again.");
        Refused<Home>(cottage, "The stored ridge model has other columns than Home: it lacks the features 'AgeZ', 'Garden', 'Heating=Gas', 'Heating=Oil',"
            + " 'Heating=Pump', 'Position[0]', 'Position[1]', 'Distances[0]', 'Distances[1]', 'Floors'; fit it again.");
        Refused<Cabin>(cottage, "The stored ridge model has other columns than Cabin: column 0 is 'Area' where Cabin has 'Rooms'; its target is 'Price', that of Cabin is 'Rent'; fit it again.");
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        Assert.Null(JsonSerializer.Deserialize<RidgeModel<Home>>("null"));
        Refused<Home>("{}", "The stored ridge model has no 'Format' (String); it is damaged, or was stored by another library.");
        Refused<Home>("""{"Solution":{"Lambda":1}}""", "The stored ridge model has no 'Format' (String)");
        Refused<Home>("3", "A stored ridge model is an object, not Number.");
        string model = JsonSerializer.Serialize(HomeRidge.Select(HomeData.Homes(50), LambdaSelection.KFold(5)));
        Refused<Home>(model.Replace("\"Folds\":5", "\"Folds\":1", StringComparison.Ordinal), "The stored ridge model is damaged: the folds of the selection are none.");
        NotSupportedException missing = Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<RidgeModel<string>>("{}"));
        Assert.StartsWith("No ridge code is generated for System.String; annotate it with [RidgeRegression].", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_of_many_rows_are_those_of_each()
    {
        Home[] homes = HomeData.Homes(20);
        RidgeModel<Home> model = HomeRidge.Fit(homes);
        Assert.Equal(homes.Select(model.Predict), model.PredictAll(homes));
        homes[7] = homes[7] with { Floors = null };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.PredictAll(homes));
        Assert.StartsWith("rows: row 7, feature 'Floors' is null", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("rows", () => model.PredictAll(null!));
    }

    private static IEnumerable<Cottage> Cottages() => HomeData.Homes(20).Select(home => new Cottage { Area = home.Area, Rooms = home.Rooms, Price = home.Price });

    private static void Refused<T>(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RidgeModel<T>>(json)).Message, StringComparison.Ordinal);

    internal sealed record Holder(RidgeModel<Home> Model);
}

/// <summary>Two columns of a home.</summary>
[RidgeRegression]
public sealed record Cottage
{
    [Feature] public required double Area { get; init; }

    [Feature] public required int Rooms { get; init; }

    [Target] public required double Price { get; init; }
}

/// <summary>The same two in another order, for another target.</summary>
[RidgeRegression]
public sealed record Cabin
{
    [Feature] public required int Rooms { get; init; }

    [Feature] public required double Area { get; init; }

    [Target] public required double Rent { get; init; }
}

/// <summary>Serialisation without reflection, as trimmed applications have it.</summary>
[JsonSerializable(typeof(RidgeModel<Home>))]
[JsonSerializable(typeof(RidgeSolution))]
[JsonSerializable(typeof(RidgeStatistics))]
internal sealed partial class HomeJson : JsonSerializerContext;

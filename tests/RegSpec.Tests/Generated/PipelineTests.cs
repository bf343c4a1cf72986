using System.Text.Json;
using RegSpec.Tests.Ridge;

namespace RegSpec.Tests.Generated;

/// <summary>
/// Strings with unknown levels, days, missing values, polynomials and a product against scikit-learn's OneHotEncoder, SimpleImputer, MissingIndicator, StandardScaler and PolynomialFeatures,
/// recorded by Ridge/Analysis/Peers/pipelines.py. 1e-10: both solve systems whose condition is below 1e5.
/// </summary>
public class PipelineTests
{
    private const double Tolerance = 1e-10;

    private static readonly JsonElement Peer = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Ridge", "Data", "pipelines.json"))).RootElement;

    private static readonly double[] Turnovers = Numbers("y");

    private static readonly Shop[] Shops = [.. Peer.GetProperty("rows").EnumerateArray().Select((row, i) => new Shop
    {
        City = row[0].GetString()!,
        Opened = new DateOnly(2000, 1, 1).AddDays((int)row[1].GetDouble()),
        Area = Number(row[2]),
        Rent = Number(row[3]),
        Corner = Number(row[4]) is { } corner ? corner == 1 : null,
        Age = row[5].GetDouble(),
        Turnover = Turnovers[i],
    })];

    private static readonly Shop[] Training = Shops[..Peer.GetProperty("training").GetInt32()];

    [Fact]
    public void A_fit_is_that_of_the_pipeline()
    {
        RidgeModel<Shop> model = ShopRidge.Fit(Training, Peer.GetProperty("alpha").GetDouble());
        Close.To(Numbers("ridge"), model.PredictAll(Shops), Tolerance);
    }

    [Fact]
    public void Folds_are_those_of_pipelines_that_saw_none_of_them()
    {
        int[] folds = [.. Peer.GetProperty("folds").EnumerateArray().Select(fold => fold.GetInt32())];
        double[] held = Numbers("held out");
        double expected = Training.Select((shop, i) => Math.Pow(shop.Turnover - held[i], 2)).Average();
        Close.To(expected, ShopRidge.Problem(Training).KFoldErrors(LambdaSelection.KFold(folds), [3.5])[0], Tolerance);
    }

    [Fact]
    public void Without_a_penalty_powers_are_as_good_as_orthogonal_polynomials()
    {
        RidgeModel<Shop> model = ShopRidge.Fit(Training, 0);
        Close.To(Numbers("least squares"), model.PredictAll(Training), 1e-9);   // powers up to the cube there
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static double[] Numbers(string name) => [.. Peer.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}

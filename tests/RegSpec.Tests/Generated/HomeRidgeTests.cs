using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>Generated ridge code against matrices made by hand.</summary>
public class HomeRidgeTests
{
    private static readonly RidgeOptions ByHand = new()
    {
        Scaling =
        [
            FeatureScaling.Standardize, FeatureScaling.None, FeatureScaling.Standardize, FeatureScaling.None, FeatureScaling.None, FeatureScaling.None,
            FeatureScaling.None, FeatureScaling.None, FeatureScaling.None, FeatureScaling.Standardize, FeatureScaling.Standardize, FeatureScaling.Standardize,
        ],
        PenaltyFactors = [1, 1, 0.5, 1, 2, 2, 2, 1, 1, 1, 1, 1],
        FeatureNames = ["Area", "AgeZ", "Rooms", "Garden", "Heating=Gas", "Heating=Oil", "Heating=Pump", "Position[0]", "Position[1]", "Distances[0]", "Distances[1]", "Floors"],
        TargetNames = ["Price"],
    };

    [Fact]
    public void A_fit_of_rows_is_the_fit_of_their_matrix()
    {
        Home[] homes = Homes(200);
        RidgeModel<Home> model = HomeRidge.Fit(homes);
        RidgeSolution expected = Problem(homes).Fit(2.5);
        Assert.Equal(expected.Coefficients, model.Solution.Coefficients);
        Assert.Equal(expected.Intercept, model.Solution.Intercept);
        Assert.Equal(expected.FeatureNames, model.Solution.FeatureNames);
        Assert.Equal("Price", model.Solution.TargetName);
        Assert.Equal(expected.ToString(), model.ToString());
        Assert.Equal(Problem(homes).Fit(7).Coefficients, HomeRidge.Fit(homes, 7).Solution.Coefficients);
    }

    private static RidgeProblem Problem(IReadOnlyList<Home> homes) => RidgeProblem.FromMatrices(
        tensor(homes.SelectMany(Columns).ToArray(), homes.Count, 12),
        tensor(homes.Select(home => home.Price).ToArray()),
        tensor(homes.Select(home => home.Weight).ToArray()),
        ByHand);

    private static double[] Columns(Home home) =>
    [
        home.Area, home.AgeZ, home.Rooms, home.Garden ? 1 : 0,
        home.Heating == Heating.Gas ? 1 : 0, home.Heating == Heating.Oil ? 1 : 0, home.Heating == Heating.Pump ? 1 : 0,
        home.Position[0], home.Position[1], home.Distances[0], home.Distances[1], home.Floors!.Value,
    ];

    private static Home[] Homes(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => new Home
        {
            Area = 50 + 100 * random.NextDouble(),
            AgeZ = (float)(random.NextDouble() - 0.5),
            Rooms = random.Next(1, 8),
            Garden = random.Next(2) == 0,
            Heating = (Heating)random.Next(3),
            Position = [(float)random.NextDouble(), (float)random.NextDouble()],
            Distances = [random.NextDouble() * 1e4, random.NextDouble() * 1e-3],
            Floors = random.Next(1, 4),
            Price = 100 * random.NextDouble(),
            Weight = random.Next(4) * 0.5,
        })];
    }
}

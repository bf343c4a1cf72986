using static TorchSharp.torch;

namespace RegSpec.Tests.Generated;

/// <summary>Random homes, and their columns written by hand.</summary>
internal static class HomeData
{
    public const int Columns = 12;

    public static readonly RidgeOptions ByHand = new()
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

    public static RidgeProblem Problem(IReadOnlyList<Home> homes) => RidgeProblem.FromMatrices(
        tensor(homes.SelectMany(Row).ToArray(), homes.Count, Columns),
        tensor(homes.Select(home => home.Price).ToArray()),
        tensor(homes.Select(home => home.Weight).ToArray()),
        ByHand);

    public static double[] Row(Home home) =>
    [
        home.Area, home.AgeZ, home.Rooms, home.Garden ? 1 : 0,
        home.Heating == Heating.Gas ? 1 : 0, home.Heating == Heating.Oil ? 1 : 0, home.Heating == Heating.Pump ? 1 : 0,
        home.Position[0], home.Position[1], home.Distances[0], home.Distances[1], home.Floors!.Value,
    ];

    public static Home[] Homes(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => Next(random))];
    }

    private static Home Next(Random random)
    {
        double area = 50 + 100 * random.NextDouble();
        return new Home
        {
            Area = area,
            AgeZ = (float)(random.NextDouble() - 0.5),
            Rooms = random.Next(1, 8),
            Garden = random.Next(2) == 0,
            Heating = (Heating)random.Next(3),
            Position = [(float)random.NextDouble(), (float)random.NextDouble()],
            Distances = [random.NextDouble() * 1e4, random.NextDouble() * 1e-3],
            Floors = random.Next(1, 4),
            Price = area + 100 * random.NextDouble(),
            Weight = random.Next(4) * 0.5,
        };
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.Rows;

/// <summary>What a user without a generator writes: a loop into arrays, then the matrices.</summary>
internal static class HandWritten
{
    public static (double[] Features, double[] Targets) Read(Flat[] flats)
    {
        double[] features = new double[20 * flats.Length];
        double[] targets = new double[flats.Length];
        int k = 0;
        for (int i = 0; i < flats.Length; i++)
        {
            Flat flat = flats[i];
            features[k++] = flat.Area;
            features[k++] = flat.Rooms;
            features[k++] = flat.Age;
            features[k++] = flat.Floor;
            features[k++] = flat.Height;
            features[k++] = flat.Balcony;
            features[k++] = flat.Garden;
            features[k++] = flat.Cellar;
            features[k++] = flat.Garage;
            features[k++] = flat.Noise;
            features[k++] = flat.Light;
            features[k++] = flat.Heat;
            features[k++] = flat.Water;
            features[k++] = flat.Fee;
            features[k++] = flat.School;
            features[k++] = flat.Station;
            features[k++] = flat.Centre;
            features[k++] = flat.Park;
            features[k++] = flat.Shop;
            features[k++] = flat.Tax;
            targets[i] = flat.Price;
        }

        return (features, targets);
    }

    /// <summary>The same into one array that nobody cleared first, features and target side by side, as generated code keeps them.</summary>
    public static double[] ReadIntoBlock(Flat[] flats)
    {
        double[] values = GC.AllocateUninitializedArray<double>(21 * flats.Length);
        int k = 0;
        for (int i = 0; i < flats.Length; i++)
        {
            Flat flat = flats[i];
            values[k++] = flat.Area;
            values[k++] = flat.Rooms;
            values[k++] = flat.Age;
            values[k++] = flat.Floor;
            values[k++] = flat.Height;
            values[k++] = flat.Balcony;
            values[k++] = flat.Garden;
            values[k++] = flat.Cellar;
            values[k++] = flat.Garage;
            values[k++] = flat.Noise;
            values[k++] = flat.Light;
            values[k++] = flat.Heat;
            values[k++] = flat.Water;
            values[k++] = flat.Fee;
            values[k++] = flat.School;
            values[k++] = flat.Station;
            values[k++] = flat.Centre;
            values[k++] = flat.Park;
            values[k++] = flat.Shop;
            values[k++] = flat.Tax;
            values[k++] = flat.Price;
        }

        return values;
    }

    public static RidgeSolution Fit(Flat[] flats)
    {
        (double[] features, double[] targets) = Read(flats);
        using Tensor matrix = from_array(features);
        using Tensor x = matrix.view(flats.Length, 20);
        using Tensor y = from_array(targets);
        return RidgeProblem.FromMatrices(x, y).Fit(1.0);
    }
}

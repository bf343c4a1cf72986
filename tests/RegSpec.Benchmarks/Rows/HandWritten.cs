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

    public static RidgeSolution Fit(Flat[] flats)
    {
        (double[] features, double[] targets) = Read(flats);
        using Tensor matrix = from_array(features);
        using Tensor x = matrix.view(flats.Length, 20);
        using Tensor y = from_array(targets);
        return RidgeProblem.FromMatrices(x, y).Fit(1.0);
    }
}

using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace RegSpec.Benchmarks.Rows;

/// <summary>ML.NET's pipeline on the same records. Its only closed-form solver is not among the packages that restore here, so it fits by coordinate ascent.</summary>
internal static class MachineLearningNet
{
    public static string Version { get; } = "ML.NET "
        + typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static readonly string[] Features =
    [
        nameof(Flat.Area), nameof(Flat.Rooms), nameof(Flat.Age), nameof(Flat.Floor), nameof(Flat.Height), nameof(Flat.Balcony), nameof(Flat.Garden), nameof(Flat.Cellar),
        nameof(Flat.Garage), nameof(Flat.Noise), nameof(Flat.Light), nameof(Flat.Heat), nameof(Flat.Water), nameof(Flat.Fee), nameof(Flat.School), nameof(Flat.Station),
        nameof(Flat.Centre), nameof(Flat.Park), nameof(Flat.Shop), nameof(Flat.Tax),
    ];

    /// <summary>Reads the records and fits the scaler.</summary>
    public static void Standardize(Flat[] flats)
    {
        MLContext context = new(seed: 0);
        IDataView data = Load(context, flats);
        context.Transforms.Concatenate("Features", Features).Append(context.Transforms.NormalizeMeanVariance("Features", fixZero: false)).Fit(data);
    }

    /// <summary>Reads, standardises and fits: (1/n)Σr² + ½l2‖w‖², so that λ = 1 is l2 = 2/n.</summary>
    public static IReadOnlyList<float> Fit(Flat[] flats)
    {
        MLContext context = new(seed: 0);
        IDataView data = Load(context, flats);
        var pipeline = context.Transforms.Concatenate("Features", Features)
            .Append(context.Transforms.NormalizeMeanVariance("Features", fixZero: false))
            .Append(context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { LabelColumnName = nameof(Flat.Price), L2Regularization = 2f / flats.Length }));
        return pipeline.Fit(data).LastTransformer.Model.Weights;
    }

    private static IDataView Load(MLContext context, Flat[] flats) => context.Data.LoadFromEnumerable(flats);
}

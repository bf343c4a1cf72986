using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>BatchNorm, InstanceNorm, GroupNorm and LayerNorm.</summary>
internal static class NormalizationLayers
{
    public static readonly CatalogLayer[] All =
    [
        ByChannel("BatchNorm1d", affineByDefault: true),
        ByChannel("BatchNorm2d", affineByDefault: true),
        ByChannel("BatchNorm3d", affineByDefault: true),
        ByChannel("InstanceNorm1d", affineByDefault: false),
        ByChannel("InstanceNorm2d", affineByDefault: false),
        ByChannel("InstanceNorm3d", affineByDefault: false),
        ByChannel("GroupNorm", affineByDefault: true),
        new("LayerNorm", LayerTable.Once(
            new("weight", Role.NormScale, 1, switches => HasScale(switches) & NormalizesVectors(switches)),
            new("weight", Role.NormScale, Dimensions: null, switches => HasScale(switches) & !NormalizesVectors(switches)),
            new("bias", Role.NormShift, 1, switches => HasShift(switches) & NormalizesVectors(switches)),
            new("bias", Role.NormShift, Dimensions: null, switches => HasShift(switches) & !NormalizesVectors(switches))))
        {
            IsNormalization = true,
        },
    ];

    private static CatalogLayer ByChannel(string name, bool affineByDefault) => new(name, LayerTable.Once(
        new("weight", Role.NormScale, 1, switches => switches.Flag("affine", affineByDefault)),
        new("bias", Role.NormShift, 1, switches => switches.Flag("affine", affineByDefault))))
    {
        IsNormalization = true,
    };

    private static bool? HasScale(LayerSwitches switches) => switches.Flag("elementwise_affine", true);

    private static bool? HasShift(LayerSwitches switches) => HasScale(switches) & switches.Flag("bias", true);

    // A shape given as one number has one dimension; of anything else the run time counts them.
    private static bool NormalizesVectors(LayerSwitches switches) => switches.Number("normalized_shape") is not null;
}

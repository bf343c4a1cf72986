using System;

namespace RegSpec.Semantics;

/// <summary>BatchNorm, InstanceNorm, GroupNorm and LayerNorm.</summary>
internal static class NormalizationLayers
{
    public static readonly CatalogLayer[] All =
    [
        Normalization("BatchNorm1d", 1, Affine(byDefault: true), Affine(byDefault: true)),
        Normalization("BatchNorm2d", 1, Affine(byDefault: true), Affine(byDefault: true)),
        Normalization("BatchNorm3d", 1, Affine(byDefault: true), Affine(byDefault: true)),
        Normalization("InstanceNorm1d", 1, Affine(byDefault: false), Affine(byDefault: false)),
        Normalization("InstanceNorm2d", 1, Affine(byDefault: false), Affine(byDefault: false)),
        Normalization("InstanceNorm3d", 1, Affine(byDefault: false), Affine(byDefault: false)),
        Normalization("GroupNorm", 1, Affine(byDefault: true), Affine(byDefault: true)),
        Normalization("LayerNorm", dimensions: null, ElementwiseAffine, switches => ElementwiseAffine(switches) & switches.Flag("bias", true)),
    ];

    private static CatalogLayer Normalization(string name, int? dimensions, Func<LayerSwitches, bool?> hasScale, Func<LayerSwitches, bool?> hasShift) =>
        new(name, LayerTable.Once(
            new("weight", Role.NormScale, dimensions, hasScale),
            new("bias", Role.NormShift, dimensions, hasShift)))
        {
            IsNormalization = true,
        };

    private static Func<LayerSwitches, bool?> Affine(bool byDefault) => switches => switches.Flag("affine", byDefault);

    private static bool? ElementwiseAffine(LayerSwitches switches) => switches.Flag("elementwise_affine", true);
}

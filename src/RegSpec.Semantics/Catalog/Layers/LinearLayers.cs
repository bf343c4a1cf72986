using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Linear and Bilinear.</summary>
internal static class LinearLayers
{
    public static readonly CatalogLayer[] All =
    [
        new("Linear", LayerTable.Once(
            new("weight", Role.Weight, 2),
            new("bias", Role.Bias, 1, HasBias))),
        new("Bilinear", LayerTable.Once(
            new("weight", Role.Weight, 3),
            new("bias", Role.Bias, 1, HasBias))),
    ];

    // Linear(weight, bias) wraps parameters made elsewhere; the other factories have a switch.
    private static bool? HasBias(LayerSwitches switches) =>
        switches.IsPassed("weight") is true ? switches.IsGiven("bias") : switches.Flag("hasBias", true);
}

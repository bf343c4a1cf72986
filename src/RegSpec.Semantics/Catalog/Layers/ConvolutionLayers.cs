using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Conv and ConvTranspose in 1 to 3 dimensions.</summary>
internal static class ConvolutionLayers
{
    public static readonly CatalogLayer[] All =
    [
        Convolution("Conv1d", dimensions: 3),
        Convolution("Conv2d", dimensions: 4),
        Convolution("Conv3d", dimensions: 5),
        Convolution("ConvTranspose1d", dimensions: 3),
        Convolution("ConvTranspose2d", dimensions: 4),
        Convolution("ConvTranspose3d", dimensions: 5),
    ];

    private static CatalogLayer Convolution(string name, int dimensions) => new(name, LayerTable.Once(
        new("weight", Role.Weight, dimensions),
        new("bias", Role.Bias, 1, switches => switches.Flag("bias", true))));
}

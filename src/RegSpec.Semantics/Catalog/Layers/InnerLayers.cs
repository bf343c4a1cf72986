using System;

namespace RegSpec.Semantics.Catalog;

/// <summary>How many inner layers a layer has.</summary>
/// <param name="Argument">The factory's argument that says it.</param>
/// <param name="ByDefault">Its default, or null where it must be given.</param>
/// <param name="AtLeast">The least number the factory accepts.</param>
internal sealed record InnerLayers(string Argument, long? ByDefault, long AtLeast)
{
    /// <summary>The number of inner layers; null if not known.</summary>
    public long? Count(LayerSwitches switches)
    {
        long? given = ByDefault is long number ? switches.Number(Argument, number) : switches.Number(Argument);
        return given is null ? null : Math.Max(given.Value, AtLeast);
    }
}

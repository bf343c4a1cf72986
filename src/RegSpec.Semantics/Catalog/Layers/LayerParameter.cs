using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>One parameter of a catalog layer.</summary>
/// <param name="Name">Its name below the layer ("weight", "weight_hh_l1_reverse", "layers.0.norm1.bias").</param>
/// <param name="Role">What it is.</param>
/// <param name="Dimensions">Number of dimensions, or null where it depends on an argument (LayerNorm).</param>
/// <param name="Presence">Whether it is certain to exist.</param>
/// <param name="IsFrozen">Whether it is certainly made without gradient.</param>
internal sealed record LayerParameter(string Name, Role Role, int? Dimensions, Presence Presence, bool IsFrozen = false)
{
    /// <summary>The row that stands for padding, of a table that has one.</summary>
    public PaddingRow? Padding { get; init; }
}

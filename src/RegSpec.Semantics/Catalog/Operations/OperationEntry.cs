using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>What the tables say about one operation.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Factor">The degree of the result for an operand of degree 1, where the rule has one.</param>
/// <param name="IsNonNegative">No element of the result is negative.</param>
/// <param name="InPlace">It overwrites its first operand.</param>
/// <param name="SpatialAxes">Number of spatial axes of a convolution, pool or norm (0: does not apply).</param>
internal sealed record OperationEntry(
    string Name,
    OperationRule Rule,
    Rational Factor,
    bool IsNonNegative = false,
    bool InPlace = false,
    int SpatialAxes = 0);

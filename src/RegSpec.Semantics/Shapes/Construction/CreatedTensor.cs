using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Shapes;

/// <summary>A tensor as construction makes it.</summary>
/// <param name="Dimensions">Number of dimensions where the call that made it shows it.</param>
/// <param name="IsParameter">A raw parameter rather than a plain tensor.</param>
/// <param name="IsTrained">Whether it is made with a gradient; null if not known.</param>
internal sealed record CreatedTensor(int? Dimensions, bool IsParameter, bool? IsTrained) : TensorValue;

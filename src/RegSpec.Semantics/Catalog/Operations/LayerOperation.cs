namespace RegSpec.Semantics.Catalog;

/// <summary>What calling a TorchSharp module does.</summary>
/// <param name="Entry">The operation.</param>
/// <param name="Weight">Name of the parameter that takes part as an operand, or null.</param>
/// <param name="Bias">Name of the parameter that is added, or null.</param>
/// <param name="OutputSize">Factory argument that gives the size of the feature axis of the result, or null.</param>
/// <param name="InputSize">Factory argument that gives the size of the channel axis of the input of a norm, or null.</param>
internal sealed record LayerOperation(OperationEntry Entry, string? Weight = null, string? Bias = null, string? OutputSize = null, string? InputSize = null);

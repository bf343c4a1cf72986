using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>A model whose parameters reach an optimizer behind a call.</summary>
/// <param name="Argument">What the call passes: the model, or all of its parameters.</param>
/// <param name="Optimizer">The optimizer made from it.</param>
/// <param name="Model">The model.</param>
internal sealed record PassedModel(IOperation Argument, OptimizerCreation Optimizer, TrainedModel Model);

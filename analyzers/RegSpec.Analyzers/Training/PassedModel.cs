using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>A model whose parameters reach an optimizer behind a call.</summary>
/// <param name="Argument">What the call passes: the model, or all of its parameters.</param>
/// <param name="Fed">The optimizer made from it.</param>
/// <param name="Model">The model.</param>
internal sealed record PassedModel(IOperation Argument, FedOptimizer Fed, TrainedModel Model)
{
    /// <summary>The optimizer.</summary>
    public OptimizerCreation Optimizer => Fed.Optimizer;
}

/// <summary>An optimizer that a method or constructor makes from what one of its parameters is given.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Module">The module in its parameters, as the maker writes it; null where the maker gets a list.</param>
/// <param name="Decay">The parameter that gives its weight decay; null where something else does.</param>
/// <param name="Maker">Name of the method, or of the class whose constructor, makes it.</param>
internal sealed record FedOptimizer(OptimizerCreation Optimizer, IOperation? Module, IParameterSymbol? Decay, string Maker);

using System.Collections.Immutable;

namespace RegSpec.Analyzers;

/// <summary>What one body does with models and optimizers, each kind in the order of the source.</summary>
internal sealed record TrainingReading
{
    /// <summary>A body that has nothing to do with training.</summary>
    public static readonly TrainingReading Empty = new();

    /// <summary>TorchSharp's optimizers that are made.</summary>
    public ImmutableArray<OptimizerCreation> Optimizers { get; init; } = ImmutableArray<OptimizerCreation>.Empty;

    /// <summary>Optimizers that are made by RegSpec's groups.</summary>
    public ImmutableArray<PlannedOptimizer> PlannedOptimizers { get; init; } = ImmutableArray<PlannedOptimizer>.Empty;

    /// <summary>TorchSharp's parameter groups that are made.</summary>
    public ImmutableArray<GroupCreation> Groups { get; init; } = ImmutableArray<GroupCreation>.Empty;

    /// <summary>Options of groups that are made.</summary>
    public ImmutableArray<OptionsCreation> Options { get; init; } = ImmutableArray<OptionsCreation>.Empty;

    /// <summary>Learning-rate schedulers that are made.</summary>
    public ImmutableArray<SchedulerCreation> Schedulers { get; init; } = ImmutableArray<SchedulerCreation>.Empty;

    /// <summary>Modules that are moved or cast.</summary>
    public ImmutableArray<ModuleMove> Moves { get; init; } = ImmutableArray<ModuleMove>.Empty;

    /// <summary>Steps of optimizers.</summary>
    public ImmutableArray<StepCall> Steps { get; init; } = ImmutableArray<StepCall>.Empty;

    /// <summary>Penalties on parameters that reach <c>backward()</c>.</summary>
    public ImmutableArray<Penalty> Penalties { get; init; } = ImmutableArray<Penalty>.Empty;

    /// <summary>Parameters that are given to a second owner.</summary>
    public ImmutableArray<Tie> Ties { get; init; } = ImmutableArray<Tie>.Empty;

    /// <summary>Models, or all parameters of them, that are handed to optimizers behind a call.</summary>
    public ImmutableArray<PassedModel> Passed { get; init; } = ImmutableArray<PassedModel>.Empty;

    /// <summary>Rows of embeddings that are written.</summary>
    public ImmutableArray<RowWrite> RowWrites { get; init; } = ImmutableArray<RowWrite>.Empty;

    /// <summary>Layers of TorchSharp that are made.</summary>
    public ImmutableArray<LayerCreation> Layers { get; init; } = ImmutableArray<LayerCreation>.Empty;
}

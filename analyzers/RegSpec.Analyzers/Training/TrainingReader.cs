using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>Reads one body: the only walk over bodies that rules about training need.</summary>
internal sealed class TrainingReader
{
    private readonly RegSpecCompilation compilation;
    private readonly RegSpecTypes types;
    private readonly PassedParameters passed;

    private readonly List<OptimizerCreation> optimizers = new();
    private readonly List<PlannedOptimizer> planned = new();
    private readonly List<GroupCreation> groups = new();
    private readonly List<OptionsCreation> options = new();
    private readonly List<SchedulerCreation> schedulers = new();
    private readonly List<ModuleMove> moves = new();
    private readonly List<StepCall> steps = new();
    private readonly List<Tie> ties = new();
    private readonly List<PassedModel> handed = new();
    private readonly List<LayerCreation> layers = new();
    private readonly List<RowWrite> rowWrites = new();
    private bool isDifferentiated;

    private TrainingReader(RegSpecCompilation compilation, PassedParameters passed)
    {
        this.compilation = compilation;
        this.passed = passed;
        types = compilation.Types;
    }

    /// <summary>Reads a body; <see cref="TrainingReading.Empty"/> where nothing in it is about training.</summary>
    public static TrainingReading Read(IOperation body, RegSpecCompilation compilation, PassedParameters passed, CancellationToken cancellation)
    {
        var reader = new TrainingReader(compilation, passed);
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            reader.Visit(operation, cancellation);
        }

        return reader.Result(body, cancellation);
    }

    private void Visit(IOperation operation, CancellationToken cancellation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                isDifferentiated |= call.TargetMethod.Name == PenaltyInLoss.Backward;
                Add(optimizers, OptimizerCreation.Read(call, types));
                Add(planned, PlannedOptimizer.Read(call, types));
                Add(schedulers, SchedulerCreation.Read(call, types));
                Add(moves, ModuleMove.Read(call, types));
                Add(steps, StepCall.Read(call, types));
                Add(layers, LayerCreation.Read(call, types));
                Add(ties, Tie.Read(call, types));
                Add(rowWrites, RowWrite.Read(call, types));
                handed.AddRange(passed.In(call, cancellation));
                break;
            case IObjectCreationOperation creation:
                Add(optimizers, OptimizerCreation.Read(creation, types));
                Add(groups, GroupCreation.Read(creation, types));
                Add(options, OptionsCreation.Read(creation, types));
                Add(schedulers, SchedulerCreation.Read(creation, types));
                handed.AddRange(passed.In(creation, cancellation));
                break;
            case ISimpleAssignmentOperation assignment:
                Add(ties, Tie.Read(assignment, types));
                Add(rowWrites, RowWrite.Read(assignment, types));
                break;
        }
    }

    private TrainingReading Result(IOperation body, CancellationToken cancellation)
    {
        ImmutableArray<Penalty> penalties = isDifferentiated ? PenaltyInLoss.Find(body, compilation, cancellation).ToImmutableArray() : ImmutableArray<Penalty>.Empty;
        int facts = optimizers.Count + planned.Count + groups.Count + options.Count + schedulers.Count + moves.Count + steps.Count + ties.Count + handed.Count + layers.Count + rowWrites.Count + penalties.Length;
        return facts == 0
            ? TrainingReading.Empty
            : new TrainingReading
            {
                Optimizers = optimizers.ToImmutableArray(),
                PlannedOptimizers = planned.ToImmutableArray(),
                Groups = groups.ToImmutableArray(),
                Options = options.ToImmutableArray(),
                Schedulers = schedulers.ToImmutableArray(),
                Moves = moves.ToImmutableArray(),
                Steps = steps.ToImmutableArray(),
                Ties = ties.ToImmutableArray(),
                Passed = handed.ToImmutableArray(),
                Layers = layers.ToImmutableArray(),
                RowWrites = rowWrites.ToImmutableArray(),
                Penalties = penalties,
            };
    }

    private static void Add<T>(List<T> facts, T? fact)
        where T : class
    {
        if (fact is not null)
        {
            facts.Add(fact);
        }
    }
}

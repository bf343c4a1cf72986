using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>REG1008: an L2 penalty in the loss, and decay in the optimizer of the same model, in one class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DoubledPenaltyAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "L2 is counted twice",
        messageFormat: "This penalty on the parameters of '{0}' is in the loss, and {1} decays them as well: L2 is counted twice; keep one of the two",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DoubledPenaltyAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        if (reading.Penalties.IsEmpty)
        {
            return;
        }

        // The rest of the class is read only here: an action for the end of each type would have the compiler keep account of every member of every type.
        TrainingReading[] readings = Around(context, reading, TrainingReadings.Of(compilation), compilation.Models).ToArray();
        Trained[] optimizers = readings.SelectMany(reading => Optimizers(reading, compilation, context.CancellationToken)).ToArray();
        StepCall[] steps = readings.SelectMany(static reading => reading.Steps).ToArray();
        foreach (Penalty penalty in reading.Penalties)
        {
            Trained[] candidates = optimizers.Where(optimizer => optimizer.Model.SequenceEqual(penalty.Model, SymbolEqualityComparer.Default)).ToArray();
            if (Stepping(candidates, steps, penalty) is { Decays: true } decaying)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    penalty.Syntax.GetLocation(),
                    string.Join(".", penalty.Model.Select(static symbol => symbol.Name)),
                    decaying.Name));
            }
        }
    }

    /// <summary>What the class does of which this is one body.</summary>
    private static IEnumerable<TrainingReading> Around(OperationBlockAnalysisContext context, TrainingReading reading, TrainingReadings readings, SourceFiles models) =>
        (context.OwningSymbol.ContainingType is { } type ? ClassBodies.Of(type, models, context.CancellationToken) : Enumerable.Empty<IOperation>())
            .Select(body => readings.Of(body, context.CancellationToken))
            .Append(reading)
            .Distinct();

    /// <summary>
    /// The optimizer that acts on a penalised loss: of those over the model the first that steps after the gradients, or elsewhere in the class, the decaying before
    /// others; where no step can be seen, the first that decays.
    /// </summary>
    private static Trained? Stepping(IReadOnlyList<Trained> candidates, IReadOnlyList<StepCall> steps, Penalty penalty)
    {
        var stepping = candidates
            .Select(candidate => (Candidate: candidate, Steps: steps.Where(step => SymbolEqualityComparer.Default.Equals(step.Optimizer, candidate.Variable)).Select(step => step.Call.Syntax).ToArray()))
            .Where(static seen => seen.Steps.Length > 0)
            .ToArray();
        if (stepping.Length == 0)
        {
            return candidates.FirstOrDefault(static candidate => candidate.Decays);
        }

        return stepping
            .OrderBy(seen => seen.Steps.Min(step => Distance(penalty.Backward, step)))
            .ThenByDescending(static seen => seen.Candidate.Decays)
            .First()
            .Candidate;
    }

    /// <summary>How far a step lies behind the gradients; steps of other bodies, or before them, come last.</summary>
    private static int Distance(SyntaxNode? backward, SyntaxNode step) =>
        backward is not null && backward.SyntaxTree == step.SyntaxTree && step.SpanStart > backward.SpanStart ? step.SpanStart - backward.SpanStart : int.MaxValue;

    /// <summary>Stock optimizers over whole models, and those made from RegSpec's groups of one.</summary>
    private static IEnumerable<Trained> Optimizers(TrainingReading reading, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        foreach (OptimizerCreation optimizer in reading.Optimizers)
        {
            if (source.ModuleOf(optimizer.Source) is { } module && ParameterPath.Of(module) is { IsEmpty: false } path)
            {
                yield return new Trained(optimizer.Name, path, AssignedTo.Target(optimizer.Operation), optimizer.WeightDecay is not null);
            }
        }

        foreach (PlannedOptimizer optimizer in reading.PlannedOptimizers)
        {
            if (PlannedOptimizer.ModuleOf(optimizer.Groups, source) is { } module && ParameterPath.Of(module) is { IsEmpty: false } path)
            {
                yield return new Trained(optimizer.Name, path, AssignedTo.Target(optimizer.Call), optimizer.Decays);
            }
        }
    }

    /// <summary>An optimizer over a whole model.</summary>
    private sealed record Trained(string Name, ImmutableArray<ISymbol> Model, ISymbol? Variable, bool Decays);
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>REG1008: an L2 penalty in the loss, and decay in the optimizer of the same model, in one class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DoubledPenaltyAnalyzer : RegSpecAnalyzer
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

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) => context.RegisterSymbolStartAction(
        type =>
        {
            var penalties = new ConcurrentQueue<Penalty>();
            var decays = new ConcurrentQueue<Decay>();
            type.RegisterOperationBlockAction(block =>
            {
                foreach (IOperation body in block.OperationBlocks)
                {
                    foreach (Penalty penalty in PenaltyInLoss.Find(body, compilation, block.CancellationToken))
                    {
                        penalties.Enqueue(penalty);
                    }

                    foreach (Decay decay in body.Descendants().Select(operation => DecayOf(operation, compilation, block.CancellationToken)).OfType<Decay>())
                    {
                        decays.Enqueue(decay);
                    }
                }
            });
            type.RegisterSymbolEndAction(end =>
            {
                foreach (Penalty penalty in penalties)
                {
                    if (decays.FirstOrDefault(decay => decay.Model.SequenceEqual(penalty.Model, SymbolEqualityComparer.Default)) is { } decay)
                    {
                        end.ReportDiagnostic(Diagnostic.Create(Rule, penalty.Syntax.GetLocation(), string.Join(".", penalty.Model.Select(symbol => symbol.Name)), decay.Optimizer));
                    }
                }
            });
        },
        SymbolKind.NamedType);

    /// <summary>A stock optimizer with weight decay over a whole model, or one made from RegSpec's groups of it.</summary>
    private static Decay? DecayOf(IOperation operation, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        if (OptimizerCreation.Read(operation, compilation.Types) is { WeightDecay: not null } optimizer)
        {
            return source.ModuleOf(optimizer.Source) is { } module && ParameterPath.Of(module) is { IsEmpty: false } path ? new Decay(optimizer.Name, path) : null;
        }

        // LBFGS and Rprop of the groups ask for the penalty in the loss.
        return operation is IInvocationOperation { TargetMethod: { Name: not (OptimizerNames.LBFGS or OptimizerNames.Rprop) }, Instance: { } groups } call
            && compilation.Types.IsOptimizer(call.Type)
            && PenaltyInLoss.ModelOfGroups(groups, source) is { } model
                ? new Decay(call.TargetMethod.Name, model)
                : null;
    }

    private sealed record Decay(string Optimizer, ImmutableArray<ISymbol> Model);
}

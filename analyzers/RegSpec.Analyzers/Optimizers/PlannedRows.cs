using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>What the groups of an optimizer certainly hold, from the plan of its model's class.</summary>
/// <param name="LayerwiseMember">A list whose items have rates of their own; null for none.</param>
/// <param name="Scaled">A row with a learning-rate scale that another has not; null for none.</param>
/// <param name="Count">How many groups there are at least.</param>
internal sealed record PlannedRows(string? LayerwiseMember, PlanRow? Scaled, int Count)
{
    private const string WeightDecay = "weightDecay";

    /// <summary>Reads the plan of the one class that the groups are made of; null where that is not known.</summary>
    public static PlannedRows? Of(PlannedOptimizer optimizer, ModelSource source, OperationBlockAnalysisContext context, RegSpecCompilation compilation)
    {
        if (PlannedOptimizer.ModuleOf(optimizer.Groups, source) is not { } module
            || TrainedModel.From(module, source, compilation, context.Compilation) is not { Classes: [var type] })
        {
            return null;
        }

        PlanRow[] rows = compilation.Plan(type, context.CancellationToken).Rows
            .Where(static row => row is { Decision: not null, Presence: Presence.Always, OpenedAtRunTime: null, IsFrozen: false })
            .ToArray();
        Declared? layerwise = compilation.ModuleClassOf(type, context.CancellationToken)?.Declared
            .FirstOrDefault(static declared => declared.Kind == DeclarationKind.LayerwiseLearningRate && declared.Number(0) is not (null or 1));
        PlanRow? scaled = rows.Select(static row => row.LearningRateScale).Distinct().Count() < 2 ? null : rows.First(static row => row.LearningRateScale != 1);
        return new PlannedRows(layerwise?.Member, scaled, Groups(rows, KeepsZeros(optimizer.Groups, source)));
    }

    /// <summary>Rows of certain λ and scale by what makes a group; a λ given at run time may make those of the class default like those without decay.</summary>
    private static int Groups(PlanRow[] rows, bool keepsZeros) => rows
        .Where(row => row.Decision is { WeightDecay: not null } decision && (keepsZeros || decision.Source != DecisionSource.Default || decision.WeightDecay == 0))
        .Select(static row => (row.Decision!.WeightDecay, row.LearningRateScale, Towards: row.Decision.WeightDecay > 0 ? row.Decision.Towards : ReferencePoint.Zero))
        .Distinct()
        .Count();

    /// <summary>Whether what decays in the plan does so in these groups: no λ is given at run time, or one that is certainly above 0.</summary>
    private static bool KeepsZeros(IOperation groups, ModelSource source)
    {
        switch (source.Origin(groups))
        {
            case IInvocationOperation { TargetMethod.Name: "Flatten", Instance: { } flattened }:
                return KeepsZeros(flattened, source);
            case IInvocationOperation call:
                return call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == WeightDecay) is not { } given
                    || given.ArgumentKind == ArgumentKind.DefaultValue
                    || given.Value.Unwrapped() is { ConstantValue: { HasValue: true, Value: null } }
                    || given.Value.Unwrapped().Number() > 0;
            default:
                return false;
        }
    }
}

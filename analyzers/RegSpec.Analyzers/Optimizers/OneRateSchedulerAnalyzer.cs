using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics;

namespace RegSpec.Analyzers;

/// <summary>REG3011: a scheduler that sets one rate in all groups, over groups that have different ones.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneRateSchedulerAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3011";

    /// <summary>Property: the groups as they can be written at the scheduler; absent where they cannot.</summary>
    public const string Groups = "Groups";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A scheduler sets one learning rate in all groups",
        messageFormat: "This {0} sets {1} in every group of '{2}', so that {3}; {4}",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public OneRateSchedulerAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (SchedulerCreation scheduler in reading.Schedulers)
        {
            ImmutableArray<IArgumentOperation> rates = scheduler.RatesForAll;
            if (rates.IsEmpty)
            {
                continue;
            }

            var source = new ModelSource(compilation, context.CancellationToken);
            IOperation made = source.Origin(scheduler.Optimizer);
            if (made is IInvocationOperation call && PlannedOptimizer.Read(call, compilation.Types) is { } planned)
            {
                if (LostScale(planned, source, context, compilation) is { } lost)
                {
                    string? groups = ParameterPath.Of(planned.Groups) is { IsEmpty: false } && planned.Groups.Root() == scheduler.Operation.Root() ? planned.Groups.Syntax.ToString() : null;
                    IEnumerable<string> forms = rates.Select(rate => (groups ?? "groups") + ".LearningRates(" + rate.Value.Syntax + ")");
                    Report(
                        scheduler,
                        lost,
                        (groups is null ? "hold the groups in a variable and pass " : "pass ") + string.Join(" and ", forms),
                        groups is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Groups, groups));
                }
            }
            else if (OptimizerCreation.Read(made, compilation.Types) is { Input: OptimizerInput.Groups } stock && GroupRates.Different(stock, compilation.Types) is { } different)
            {
                Report(scheduler, "their own rates " + different + " are lost", "pass an array with a rate for each group", properties: null);
            }
        }

        void Report(SchedulerCreation scheduler, string lost, string remedy, ImmutableDictionary<string, string?>? properties) => context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            scheduler.Operation.Syntax.GetLocation(),
            properties,
            scheduler.Name,
            string.Join(" and ", scheduler.RatesForAll.Select(static rate => rate.Parameter!.Name + " = " + rate.Value.Syntax)),
            scheduler.Optimizer.Syntax.ToString(),
            lost,
            remedy));
    }

    /// <summary>A parameter whose learning-rate scale differs from another's, in words; null where all are certainly, or perhaps, the same.</summary>
    private static string? LostScale(PlannedOptimizer optimizer, ModelSource source, OperationBlockAnalysisContext context, RegSpecCompilation compilation)
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
        return layerwise is not null ? "the layer-wise rates of '" + layerwise.Member + "' are lost"
            : rows.Select(static row => row.LearningRateScale).Distinct().Count() < 2
            ? null
            : rows.First(static row => row.LearningRateScale != 1) is var row
                ? "the learning-rate scale " + row.LearningRateScale.ToString("R", CultureInfo.InvariantCulture) + " of '" + row.Path + "' is lost"
                : null;
    }
}

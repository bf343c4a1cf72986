using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>REG3011: a scheduler that sets one rate in all groups, over groups that have different ones; or TorchSharp's OneCycleLR over several groups.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneRateSchedulerAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3011";

    /// <summary>Property: the groups as they can be written at the scheduler; absent where they cannot.</summary>
    public const string Groups = "Groups";

    private const string Lambda = "multiply the rate of each group by a function of the step, with LambdaLR";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A scheduler loses the learning rates of groups",
        messageFormat: "This {0} {1}, so that {2}; {3}",
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
            if (scheduler.RatesForAll.IsEmpty && !scheduler.IsOneCycle)
            {
                continue;
            }

            var source = new ModelSource(compilation, context.CancellationToken);
            IOperation made = source.Origin(scheduler.Optimizer);
            if (made is IInvocationOperation call && PlannedOptimizer.Read(call, compilation.Types) is { } planned)
            {
                if (PlannedRows.Of(planned, source, context, compilation) is { } rows && (LostScale(scheduler, rows) ?? LostPhase(scheduler, rows.Count)) is var (does, lost))
                {
                    string? groups = ParameterPath.Of(planned.Groups) is { IsEmpty: false } && planned.Groups.Root() == scheduler.Operation.Root() ? planned.Groups.Syntax.ToString() : null;
                    Report(
                        scheduler,
                        does,
                        lost,
                        (groups is null ? "hold the groups in a variable and " : "") + Remedy(scheduler, groups ?? "groups"),
                        groups is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Groups, groups));
                }
            }
            else if (OptimizerCreation.Read(made, compilation.Types) is { Input: OptimizerInput.Groups } stock)
            {
                if (!scheduler.RatesForAll.IsEmpty && GroupRates.Different(stock, compilation.Types) is { } different)
                {
                    Report(scheduler, SetsOne(scheduler), "their own rates " + different + " are lost", scheduler.IsOneCycle ? Lambda : "pass an array with a rate for each group", properties: null);
                }
                else if (LostPhase(scheduler, GroupRates.Count(stock, compilation.Types)) is var (does, lost))
                {
                    Report(scheduler, does, lost, Lambda, properties: null);
                }
            }
        }

        void Report(SchedulerCreation scheduler, string does, string lost, string remedy, ImmutableDictionary<string, string?>? properties) =>
            context.ReportDiagnostic(Diagnostic.Create(Rule, scheduler.Operation.Syntax.GetLocation(), properties, scheduler.Name, does, lost, remedy));
    }

    private static string SetsOne(SchedulerCreation scheduler) =>
        "sets " + string.Join(" and ", scheduler.RatesForAll.Select(static rate => rate.Parameter!.Name + " = " + rate.Value.Syntax)) + " in every group of '" + scheduler.Optimizer.Syntax + "'";

    private static string Remedy(SchedulerCreation scheduler, string groups) => scheduler.IsOneCycle
        ? "write " + groups + ".OneCycleLR"
        : "pass " + string.Join(" and ", scheduler.RatesForAll.Select(rate => groups + ".LearningRates(" + rate.Value.Syntax + ")"));

    /// <summary>A parameter whose learning-rate scale differs from another's, in words; null where all are certainly, or perhaps, the same.</summary>
    private static (string Does, string Lost)? LostScale(SchedulerCreation scheduler, PlannedRows rows) =>
        scheduler.RatesForAll.IsEmpty ? null
        : rows.LayerwiseMember is { } member ? (SetsOne(scheduler), "the layer-wise rates of '" + member + "' are lost")
        : rows.Scaled is { } row ? (SetsOne(scheduler), "the learning-rate scale " + row.LearningRateScale.ToString("R", CultureInfo.InvariantCulture) + " of '" + row.Path + "' is lost")
        : null;

    /// <summary>TorchSharp 0.107 ends the search for the phase of a group where the group's index is that of the last phase: it stays in the first.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="groups">How many groups there are at least.</param>
    private static (string Does, string Lost)? LostPhase(SchedulerCreation scheduler, int groups) =>
        scheduler.Phases is { } phases && groups >= phases
            ? ("takes the index of a group for that of a phase", "the " + (phases == 2 ? "second" : "third") + " group of '" + scheduler.Optimizer.Syntax + "' never leaves the first phase")
            : null;
}

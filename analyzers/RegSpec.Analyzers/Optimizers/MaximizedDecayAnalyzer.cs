using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>REG3004: SGD with <c>maximize</c> and decay, which makes weights grow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MaximizedDecayAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "SGD that maximizes grows decayed weights",
        messageFormat: "SGD with maximize: true ascends the decay too: weight_decay = {0} makes the weights grow; minimize the negated objective instead",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public MaximizedDecayAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation optimizer in reading.Optimizers.Where(static made => made.Name == OptimizerNames.SGD))
        {
            Report(optimizer.Operation, DecayOf(optimizer, reading));
        }

        foreach (GroupCreation group in reading.Groups.Where(static made => made.Optimizer.Name == OptimizerNames.SGD))
        {
            Report(group.Operation, Decay(group.Operation.Arguments, group.Operation.Arguments));
        }

        foreach (OptionsCreation options in reading.Options.Where(static made => made.Optimizer.Name == OptimizerNames.SGD))
        {
            Report(options.Operation, options.Setting(OptimizerNames.Maximize) is { } maximize && maximize.Unwrapped().IsTrue() ? NotZero(options.Setting(OptimizerNames.WeightDecay)) : null);
        }

        void Report(IOperation place, IOperation? decay)
        {
            if (decay is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, place.Syntax.GetLocation(), decay.Syntax.ToString()));
            }
        }
    }

    /// <summary>The decay of the call, or of a group without <c>maximize</c> of its own among its arguments.</summary>
    private static IOperation? DecayOf(OptimizerCreation optimizer, TrainingReading reading)
    {
        if (optimizer.Arguments.Explicit(OptimizerNames.Maximize) is not { } maximize || !maximize.Value.IsTrue())
        {
            return null;
        }

        return optimizer.WeightDecay ?? reading.Options
            .Where(options => options.Optimizer.Name == OptimizerNames.SGD && optimizer.Source.Syntax.Span.Contains(options.Operation.Syntax.Span))
            .Where(static options => options.Setting(OptimizerNames.Maximize) is null)
            .Select(static options => NotZero(options.Setting(OptimizerNames.WeightDecay)))
            .FirstOrDefault(static decay => decay is not null);
    }

    private static IOperation? Decay(IEnumerable<IArgumentOperation> maximizing, IEnumerable<IArgumentOperation> decaying) =>
        maximizing.Explicit(OptimizerNames.Maximize) is { } maximize && maximize.Value.IsTrue()
            ? NotZero(decaying.Explicit(OptimizerNames.WeightDecay)?.Value)
            : null;

    private static IOperation? NotZero(IOperation? value) => value is null || value.Unwrapped().IsNumber(0) || value.Unwrapped().ConstantValue is { HasValue: true, Value: null } ? null : value;
}

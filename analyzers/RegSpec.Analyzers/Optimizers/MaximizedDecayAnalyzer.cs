using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>REG3004: SGD with <c>maximize</c> and decay, which makes weights grow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MaximizedDecayAnalyzer : RegSpecAnalyzer
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

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterOperationAction(operation => Analyze(operation, compilation.Types), OperationKind.Invocation, OperationKind.ObjectCreation);

    private static void Analyze(OperationAnalysisContext context, RegSpecTypes types)
    {
        IOperation? decay = OptimizerCreation.Read(context.Operation, types) is { Name: OptimizerNames.SGD } optimizer ? DecayOf(optimizer, types)
            : GroupCreation.Read(context.Operation, types) is { Optimizer.Name: OptimizerNames.SGD, Operation: var group } ? Decay(group.Arguments, group.Arguments)
            : IsSgdOptions(context.Operation, types) ? DecayOf((IObjectCreationOperation)context.Operation)
            : null;
        if (decay is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), decay.Syntax.ToString()));
        }
    }

    /// <summary>The decay of the call, or of a group without <c>maximize</c> of its own among its arguments.</summary>
    private static IOperation? DecayOf(OptimizerCreation optimizer, RegSpecTypes types)
    {
        if (optimizer.Arguments.Explicit(OptimizerNames.Maximize) is not { } maximize || !maximize.Value.IsTrue())
        {
            return null;
        }

        return optimizer.WeightDecay ?? optimizer.Source.Descendants()
            .Where(operation => IsSgdOptions(operation, types))
            .Select(operation => (IObjectCreationOperation)operation)
            .Where(options => Setting(options, OptimizerNames.Maximize) is null)
            .Select(options => NotZero(Setting(options, OptimizerNames.WeightDecay)))
            .FirstOrDefault(decay => decay is not null);
    }

    private static IOperation? DecayOf(IObjectCreationOperation options) =>
        Setting(options, OptimizerNames.Maximize) is { } maximize && maximize.Unwrapped().IsTrue() ? NotZero(Setting(options, OptimizerNames.WeightDecay)) : null;

    private static IOperation? Decay(IEnumerable<IArgumentOperation> maximizing, IEnumerable<IArgumentOperation> decaying) =>
        maximizing.Explicit(OptimizerNames.Maximize) is { } maximize && maximize.Value.IsTrue()
            ? NotZero(decaying.Explicit(OptimizerNames.WeightDecay)?.Value)
            : null;

    private static IOperation? NotZero(IOperation? value) => value is null || value.Unwrapped().IsNumber(0) || value.Unwrapped().ConstantValue is { HasValue: true, Value: null } ? null : value;

    private static bool IsSgdOptions(IOperation operation, RegSpecTypes types) =>
        operation is IObjectCreationOperation { Type: INamedTypeSymbol { Name: OptimizerNames.Options, ContainingType: { Name: OptimizerNames.SGD } sgd } }
        && types.IsTorch(sgd);

    private static IOperation? Setting(IObjectCreationOperation options, string name) => options.Initializer?.Initializers
        .OfType<ISimpleAssignmentOperation>()
        .Where(assignment => assignment.Target is IMemberReferenceOperation target && target.Member.Name == name)
        .Select(assignment => assignment.Value)
        .FirstOrDefault();
}

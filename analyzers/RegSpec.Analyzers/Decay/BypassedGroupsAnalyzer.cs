using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG1005: the model says what is decayed, but its optimizer takes the bare parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BypassedGroupsAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "An optimizer ignores the declared weight decay",
        messageFormat: "'{0}' declares its weight decay, but this {1} takes parameters() and sees nothing of it; use ParameterGroups().{1}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public BypassedGroupsAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterOperationAction(operation => Analyze(operation, compilation), OperationKind.Invocation, OperationKind.ObjectCreation);

    private static void Analyze(OperationAnalysisContext context, RegSpecCompilation compilation)
    {
        // LBFGS and Rprop know no decay: there the penalty is added to the loss.
        if (OptimizerCreation.Read(context.Operation, compilation.Types) is { KnowsWeightDecay: true } optimizer
            && TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model
            && model.IsAnnotated(compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                optimizer.Operation.Syntax.GetLocation(),
                GroupsRewrite.PropertiesFor(optimizer, model),
                model.Name,
                optimizer.Name));
        }
    }
}

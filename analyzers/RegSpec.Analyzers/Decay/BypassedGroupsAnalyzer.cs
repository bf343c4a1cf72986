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
        messageFormat: "'{0}' {1} and sees nothing of it; use {2}",
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
        if (OptimizerCreation.Read(context.Operation, compilation.Types) is not { KnowsWeightDecay: true } optimizer)
        {
            return;
        }

        if (optimizer.Input != OptimizerInput.Groups && MergedGroups.In(optimizer.Source) is { } groups)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                optimizer.Operation.Syntax.GetLocation(),
                groups.Syntax.ToString(),
                "has a weight decay for each group, but this " + optimizer.Name + " takes all parameters as one list",
                groups.Syntax + "." + optimizer.Name));
        }
        else if (TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model && model.IsAnnotated(compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                optimizer.Operation.Syntax.GetLocation(),
                GroupsRewrite.PropertiesFor(optimizer, model),
                model.Name,
                "declares its weight decay, but this " + optimizer.Name + " takes parameters()",
                "ParameterGroups()." + optimizer.Name));
        }
    }
}

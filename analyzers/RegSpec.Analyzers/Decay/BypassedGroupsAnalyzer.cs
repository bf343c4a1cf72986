using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG1005: the model says what is decayed, but its optimizer takes the bare parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BypassedGroupsAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "An optimizer ignores the declared weight decay",
        messageFormat: "'{0}' {1} and sees nothing of it; {2}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public BypassedGroupsAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation optimizer in reading.Optimizers)
        {
            // LBFGS and Rprop know no decay: there the penalty is added to the loss.
            if (!optimizer.KnowsWeightDecay || optimizer.Input == OptimizerInput.Groups)
            {
                continue;
            }

            if (MergedGroups.In(optimizer.Source) is { } groups)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    optimizer.Operation.Syntax.GetLocation(),
                    groups.Syntax,
                    "has a weight decay for each group, but this " + optimizer.Name + " takes all parameters as one list",
                    "write " + groups.Syntax + "." + optimizer.Name));
            }
            else if (TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model && model.IsAnnotated(compilation, context.CancellationToken))
            {
                GroupsRewrite rewrite = GroupsRewrite.Here(optimizer, model, context.Compilation, declares: false);
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    optimizer.Operation.Syntax.GetLocation(),
                    rewrite.Properties,
                    model.Name,
                    "declares its weight decay, but this " + optimizer.Name + " takes " + (model.TrainableOnly ? "its trainable parameters" : "its parameters") + " as one list",
                    rewrite.Remedy));
            }
        }

        foreach (PassedModel passed in reading.Passed)
        {
            if (passed.Optimizer.KnowsWeightDecay && passed.Model.IsAnnotated(compilation, context.CancellationToken))
            {
                // Models without a declaration may come there too, so whoever wrote it has to look.
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    passed.Argument.Syntax.GetLocation(),
                    passed.Model.Name,
                    "declares its weight decay, but the " + passed.Optimizer.Name + " of '" + passed.Fed.Maker + "' takes its parameters as one list",
                    passed.Fed.Module is { } module
                        ? "write " + module.Syntax + ".ParameterGroups()." + passed.Optimizer.Name + " there"
                        : "give it the model in place of its parameters and write model.ParameterGroups()." + passed.Optimizer.Name + " there"));
            }
        }
    }
}

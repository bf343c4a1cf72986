using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG3003: weight decay given to Adam, which adds it to the gradient before the moments.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoupledAdamDecayAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "The weight decay of Adam is coupled",
        messageFormat: "weight_decay = {0} of Adam is added to the gradient, where Adam divides it by the gradient's own size; AdamW decays the weights as asked",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Info);

    /// <summary>Creates the rule.</summary>
    public CoupledAdamDecayAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation creation in reading.Optimizers)
        {
            if (creation is { Name: OptimizerNames.Adam, WeightDecay: { } decay })
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Operation.Syntax.GetLocation(), decay.Syntax.ToString()));
            }
        }
    }
}

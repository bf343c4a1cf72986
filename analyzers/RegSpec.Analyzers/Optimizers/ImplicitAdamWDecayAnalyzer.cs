using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG3002: AdamW without <c>weight_decay</c>, which is 0 here and 0.01 elsewhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ImplicitAdamWDecayAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "AdamW without weight_decay decays nothing",
        messageFormat: "AdamW without weight_decay decays nothing: the default of TorchSharp is 0, not 0.01 as in PyTorch; say which you mean",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Info);

    /// <summary>Creates the rule.</summary>
    public ImplicitAdamWDecayAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation creation in reading.Optimizers)
        {
            // Groups bring their own coefficients: there the default of the call is meant.
            if (creation is { Name: OptimizerNames.AdamW, Input: not OptimizerInput.Groups } && creation.Arguments.Explicit(OptimizerNames.WeightDecay) is null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Operation.Syntax.GetLocation()));
            }
        }
    }
}

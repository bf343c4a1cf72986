using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG1006: a pattern decays a gain or a token, which few recipes do on purpose.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedGainAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1006";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Declared decay hits a gain or token",
        messageFormat: "{0} on '{1}' decays {2}; give Because if that is meant",
        RuleCategory.Decay,
        DiagnosticSeverity.Info);

    /// <summary>Creates the rule.</summary>
    public DecayedGainAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        foreach (DecayHit hit in DecayHit.Find(module, static (row, decision) => decision.IsDeclared && IsGain(row), context.CancellationToken))
        {
            // On a raw parameter's own member the user named exactly this one.
            if (hit.By.Parameters is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, hit.LocationIn(context.CancellationToken), hit.By.Text, hit.By.Owner.Name, hit.Describe()));
            }
        }
    }

    private static bool IsGain(PlanRow row) => row.Facts.Role is Role.Gain or Role.Token;
}

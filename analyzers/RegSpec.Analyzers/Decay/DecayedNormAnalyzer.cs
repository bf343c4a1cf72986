using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG1002: declared decay hits the scale or shift of a normalization.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedNormAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Declared decay hits a normalization parameter",
        messageFormat: "{0} on '{1}' decays {2}: it pulls a normalization's output towards 0 and controls no weight; narrow Parameters or give Because",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DecayedNormAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        foreach (DecayHit hit in DecayHit.Find(module, static (row, decision) => decision.IsDeclared && IsNorm(row), context.CancellationToken))
        {
            hit.Report(context, Rule, module);
        }
    }

    private static bool IsNorm(PlanRow row) => row.Facts.Role is Role.NormScale or Role.NormShift;
}

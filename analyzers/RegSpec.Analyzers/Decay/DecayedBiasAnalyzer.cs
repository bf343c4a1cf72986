using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG1001: declared decay hits a bias; as information, a policy <c>Everything</c> that decays what is no weight.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedBiasAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Declared decay hits a bias",
        messageFormat: "{0} on '{1}' decays {2}: {3}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DecayedBiasAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        foreach (DecayHit hit in DecayHit.Find(module, static (row, decision) => decision.IsDeclared && IsBias(row), context.CancellationToken))
        {
            hit.Report(
                context,
                Rule,
                module,
                "a bias only shifts its output, so shrinking it adds error and controls nothing; narrow Parameters or give Because");
        }

        foreach (DecayHit hit in DecayHit.Find(module, static (row, decision) => IsEverything(row, decision), context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                hit.LocationIn(context.CancellationToken),
                DiagnosticSeverity.Info,
                additionalLocations: null,
                properties: null,
                hit.By.Text,
                hit.By.Owner.Name,
                hit.Describe(),
                "policy Everything includes biases, normalization parameters, gains and tokens"));
        }
    }

    private static bool IsBias(PlanRow row) => row.Facts.Role is Role.Bias or Role.RecurrentBias;

    private static bool IsEverything(PlanRow row, DecayDecision decision) =>
        decision is { Source: DecisionSource.Default, Policy: Policy.Everything }
        && !row.Facts.IsWeight
        && row.Facts.Role != Role.Unknown;
}

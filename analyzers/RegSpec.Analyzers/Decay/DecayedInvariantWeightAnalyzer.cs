using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG1003: declared decay hits a weight whose scale a normalization provably removes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedInvariantWeightAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Declared decay hits a scale-invariant weight",
        messageFormat: "{0} on '{1}' decays {2}, whose scale a normalization removes ({3}): it only sets the learning rate of the weight; narrow Parameters or give Because",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DecayedInvariantWeightAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        foreach (DecayHit hit in DecayHit.Find(module, static (row, decision) => decision.IsDeclared && row.Facts.InvarianceProof is not null, context.CancellationToken))
        {
            // Pulled towards its first value, such a weight is told which of the equivalent ones is meant.
            if (hit.By.IsTowardsInitial)
            {
                continue;
            }

            // Other policies decay such weights on purpose: as a control of their learning rate.
            bool isPrincipled = PolicyAround(hit.By, module, context.CancellationToken) == Policy.Principled;
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                hit.LocationIn(context.CancellationToken),
                isPrincipled ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                additionalLocations: null,
                hit.Heir is null ? Narrowing.PropertiesFor(hit.By, module, static row => row.Facts.InvarianceProof is not null, context.CancellationToken) : null,
                hit.By.Text,
                hit.By.Owner.Name,
                hit.Describe(),
                hit.Rows[0].Facts.InvarianceProof));
        }
    }

    /// <summary>The policy given with the declaration, or else with the default of its class.</summary>
    private static Policy PolicyAround(Declared declared, ModuleClass module, CancellationToken cancellation) =>
        declared.Policy
        ?? module.Shape(cancellation).Declarations.FirstOrDefault(static d => d is { Parameters: null, Policy: not null })?.Policy
        ?? Policy.Principled;
}

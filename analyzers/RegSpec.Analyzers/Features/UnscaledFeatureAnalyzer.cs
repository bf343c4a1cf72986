using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Features;

namespace RegSpec.Analyzers;

/// <summary>REG2001: a penalised numeric feature is neither standardised by the generated code nor vouched for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnscaledFeatureAnalyzer : RowAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG2001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A penalised feature is not standardised",
        messageFormat: "'{0}' is penalised in its own unit: the fit changes with the unit; let the generated code standardise it, or vouch for it with [Standardized]",
        RuleCategory.Features,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UnscaledFeatureAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Check(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData ridge, IReadOnlyList<AnnotatedMember> members)
    {
        foreach (AnnotatedMember member in members)
        {
            if (member is { Feature: { } feature, IsStandardized: false }
                && RowAttributes.Scaling(feature).IsNone
                && RowAttributes.Number(feature, "PenaltyFactor", 1) != 0
                && FeatureTypes.IsNumeric(member.Type))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, At(member, feature, type, ridge, context.CancellationToken), member.Symbol.Name));
            }
        }
    }
}

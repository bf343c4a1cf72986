using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Features;

namespace RegSpec.Analyzers;

/// <summary>REG2004: the intercept is dropped while features or target are not vouched for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedInterceptAnalyzer : RowAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG2004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "The intercept is dropped from columns that may not be centred",
        messageFormat: "Without an intercept nothing is centred and the fit goes through the origin, but {0} not vouched for with [Standardized]",
        RuleCategory.Features,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DroppedInterceptAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Check(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData ridge, IReadOnlyList<AnnotatedMember> members)
    {
        if (RowAttributes.Argument(ridge, "FitIntercept") is not false)
        {
            return;
        }

        string[] open = members
            .Where(member => !member.IsStandardized && member.Roles is ColumnRoles.Feature or ColumnRoles.Target)
            .Select(member => "'" + member.Symbol.Name + "'")
            .ToArray();
        if (open.Length > 0)
        {
            string subject = string.Join(", ", open) + (open.Length == 1 ? " is" : " are");
            context.ReportDiagnostic(Diagnostic.Create(Rule, At(ridge, context.CancellationToken), subject));
        }
    }
}

using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Features;

namespace RegSpec.Analyzers;

/// <summary>REG2003: the columns of a row cannot be served: feature type not supported, no feature, no or two targets, name clash.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidRowAnalyzer : RowAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG2003";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "The columns of the row cannot be served",
        messageFormat: "No ridge code for '{0}': '{1}' {2}",
        RuleCategory.Features,
        DiagnosticSeverity.Error);

    /// <summary>Creates the rule.</summary>
    public InvalidRowAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Check(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData ridge, IReadOnlyList<AnnotatedMember> members)
    {
        if (RowClass.WhyUnreachable(type) is not null)
        {
            return;   // REG0005
        }

        foreach (RowProblem problem in RowReader.Read(type, ridge, RowClass.NameOf(type), context.Compilation).Problems)
        {
            if (problem.Member < 0)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, At(ridge, context.CancellationToken), type.Name, type.Name, problem.Text));
            }
            else if (members[problem.Member] is { Type.TypeKind: not TypeKind.Error } member)
            {
                Location place = At(member, member.Attribute, type, ridge, context.CancellationToken);
                context.ReportDiagnostic(Diagnostic.Create(Rule, place, type.Name, member.Symbol.Name, problem.Text));
            }
        }
    }
}

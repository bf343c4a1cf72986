using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG0003: an alternative of <c>Parameters</c> that matches no parameter of its place.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmatchedParametersAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0003";

    /// <summary>Property: the alternative as written.</summary>
    public const string Alternative = "Alternative";

    /// <summary>Property: what it should probably read; absent when nothing is near.</summary>
    public const string Suggestion = "Suggestion";

    private const int NamesShown = 4;

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A pattern of Parameters matches no parameter",
        messageFormat: "'{0}' in Parameters of [{1}] matches no parameter of '{2}'{3}",
        RuleCategory.Declarations,
        DiagnosticSeverity.Error);

    /// <summary>Creates the rule.</summary>
    public UnmatchedParametersAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        foreach (Declared declared in module.Declared)
        {
            if (!declared.IsDecay || declared.Parameters is not { } pattern || !IsDecidable(declared, module, context))
            {
                continue;
            }

            ImmutableArray<PlacedRow> rows = module.RowsAround(declared.Member, context.CancellationToken).ToImmutableArray();
            foreach (string alternative in Glob.Alternatives(pattern).Distinct())
            {
                if (alternative.Length == 0 || !rows.Any(row => MayMatch(row, alternative)))
                {
                    Report(context, declared, alternative, rows);
                }
            }
        }
    }

    /// <summary>An abstract class's members come with its derived classes; a member that owns nothing is REG0002's.</summary>
    private static bool IsDecidable(Declared declared, ModuleClass module, SymbolAnalysisContext context) => declared.Member is { } name
        ? module.Member(name, context.CancellationToken) is { Member.Content: not MemberContent.Nothing }
        : !module.Symbol.IsAbstract;

    private static bool MayMatch(PlacedRow row, string alternative) =>
        Glob.MatchesAlternative(alternative, row.RelativeName)
        || (PathPattern.HasStar(row.RelativeName) && Glob.Overlaps(alternative, row.RelativeName))
        || (row.OpenPrefix is { } prefix && GlobReach.MatchesSomethingBelow(alternative, prefix));

    private static void Report(SymbolAnalysisContext context, Declared declared, string alternative, ImmutableArray<PlacedRow> rows)
    {
        string[] names = rows.Where(row => row.Row.OpenedAtRunTime is null && row.RelativeName.Length > 0).Select(row => row.RelativeName).ToArray();
        string? suggestion = NameSuggestion.For(alternative, names, declared.Member);
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Alternative, alternative);
        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            declared.LocationIn(context.CancellationToken),
            suggestion is null ? properties : properties.Add(Suggestion, suggestion),
            alternative,
            declared.Kind,
            declared.Owner.Name,
            suggestion is not null ? "; did you mean '" + suggestion + "'?" : Listing(names)));
    }

    private static string Listing(IReadOnlyCollection<string> names) => names.Count == 0
        ? ", which has no named parameters"
        : "; it has " + string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? " and " + (names.Count - NamesShown) + " more" : "");
}

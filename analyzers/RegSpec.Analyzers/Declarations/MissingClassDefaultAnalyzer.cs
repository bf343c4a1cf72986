using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>REG0008: a concrete class adds parameters under an annotated base, or declares on members, without a default of its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingClassDefaultAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0008";

    /// <summary>Property: the λ to propose.</summary>
    public const string Lambda = "Lambda";

    private const double UsualLambda = 0.01;

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "The class has no weight decay of its own",
        messageFormat: "'{0}' {1} but carries no [WeightDecay] itself: {2}; write [WeightDecay({3})] on '{0}'",
        RuleCategory.Declarations,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public MissingClassDefaultAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        INamedTypeSymbol type = module.Symbol;
        if (type.IsAbstract || SymbolEqualityComparer.Default.Equals(module.AnnotatedBy, type) || Reason(module, context.CancellationToken) is not { } reason)
        {
            return;
        }

        string lambda = NumberText.Of(module.Shape(context.CancellationToken).Declarations
            .Where(declaration => declaration.Parameters is null)
            .Select(declaration => declaration.WeightDecay)
            .DefaultIfEmpty(UsualLambda)
            .First());
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(Lambda, lambda);
        string consequence = module.AnnotatedBy is { } annotated
            ? "they get λ = " + lambda + " of '" + annotated.Name + "', and the generated code knows that class alone"
            : "as a root it has no λ for its other weights, and ParameterGroups() throws";
        context.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], properties, type.Name, reason, consequence, lambda));
    }

    private static string? Reason(ModuleClass module, CancellationToken cancellation)
    {
        if (module.AnnotatedBy is { } annotated)
        {
            return FirstOwnParameter(module, cancellation) is { } added
                ? "adds '" + added + "' to the parameters of the annotated '" + annotated.Name + "'"
                : null;
        }

        Declared? onMember = module.Declared.FirstOrDefault(declared => declared.IsDecay && declared.Member is not null);
        return onMember is null ? null : "declares the weight decay of '" + onMember.Member + "'";
    }

    private static string? FirstOwnParameter(ModuleClass module, CancellationToken cancellation)
    {
        RootPlan plan = module.Plan(cancellation);
        return plan.Rows
            .Where(row => row.Decision is not null && row.MemberIndex < plan.Shape.Members.Count && !plan.Shape.Members[row.MemberIndex].IsInherited)
            .Select(row => row.Path)
            .FirstOrDefault();
    }
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG0006: a raw trainable parameter without a role, under a policy that decides by role.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnknownRoleAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0006";

    /// <summary>Property: the roles to offer, the likeliest first, separated by commas.</summary>
    public const string Roles = "Roles";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A raw parameter has no role",
        messageFormat: "Nothing shows what the parameter '{0}' is, and policy {1} decides by role: it is not decayed until [ParameterRole] says so",
        RuleCategory.Declarations,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UnknownRoleAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        RootPlan plan = module.Plan(context.CancellationToken);
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (PlanRow row in plan.Rows)
        {
            if (row is { Facts: { IsRaw: true, Role: Role.Unknown }, Decision: { Source: DecisionSource.Default, Policy: Policy.Principled or Policy.Weights } decision }
                && ParameterMember.Find(module, row, context.Compilation) is { IsFrozen: false } found
                && (found.IsOwn || !ReportsItself(found.Symbol.ContainingType, context))
                && reported.Add(found.Symbol))
            {
                Report(context, module, row, decision, found);
            }
        }
    }

    /// <summary>A class with a default of its own is analysed on its own account.</summary>
    private static bool ReportsItself(INamedTypeSymbol owner, SymbolAnalysisContext context) =>
        RegSpecCompilation.Of(context.Compilation, context.Options)?.ModuleClassOf(owner, context.CancellationToken) is { AnnotatedBy: not null }
        && !owner.DeclaringSyntaxReferences.IsEmpty;

    private static void Report(SymbolAnalysisContext context, ModuleClass module, PlanRow row, DecayDecision decision, ParameterMember found)
    {
        ImmutableArray<Location> declarations = found.Symbol.LocationsIn(context.Compilation).ToImmutableArray();
        Location location = found.IsOwn ? declarations[0] : HolderOf(module, row, context.CancellationToken);
        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            location,
            declarations,
            ImmutableDictionary<string, string?>.Empty.Add(Roles, string.Join(",", Offer(found.Symbol.Name, row.Facts.Dimensions))),
            row.Path,
            decision.Policy));
    }

    /// <summary>The member of this class the parameter lies under; the class itself where that is inherited.</summary>
    private static Location HolderOf(ModuleClass module, PlanRow row, CancellationToken cancellation)
    {
        MemberShape member = module.Shape(cancellation).Members[row.MemberIndex];
        ISymbol? holder = member.IsInherited ? null : module.Symbol.GetMembers(member.Name).FirstOrDefault(symbol => symbol is IFieldSymbol or IPropertySymbol);
        return (holder ?? module.Symbol).Locations[0];
    }

    /// <summary>The roles that fit, likeliest first: names only order what the user chooses from.</summary>
    private static IEnumerable<Role> Offer(string name, int? dimensions)
    {
        Role[] fitting = dimensions switch
        {
            >= 2 => [Role.Weight, Role.Token, Role.Embedding, Role.Gain],
            0 or 1 => [Role.Gain, Role.Bias, Role.NormScale, Role.NormShift, Role.Token],
            _ => [Role.Weight, Role.Gain, Role.Token, Role.Bias, Role.NormScale, Role.Embedding],
        };
        Role? guess = Contains("token") || Contains("pos") || Contains("cls") ? Role.Token
            : Contains("scale") || Contains("gamma") || Contains("gain") || Contains("temperature") ? Role.Gain
            : Contains("bias") || Contains("beta") || Contains("shift") ? Role.Bias
            : null;
        return guess is { } likely ? fitting.Where(role => role != likely).Prepend(likely) : fitting;

        bool Contains(string part) => name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
    }
}

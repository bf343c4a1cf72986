using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>A declaration of a class and the parameters of some role that it decays.</summary>
/// <param name="By">The declaration.</param>
/// <param name="Rows">What it decays, in plan order; never empty.</param>
/// <param name="Heir">The class that is hit through a declaration of its base; null when the declaration is its own.</param>
internal sealed record DecayHit(Declared By, ImmutableArray<PlanRow> Rows, INamedTypeSymbol? Heir)
{
    /// <summary>The declarations of this class whose λ &gt; 0 reaches a parameter that passes the test and that give no <c>Because</c>.</summary>
    public static IEnumerable<DecayHit> Find(ModuleClass module, Func<PlanRow, DecayDecision, bool> test, CancellationToken cancellation)
    {
        var hits = new Dictionary<Declared, ImmutableArray<PlanRow>.Builder>();
        foreach (PlanRow row in module.Plan(cancellation).Rows)
        {
            if (row.Decision is { WeightDecay: > 0 } decision
                && test(row, decision)
                && (module.FindDeciding(row, cancellation) ?? (decision.IsDeclared ? module.FindInherited(row, cancellation) : null)) is { Because: null } declared)
            {
                if (!hits.TryGetValue(declared, out ImmutableArray<PlanRow>.Builder? rows))
                {
                    hits.Add(declared, rows = ImmutableArray.CreateBuilder<PlanRow>());
                }

                rows.Add(row);
            }
        }

        return hits.Select(hit => new DecayHit(hit.Key, hit.Value.ToImmutable(), module.Declared.Contains(hit.Key) ? null : module.Symbol));
    }

    /// <summary>The first parameter by role and name, and how many more there are: "the bias 'head.bias' and 3 more".</summary>
    public string Describe()
    {
        string first = "the " + DecayRule.Describe(Rows[0].Facts.Role) + " '" + Rows[0].Path + "'";
        return Rows.Length == 1 ? first : first + " and " + (Rows.Length - 1) + " more";
    }

    /// <summary>The declaration; for an heir, whose base may have many, the class.</summary>
    /// <summary>Reports the hit at its declaration; {0} is the declaration, {1} what carries it, {2} what it decays, {3} the remark.</summary>
    public void Report(SymbolAnalysisContext context, DiagnosticDescriptor rule, ModuleClass module, string? remark = null) => context.ReportDiagnostic(Diagnostic.Create(
        rule,
        LocationIn(context.CancellationToken),
        PropertiesIn(module, context.CancellationToken),
        By.Text,
        By.Owner.Name,
        Describe(),
        remark));

    public Location LocationIn(CancellationToken cancellation) => Heir?.Locations[0] ?? By.LocationIn(cancellation);

    /// <summary>What a code fix needs; nothing for an heir, as the declaration serves its other heirs too.</summary>
    public ImmutableDictionary<string, string?> PropertiesIn(ModuleClass module, CancellationToken cancellation) =>
        Heir is null ? Narrowing.PropertiesFor(By, module, cancellation) : ImmutableDictionary<string, string?>.Empty;
}

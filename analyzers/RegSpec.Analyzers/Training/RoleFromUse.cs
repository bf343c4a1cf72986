using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>
/// Raw parameters whose role the algebra reads from <c>forward</c>. Where no class carries a declaration, nothing is generated that would tell
/// the run time, and such a weight would be left alone: λ at the call needs the role written down.
/// </summary>
/// <param name="Place">The member, in the compilation that is analysed.</param>
/// <param name="Role">Its role.</param>
internal sealed record RoleFromUse(Location Place, Role Role)
{
    /// <summary>Those of a model that decay by default asks about.</summary>
    public static ImmutableArray<RoleFromUse> In(TrainedModel model, RegSpecCompilation compilation, Compilation whole, CancellationToken cancellation) => model.Classes
        .Select(type => compilation.ModuleClassOf(type, cancellation))
        .OfType<ModuleClass>()
        .SelectMany(module => In(module, whole, cancellation))
        .GroupBy(static found => found.Place)
        .Select(static same => same.First())
        .ToImmutableArray();

    private static IEnumerable<RoleFromUse> In(ModuleClass module, Compilation whole, CancellationToken cancellation)
    {
        foreach (PlanRow row in module.Plan(cancellation).Rows)
        {
            if (row is { Facts: { IsRaw: true, IsWeight: true }, Decision.Source: DecisionSource.Undecided }
                && ParameterMember.Find(module, row, whole) is { Symbol: var member }
                && !member.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ParameterRoleAttribute", ContainingNamespace.Name: "RegSpec" })
                && member.LocationsIn(whole).FirstOrDefault() is { } place)
            {
                yield return new RoleFromUse(place, row.Facts.Role);
            }
        }
    }
}

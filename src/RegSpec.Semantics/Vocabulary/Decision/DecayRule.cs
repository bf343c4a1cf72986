using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>The one function that decides a parameter's λ, for generator, analyzers and run time.</summary>
internal static class DecayRule
{
    /// <summary>Decides from the sites around a parameter, innermost first.</summary>
    public static DecayDecision Decide(in ParameterFacts facts, IReadOnlyList<DeclarationSite> sites) =>
        Declared(facts, sites) ?? Defaulted(facts, sites);

    /// <summary>Cases 1 and 2: a declaration on the leaf, then globs of the places around it.</summary>
    private static DecayDecision? Declared(in ParameterFacts facts, IReadOnlyList<DeclarationSite> sites)
    {
        for (int s = 0; s < sites.Count; s++)
        {
            DeclarationSite site = sites[s];
            (int first, int conflict) = Find(site, static (d, name) => d.Parameters is { } glob && Glob.Matches(glob, name));
            if (first < 0 && site.Kind == SiteKind.Leaf && LeafCovers(facts))
            {
                (first, conflict) = Find(site, static (d, _) => d.Parameters is null);
            }

            if (first >= 0)
            {
                DecayDeclaration declaration = site.Declarations[first];
                return new DecayDecision(
                    declaration.WeightDecay,
                    site.Kind == SiteKind.Leaf ? DecisionSource.Leaf : DecisionSource.Glob,
                    s,
                    first,
                    Policy: null,
                    Pulled(declaration.Because ?? "declared on " + site.Name, declaration.WeightDecay, declaration.Towards),
                    conflict)
                { Towards = declaration.Towards };
            }
        }

        return null;
    }

    /// <summary>Without a glob a leaf's declaration is about its weights, a raw parameter itself, and a norm's scale and shift.</summary>
    private static bool LeafCovers(in ParameterFacts facts) =>
        facts.IsRaw || facts.IsWeight || (facts.OwnerIsNormalization && facts.Role is Role.NormScale or Role.NormShift);

    /// <summary>Case 3: the nearest declaration without a glob, under the policy given with or around it.</summary>
    private static DecayDecision Defaulted(in ParameterFacts facts, IReadOnlyList<DeclarationSite> sites)
    {
        for (int s = 0; s < sites.Count; s++)
        {
            (int first, int conflict) = Find(sites[s], static (d, _) => d.Parameters is null);
            if (first < 0)
            {
                continue;
            }

            DecayDeclaration declaration = sites[s].Declarations[first];
            Policy policy = declaration.Policy ?? PolicyAround(sites, s);
            (double? weightDecay, string? exclusion) = Apply(policy, facts, declaration.WeightDecay, declaration.Towards);
            string reason = exclusion ?? Pulled(declaration.Because ?? "default of " + sites[s].Name, weightDecay, declaration.Towards);
            return new DecayDecision(weightDecay, DecisionSource.Default, s, first, policy, reason, conflict) { Towards = declaration.Towards };
        }

        return new DecayDecision(null, DecisionSource.Undecided, -1, -1, null, "no default");
    }

    /// <summary>A pull that does not go to zero is said.</summary>
    private static string Pulled(string reason, double? weightDecay, ReferencePoint towards) =>
        towards == ReferencePoint.Initial && weightDecay != 0 ? reason + ", towards the initial value" : reason;

    private static Policy PolicyAround(IReadOnlyList<DeclarationSite> sites, int from)
    {
        for (int s = from + 1; s < sites.Count; s++)
        {
            foreach (DecayDeclaration declaration in sites[s].Declarations)
            {
                if (declaration is { Parameters: null, Policy: { } policy })
                {
                    // A member's λ under DeclaredOnly is itself a declaration; taking DeclaredOnly over would make it dead.
                    return policy == Policy.DeclaredOnly && sites[from].Kind != SiteKind.Class ? Policy.Principled : policy;
                }
            }
        }

        return Policy.Principled;
    }

    /// <summary>The policy table: λ or 0, and the reason when it is 0.</summary>
    private static (double? WeightDecay, string? Exclusion) Apply(Policy policy, in ParameterFacts facts, double lambda, ReferencePoint towards) => policy switch
    {
        Policy.Everything => (lambda, null),
        Policy.DeclaredOnly => (0, "not declared"),
        Policy.Matrices => facts.Dimensions switch
        {
            null => (null, null),
            >= 2 => (lambda, null),
            _ => (0, "fewer than 2 dimensions"),
        },
        Policy.Weights => facts.IsWeight ? (lambda, null) : (0, Describe(facts.Role)),
        Policy.Principled when !facts.IsWeight => (0, Describe(facts.Role)),
        // A pull towards a point says which of the equivalent weights is meant: it acts on scale-free ones too.
        Policy.Principled when towards == ReferencePoint.Zero && facts.InvarianceProof is { } proof => (0, "scale-invariant: " + proof),
        Policy.Principled => (lambda, null),
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "unknown decay policy"),
    };

    /// <summary>A role in words, as tables and messages print it.</summary>
    public static string Describe(Role role) => role switch
    {
        Role.Weight => "weight",
        Role.Bias => "bias",
        Role.NormScale => "normalization scale",
        Role.NormShift => "normalization shift",
        Role.Embedding => "embedding",
        Role.RecurrentWeight => "recurrent weight",
        Role.RecurrentBias => "recurrent bias",
        Role.Gain => "gain",
        Role.Token => "token",
        _ => "unknown role",
    };

    /// <summary>Another λ, or another point for the same λ above 0.</summary>
    private static bool Differ(DecayDeclaration one, DecayDeclaration other) =>
        one.WeightDecay != other.WeightDecay || (one.WeightDecay != 0 && one.Towards != other.Towards);

    /// <summary>First declaration that satisfies the test, and the first later one that does too but gives another λ.</summary>
    private static (int First, int Conflict) Find(DeclarationSite site, Func<DecayDeclaration, string, bool> test)
    {
        int first = -1;
        for (int d = 0; d < site.Declarations.Count; d++)
        {
            if (!test(site.Declarations[d], site.RelativeName))
            {
                continue;
            }

            if (first < 0)
            {
                first = d;
            }
            else if (Differ(site.Declarations[d], site.Declarations[first]))
            {
                return (first, d);
            }
        }

        return (first, -1);
    }
}

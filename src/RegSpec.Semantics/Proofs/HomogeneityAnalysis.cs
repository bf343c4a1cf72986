using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Proves scale invariance: a model class in, facts about its weights out.</summary>
internal static class HomogeneityAnalysis
{
    /// <summary>Constructors tried for one class; with more, nothing is claimed.</summary>
    public const int ConstructorLimit = 6;

    /// <summary>What each constructor of a class leaves, for one proof or reading.</summary>
    /// <param name="type">A module class of the compilation.</param>
    /// <param name="sources">The way to its bodies.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <param name="isNormalization">Whether the user vouches that a class is a normalization; null for nobody does.</param>
    /// <param name="operations">The tables of operations; those of the catalog by default.</param>
    public static IReadOnlyList<BuiltModel> Build(
        INamedTypeSymbol type,
        SourceReader sources,
        CancellationToken cancellation,
        Func<INamedTypeSymbol, bool>? isNormalization = null,
        OperationLookup? operations = null) =>
        BuiltModel.ByConstructor(type, () => NewMachine(type, sources, cancellation, isNormalization, operations));

    /// <summary>A machine whose tensors are degrees.</summary>
    public static Machine NewMachine(
        INamedTypeSymbol type,
        SourceReader sources,
        CancellationToken cancellation,
        Func<INamedTypeSymbol, bool>? isNormalization,
        OperationLookup? operations = null,
        UsageObserver? observer = null)
    {
        var storages = new Storages();
        return new Machine(sources, new DegreeDomain(storages, observer), storages, type.ContainingAssembly, cancellation)
        {
            IsNormalization = isNormalization,
            Operations = operations ?? OperationLookup.Default,
        };
    }

    /// <summary>The facts about a class taken as root: those that hold whichever constructor made it.</summary>
    /// <param name="root">A module class of the compilation.</param>
    /// <param name="built">What its constructors left; used up.</param>
    /// <param name="uses">Where members are used; null if that is not known to matter.</param>
    public static ScaleInvarianceFacts Analyze(INamedTypeSymbol root, IReadOnlyList<BuiltModel> built, MemberUses? uses) =>
        Facts(Run(root, built, uses));

    /// <summary>As <see cref="Analyze"/>, with what else one run shows: dead biases, and the summary for other assemblies if that is asked for.</summary>
    public static HomogeneityStudy Study(INamedTypeSymbol root, IReadOnlyList<BuiltModel> built, MemberUses? uses, bool summarizes = false)
    {
        List<ClassRun> runs = Run(root, built, uses).ToList();
        ScaleInvarianceFacts facts = Facts(runs);
        IReadOnlyList<DeadBias> deadBiases = DeadBias.Among(runs.SelectMany(run => run.Modules.Select(module =>
            (module, run.BiasedWeight(module) is { } weight ? DeadBiasProof(run.Candidates, weight) : null))));

        // Last: probing spoils a run.
        EquatableArray<string> summary = summarizes ? SummaryBuilder.Lines(runs, facts).ToEquatableArray() : default;
        return new HomogeneityStudy(facts, deadBiases, runs.SelectMany(run => run.Types()).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).ToList(), runs.Select(run => run.Steps).DefaultIfEmpty().Max()) { Summary = summary };
    }

    private static ScaleInvarianceFacts Facts(IEnumerable<ClassRun> runs)
    {
        ScaleInvarianceFacts? result = null;
        foreach (ClassRun run in runs)
        {
            ScaleInvarianceFacts report = Report(run);
            result = result is null ? report : Intersect(result, report);
        }

        return result ?? ScaleInvarianceFacts.Empty;
    }

    /// <summary>
    /// Outputs that are the same for (cW, b) and for (cW, cb) are the same for b and b/c, so for b and its limit 0: nothing depends on b.
    /// </summary>
    private static string? DeadBiasProof(Candidates candidates, ParameterObject weight) =>
        weight.Joint >= 0 && candidates.IsAlive(weight.Joint) && Prove(candidates, weight) is { Kind: InvarianceKind.Exact } fact ? fact.Proof : null;

    /// <summary>One run a constructor, after it ran everything the outside can call; none where nothing can be claimed.</summary>
    private static IEnumerable<ClassRun> Run(INamedTypeSymbol root, IReadOnlyList<BuiltModel> built, MemberUses? uses) =>
        // Private constructors count too: a static method of the class may call them.
        root.IsAbstract || built.Count is 0 or > ConstructorLimit ? Enumerable.Empty<ClassRun>() : built.Select(model => Run(new ClassRun(model), root, uses));

    private static ClassRun Run(ClassRun run, INamedTypeSymbol root, MemberUses? uses)
    {
        try
        {
            run.Begin();
            ISet<INamedTypeSymbol> types = run.Types();
            run.IsUsedOutside = uses is null ? null : member => uses.IsUsedOutside(member, types);
            run.Open(run.IsUsedOutside);
            List<IMethodSymbol> methods = EntryPoints(root).Where(method => uses?.MayBeCalled(method, root) != false).ToList();
            run.RunAll(methods);
            if (!methods.Exists(method => method.Name == TorchSharpNames.Forward))
            {
                run.GiveUpAll("the class has no forward in this compilation");
            }

            if (uses is not null)
            {
                ISet<INamedTypeSymbol> all = run.Types();
                run.GiveUpExposed(member => uses.IsUsedOutside(member, all));
            }
        }
        catch (InsufficientExecutionStackException)
        {
            run.GiveUpAll("the code is nested too deeply");
        }

        run.Finish();
        return run;
    }

    /// <summary>What the outside can call: the most derived of each method, getters and setters with a body included.</summary>
    public static IEnumerable<IMethodSymbol> EntryPoints(INamedTypeSymbol root)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (INamedTypeSymbol? t = root; t is not null && IsOf(t, root.ContainingAssembly); t = t.BaseType)
        {
            foreach (IMethodSymbol method in t.GetMembers().OfType<IMethodSymbol>())
            {
                bool isMethod = method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.PropertyGet or MethodKind.Conversion
                    || method is { MethodKind: MethodKind.PropertySet, IsInitOnly: false };
                bool isVisible = method.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
                    || method.MethodKind == MethodKind.ExplicitInterfaceImplementation
                    || method.Name == TorchSharpNames.Forward;
                if (!isMethod || !isVisible || method.IsStatic || method.IsAbstract || overridden.Contains(method.OriginalDefinition) || ContextCatalog.IsHarmless(method.Name))
                {
                    continue;
                }

                // What is overridden matters where its class is looked through too.
                bool hasBase = t.BaseType is { } baseType && IsOf(baseType, root.ContainingAssembly);
                for (IMethodSymbol? hidden = hasBase ? method.OverriddenMethod : null; hidden is not null; hidden = hidden.OverriddenMethod)
                {
                    overridden.Add(hidden.OriginalDefinition);
                }

                yield return method;
            }
        }
    }

    private static bool IsOf(ISymbol type, IAssemblySymbol assembly) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly);

    private static ScaleInvarianceFacts Report(ClassRun run)
    {
        var facts = new SortedDictionary<string, ScaleInvarianceFact>(StringComparer.Ordinal);
        var unproved = new SortedDictionary<string, UnprovedWeight>(StringComparer.Ordinal);
        foreach (ParameterObject parameter in run.Domain.AllParameters.Where(p => p.IsWeight))
        {
            ScaleInvarianceFact? fact = Prove(run.Candidates, parameter);
            foreach (string path in parameter.Paths)
            {
                if (fact is null)
                {
                    // One name may stand for alternatives: all must be proved.
                    unproved[path] = new UnprovedWeight(path, Refusal(run.Candidates, parameter)) { IsExposed = parameter.IsExposed };
                    facts.Remove(path);
                }
                else if (!unproved.ContainsKey(path))
                {
                    ScaleInvarianceFact named = fact with { Path = path, Proof = Owner(path) + " → " + fact.Proof };
                    facts[path] = facts.TryGetValue(path, out ScaleInvarianceFact? other) ? Weaker(other, named) : named;
                }
            }
        }

        // A name with a star must not cover a weight that is not proved.
        return new ScaleInvarianceFacts(
            facts.Values.Where(f => f.Path.IndexOf('*') < 0 || !unproved.Keys.Any(u => Glob.MatchesAlternative(f.Path, u) || Glob.MatchesAlternative(u, f.Path))).ToEquatableArray(),
            unproved.Values.ToEquatableArray())
        {
            Switched = run.Modules.Where(run.IsSwitched).Select(static m => m.Path ?? "").Distinct().ToEquatableArray(),
        };
    }

    private static ScaleInvarianceFact? Prove(Candidates candidates, ParameterObject parameter)
    {
        return Of(parameter.Exact, InvarianceKind.Exact) ?? Of(parameter.Joint, InvarianceKind.Joint);

        ScaleInvarianceFact? Of(int candidate, InvarianceKind kind) =>
            candidate >= 0 && candidates.IsAlive(candidate) && candidates.Places(candidate).Count > 0
                ? new ScaleInvarianceFact("", kind, string.Join(", ", candidates.Places(candidate)), candidates.IsUpToEps(candidate))
                : null;
    }

    private static string Refusal(Candidates candidates, ParameterObject parameter) =>
        (parameter.Joint >= 0 ? candidates.Refusal(parameter.Joint) : null) ?? candidates.Refusal(parameter.Exact) ?? "no normalization follows";

    private static ScaleInvarianceFact Weaker(ScaleInvarianceFact a, ScaleInvarianceFact b) =>
        a with { Kind = a.Kind == InvarianceKind.Joint ? a.Kind : b.Kind, UpToEps = a.UpToEps || b.UpToEps };

    private static string Owner(string path)
    {
        int dot = path.LastIndexOf('.');
        return dot < 0 ? path : path.Substring(0, dot);
    }

    private static ScaleInvarianceFacts Intersect(ScaleInvarianceFacts a, ScaleInvarianceFacts b)
    {
        var unproved = a.Unproved.Concat(b.Unproved).GroupBy(u => u.Path).Select(g => g.First() with { IsExposed = g.Any(u => u.IsExposed) }).ToList();
        var refused = new HashSet<string>(unproved.Select(u => u.Path));
        var facts = a.Proved.Concat(b.Proved).Where(f => !refused.Contains(f.Path)).GroupBy(f => f.Path).Select(g => g.Aggregate(Weaker));
        return new ScaleInvarianceFacts(facts.ToEquatableArray(), unproved.ToEquatableArray()) { Switched = a.Switched.Concat(b.Switched).Distinct().ToEquatableArray() };
    }
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Watches <c>forward</c> run on abstract values, with the inputs under study too.</summary>
internal static class UsageAnalysis
{
    /// <summary>What holds whichever constructor made the instance.</summary>
    /// <param name="root">A module class of the compilation.</param>
    /// <param name="models">How to bind bodies.</param>
    /// <param name="cancellation">Stops the analysis.</param>
    /// <param name="isNormalization">Whether the user vouches that a class is a normalization; null for nobody does.</param>
    public static UsageFacts Analyze(INamedTypeSymbol root, ISemanticModelProvider models, CancellationToken cancellation, Func<INamedTypeSymbol, bool>? isNormalization = null)
    {
        ImmutableArray<IMethodSymbol> constructors = root.InstanceConstructors;
        if (root.IsAbstract || constructors.Length is 0 or > HomogeneityAnalysis.ConstructorLimit)
        {
            return UsageFacts.Empty;
        }

        List<UsageFacts> all = constructors.Select(constructor => Analyze(root, constructor, models, cancellation, isNormalization)).ToList();
        return new UsageFacts(
            all.SelectMany(static facts => facts.Roles)
                .GroupBy(static role => role.Path)
                .Where(static same => same.All(role => role.Role == same.First().Role && role.Role != Role.Unknown))
                .Select(static same => same.First())
                .ToEquatableArray(),
            all[0].Inputs.Where(input => all.TrueForAll(facts => facts.Inputs.Contains(input))).ToEquatableArray());
    }

    private static UsageFacts Analyze(INamedTypeSymbol root, IMethodSymbol constructor, ISemanticModelProvider models, CancellationToken cancellation, Func<INamedTypeSymbol, bool>? isNormalization)
    {
        var observer = new UsageObserver();
        var run = new ClassRun(root, models, cancellation, isNormalization, observer: observer);
        try
        {
            run.Construct(constructor);
            run.Open(isUsedOutside: null);
            run.RunAll(HomogeneityAnalysis.EntryPoints(root).Where(static m => m.Name == TorchSharpNames.Forward).ToList());
            return observer.Facts();
        }
        catch (InsufficientExecutionStackException)
        {
            return UsageFacts.Empty;
        }
    }
}

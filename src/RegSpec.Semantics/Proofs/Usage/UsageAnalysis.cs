using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Watches <c>forward</c> run on abstract values, with the inputs under study too.</summary>
internal static class UsageAnalysis
{
    /// <summary>What holds whichever constructor made the instance.</summary>
    /// <param name="root">A module class of the compilation.</param>
    /// <param name="sources">The way to its bodies.</param>
    /// <param name="cancellation">Stops the analysis.</param>
    /// <param name="isNormalization">Whether the user vouches that a class is a normalization; null for nobody does.</param>
    public static UsageFacts Analyze(INamedTypeSymbol root, SourceReader sources, CancellationToken cancellation, Func<INamedTypeSymbol, bool>? isNormalization = null)
    {
        if (root.IsAbstract || root.InstanceConstructors.Length is 0 or > HomogeneityAnalysis.ConstructorLimit)
        {
            return UsageFacts.Empty;
        }

        // Watched from the beginning: what is handed to a constructor is under study here, so these runs are of their own.
        List<UsageFacts> all = BuiltModel.ByConstructor(root, () => HomogeneityAnalysis.NewMachine(root, sources, cancellation, isNormalization, observer: new UsageObserver()))
            .Select(built => Analyze(root, built))
            .ToList();
        return new UsageFacts(
            all.SelectMany(static facts => facts.Roles)
                .GroupBy(static role => role.Path)
                .Where(static same => same.All(role => role.Role == same.First().Role && role.Role != Role.Unknown))
                .Select(static same => same.First())
                .ToEquatableArray(),
            all[0].Inputs.Where(input => all.TrueForAll(facts => facts.Inputs.Contains(input))).ToEquatableArray());
    }

    private static UsageFacts Analyze(INamedTypeSymbol root, BuiltModel built)
    {
        var run = new ClassRun(built);
        try
        {
            run.Begin();
            run.Open(isUsedOutside: null);
            run.RunAll(HomogeneityAnalysis.EntryPoints(root).Where(static m => m.Name == TorchSharpNames.Forward).ToList());
            return run.Domain.Observer!.Facts();
        }
        catch (InsufficientExecutionStackException)
        {
            return UsageFacts.Empty;
        }
    }
}

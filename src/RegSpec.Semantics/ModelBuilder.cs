using System;
using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics;

/// <summary>Builds classes on machines whose tensors are degrees, and keeps the last ones until somebody uses them up.</summary>
internal sealed class ModelBuilder : IModelBuilder
{
    /// <summary>Classes kept: a shape is asked for together with its proofs, and its parts before it.</summary>
    private const int MostKept = 32;

    private readonly SourceReader sources;
    private readonly Func<INamedTypeSymbol, bool> isNormalization;
    private readonly ConcurrentDictionary<INamedTypeSymbol, BuiltClass> kept = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentQueue<INamedTypeSymbol> order = new();

    public ModelBuilder(SourceReader sources, Func<INamedTypeSymbol, bool> isNormalization)
    {
        this.sources = sources;
        this.isNormalization = isNormalization;
    }

    public BuiltClass Lend(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (kept.TryRemove(type, out BuiltClass? built))
        {
            foreach (BuiltModel model in built.Models)
            {
                model.Machine.Cancellation = cancellation;
            }

            return built;
        }

        var recorded = new RecordedReader(sources);
        return new BuiltClass(type, HomogeneityAnalysis.Build(type, recorded, cancellation, isNormalization), recorded);
    }

    public void GiveBack(BuiltClass built)
    {
        if (kept.TryAdd(built.Type, built))
        {
            order.Enqueue(built.Type);
        }

        while (order.Count > MostKept && order.TryDequeue(out INamedTypeSymbol? oldest))
        {
            kept.TryRemove(oldest, out _);
        }
    }

    public BuiltModel BuildNothing(INamedTypeSymbol type, CancellationToken cancellation) =>
        BuiltModel.Nothing(HomogeneityAnalysis.NewMachine(type, sources, cancellation, isNormalization));
}

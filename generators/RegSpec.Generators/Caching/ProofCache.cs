using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;

namespace RegSpec.Generators;

/// <summary>
/// What the algebra found about each class, kept beside its syntax tree. Proofs cost more than shapes, so each class has a footprint
/// of its own: an edit of one model's <c>forward</c> leaves the proofs about the others standing.
/// </summary>
internal static class ProofCache
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, Entry>> OfTree = new();

    /// <summary>The facts about a class of the compilation taken as root.</summary>
    public static ScaleInvarianceFacts Of(INamedTypeSymbol type, ModuleReader reader, Compilation compilation, CancellationToken cancellation)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            return ScaleInvarianceFacts.Empty;
        }

        SyntaxReference place = type.DeclaringSyntaxReferences[0];
        Surroundings surroundings = Surroundings.Of(compilation);
        ConcurrentDictionary<int, Entry> ofTree = OfTree.GetOrCreateValue(place.SyntaxTree);
        if (!ofTree.TryGetValue(place.Span.Start, out Entry? known) || !surroundings.Keeps(known.Surroundings, known.Footprint, cancellation))
        {
            known = Analyze(type, reader, compilation, surroundings, cancellation);
            ofTree[place.Span.Start] = known;
        }

        // Trees that did not change are the same objects, so the footprint holds here too.
        known.Surroundings = surroundings;
        surroundings.Footprint.Add(known.Footprint);
        return known.Facts;
    }

    private static Entry Analyze(INamedTypeSymbol type, ModuleReader reader, Compilation compilation, Surroundings surroundings, CancellationToken cancellation)
    {
        surroundings.CountAnalysis();
        var footprint = new Footprint();
        var models = new RecordingModels(SemanticModels.Of(compilation), footprint);
        var uses = new MemberUses(compilation, models, footprint.Ask, cancellation);
        ScaleInvarianceFacts facts = HomogeneityAnalysis.Analyze(type, models, uses.IsUsedOutside, cancellation, reader.IsNormalization);
        return new Entry(surroundings, footprint, facts);
    }

    private sealed class Entry(Surroundings surroundings, Footprint footprint, ScaleInvarianceFacts facts)
    {
        public Surroundings Surroundings { get; set; } = surroundings;

        public Footprint Footprint { get; } = footprint;

        public ScaleInvarianceFacts Facts { get; } = facts;
    }

    private sealed class RecordingModels(SemanticModels models, Footprint footprint) : ISemanticModelProvider
    {
        public SemanticModel Get(SyntaxTree tree)
        {
            footprint.Read(tree);
            return models.Get(tree);
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>
/// What the algebra found about each class, kept beside its syntax tree. Proofs cost more than shapes, so each class has a footprint
/// of its own: an edit of one model's <c>forward</c> leaves the proofs about the others standing.
/// </summary>
internal static class ProofCache
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<(int Position, EquatableArray<string> Normalizations), Entry>> OfTree = new();

    /// <summary>What is known about a class of the compilation taken as root.</summary>
    public static Known Of(INamedTypeSymbol type, ModuleReader reader, Compilation compilation, CancellationToken cancellation)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            return Known.Nothing;
        }

        SyntaxReference place = type.DeclaringSyntaxReferences[0];
        Surroundings surroundings = Surroundings.Of(compilation);
        ConcurrentDictionary<(int Position, EquatableArray<string> Normalizations), Entry> ofTree = OfTree.GetValue(place.SyntaxTree, static _ => new(concurrencyLevel: 1, capacity: 2));
        (int, EquatableArray<string>) key = (place.Span.Start, reader.NormalizationTypes);
        if (!ofTree.TryGetValue(key, out Entry? known) || !surroundings.Keeps(known.Surroundings, known.Footprint, cancellation))
        {
            known = Analyze(type, reader, compilation, surroundings, cancellation);
            ofTree[key] = known;
        }

        // Trees that did not change are the same objects, so the footprint holds here too.
        known.Surroundings = surroundings;
        surroundings.Footprint.Add(known.Footprint);
        return known.Known;
    }

    private static Entry Analyze(INamedTypeSymbol type, ModuleReader reader, Compilation compilation, Surroundings surroundings, CancellationToken cancellation)
    {
        surroundings.CountAnalysis();
        var footprint = new Footprint();
        var models = new RecordingModels(SemanticModels.Of(compilation), footprint);
        var uses = new MemberUses(compilation, models, footprint.Ask, cancellation);
        HomogeneityStudy study = HomogeneityAnalysis.Study(type, models, uses.IsUsedOutside, cancellation, reader.IsNormalization, summarizes: true);
        var roles = new List<PartRole>();
        foreach (INamedTypeSymbol part in study.Types)
        {
            if (!part.IsAbstract && SymbolEqualityComparer.Default.Equals(part.ContainingAssembly, compilation.Assembly) && !SymbolEqualityComparer.Default.Equals(part, type) && !part.DeclaringSyntaxReferences.IsEmpty && !Triggers.HasAny(part))
            {
                foreach (SyntaxReference declaration in part.DeclaringSyntaxReferences)
                {
                    footprint.Read(declaration.SyntaxTree);
                }

                AddRoles(reader.Read(part, cancellation), roles);
            }
        }

        roles.Sort(static (a, b) => string.CompareOrdinal(a.TypeName + "." + a.Parameter, b.TypeName + "." + b.Parameter));
        return new Entry(surroundings, footprint, new Known(study.Facts, roles.ToEquatableArray(), study.Summary));
    }

    private static void AddRoles(ModuleShape part, List<PartRole> roles)
    {
        foreach (MemberShape member in part.Members)
        {
            if (member.Content is MemberContent.RawParameter { IsRoleFromUse: true, Role: var role })
            {
                roles.Add(new PartRole(part.Type.MetadataName, member.RegisteredName, role));
            }
        }
    }

    /// <summary>What is cached about a class: values only.</summary>
    /// <param name="Facts">The proofs.</param>
    /// <param name="PartRoles">Roles in classes it is made of that have no file of their own.</param>
    /// <param name="Summary">What other assemblies and the run time are told, one fact a line.</param>
    internal sealed record Known(ScaleInvarianceFacts Facts, EquatableArray<PartRole> PartRoles, EquatableArray<string> Summary)
    {
        public static readonly Known Nothing = new(ScaleInvarianceFacts.Empty, default, default);
    }

    private sealed class Entry(Surroundings surroundings, Footprint footprint, Known known)
    {
        public Surroundings Surroundings { get; set; } = surroundings;

        public Footprint Footprint { get; } = footprint;

        public Known Known { get; } = known;
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

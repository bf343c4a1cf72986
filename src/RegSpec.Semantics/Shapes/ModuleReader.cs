using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>Reads module classes: symbols and bodies in, <see cref="ModuleShape"/> out. One instance serves one compilation, from any thread; it caches.</summary>
internal sealed class ModuleReader
{
    /// <summary>Modules opened for one answer; what lies deeper is left to the run time.</summary>
    private const int ObjectLimit = 5_000;

    /// <summary>Modules nested in each other.</summary>
    private const int DepthLimit = 32;

    private readonly TorchSymbols symbols;
    private readonly ISemanticModelProvider models;
    private readonly DeclarationReader declarations;
    private readonly MemberAccessReader access;
    private readonly HashSet<string> normalizationTypes;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleShape> answers = new(SymbolEqualityComparer.Default);

    /// <summary>Shapes that are the same wherever the class sits: no class in them was met again inside itself.</summary>
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleShape> shapes = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<INamedTypeSymbol, ClassLayout> layouts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyDictionary<string, Role>> roles = new(SymbolEqualityComparer.Default);

    private ModuleReader(Compilation compilation, TorchSymbols symbols, ISemanticModelProvider models, IEnumerable<string> normalizationTypes)
    {
        this.symbols = symbols;
        this.models = models;
        this.normalizationTypes = new HashSet<string>(normalizationTypes.Select(static name => name.Trim()));
        NormalizationTypes = this.normalizationTypes.OrderBy(static name => name, StringComparer.Ordinal).ToEquatableArray();
        declarations = new DeclarationReader(symbols);
        access = new MemberAccessReader(compilation);
    }

    /// <summary>A reader for the compilation, or null when it does not reference TorchSharp or RegSpec.</summary>
    /// <param name="compilation">What to read from.</param>
    /// <param name="models">How to bind bodies.</param>
    /// <param name="normalizationTypes">The option <c>regspec.normalization_types</c>: full metadata names, or short names, of normalization classes.</param>
    /// <param name="weightDecay">RegSpec's <c>WeightDecayAttribute</c> for a compilation that does not reference RegSpec itself; nothing in it is annotated.</param>
    public static ModuleReader? Create(
        Compilation compilation,
        ISemanticModelProvider models,
        IEnumerable<string>? normalizationTypes = null,
        INamedTypeSymbol? weightDecay = null) =>
        TorchSymbols.Resolve(compilation, weightDecay) is { } symbols
            ? new ModuleReader(compilation, symbols, models, normalizationTypes ?? Array.Empty<string>())
            : null;

    /// <summary>The names that the option gives, sorted.</summary>
    public EquatableArray<string> NormalizationTypes { get; }

    /// <summary>Whether the type derives from <c>TorchSharp.torch.nn.Module</c>.</summary>
    public bool IsModule(ITypeSymbol type) => TorchSymbols.DerivesFrom(type, symbols.Module);

    /// <summary>The shape of a module class.</summary>
    public ModuleShape Read(INamedTypeSymbol type, CancellationToken cancellation) =>
        answers.TryGetValue(type, out ModuleShape? shape) ? shape
        : answers.GetOrAdd(type, shapes.TryGetValue(type, out shape) ? shape : new Walk(this, cancellation).Open(type));

    /// <summary>Whether the user vouches that a class is a normalization: by an attribute on it or on the assembly, or by the option.</summary>
    public bool IsNormalization(INamedTypeSymbol type) =>
        declarations.IsNormalization(type)
        || (normalizationTypes.Count > 0 && (normalizationTypes.Contains(type.Name) || normalizationTypes.Contains(TypeNames.MetadataName(type.OriginalDefinition))));

    private ClassLayout LayoutOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        layouts.TryGetValue(type, out ClassLayout? layout) ? layout
        : layouts.GetOrAdd(type, ClassLayout.Read(type, symbols, declarations, IsNormalization, owner => CapturedParameters.Of(owner, symbols, models, cancellation), access, cancellation));

    /// <summary>Gives raw parameters without a role the one that <c>forward</c> shows.</summary>
    private ModuleShape WithRolesFromUse(INamedTypeSymbol type, ModuleShape shape, CancellationToken cancellation)
    {
        if (!symbols.IsSource(type) || !shape.Members.Any(static member => member.Content is MemberContent.RawParameter { Role: Role.Unknown }))
        {
            return shape;
        }

        INamedTypeSymbol definition = type.OriginalDefinition;
        if (!roles.TryGetValue(definition, out IReadOnlyDictionary<string, Role>? found))
        {
            found = roles.GetOrAdd(definition, UsageAnalysis.Analyze(definition, models, cancellation, IsNormalization).Roles.ToDictionary(static role => role.Path, static role => role.Role));
        }

        return shape with
        {
            Members = shape.Members.Select(member =>
                member.Content is MemberContent.RawParameter { Role: Role.Unknown } raw && found.TryGetValue(member.RegisteredName, out Role role)
                    ? member with { Content = raw with { Role = role, IsRoleFromUse = true } }
                    : member).ToEquatableArray(),
        };
    }

    /// <summary>One question and the classes opened to answer it.</summary>
    private sealed class Walk
    {
        private readonly ModuleReader reader;
        private readonly CancellationToken cancellation;
        private readonly InstanceReader instances;
        private readonly List<INamedTypeSymbol> open = new();
        private int opened;

        /// <summary>Depth of the outermost class met again inside the one being read; −1 when a budget ran out.</summary>
        private int cutAt = int.MaxValue;

        public Walk(ModuleReader reader, CancellationToken cancellation)
        {
            this.reader = reader;
            this.cancellation = cancellation;
            instances = new InstanceReader(reader.symbols, OpenNested, OpenObject);
        }

        public ModuleShape Open(INamedTypeSymbol type)
        {
            int depth = open.Count;
            int outerCut = cutAt;
            cutAt = int.MaxValue;
            open.Add(type);
            IReadOnlyList<BuiltModel> built = reader.symbols.IsSource(type)
                ? BuiltModel.ByConstructor(type, reader.models, reader.IsNormalization, cancellation)
                : Array.Empty<BuiltModel>();
            ModuleShape shape = Read(type, built.Select(static model => new Instance(model, model.Root)).ToList());
            open.RemoveAt(depth);
            if (cutAt == int.MaxValue)
            {
                shape = reader.shapes.GetOrAdd(type, shape);
            }

            cutAt = Math.Min(outerCut, cutAt < depth ? cutAt : int.MaxValue);
            return shape;
        }

        private ModuleShape Read(INamedTypeSymbol type, IReadOnlyList<Instance> found)
        {
            BuiltModel Statics() => found.Count > 0 ? found[0].Model : BuiltModel.Nothing(type, reader.models, reader.IsNormalization, cancellation);
            return reader.WithRolesFromUse(type, instances.Read(reader.LayoutOf(type, cancellation), found, Statics), cancellation);
        }

        /// <summary>A module that construction made: as it lies on the heap.</summary>
        private ModuleShape? OpenObject(BuiltModel model, HeapObject thing, bool isCertain)
        {
            // A class that is certainly made inside itself ends by itself; any other may go on for ever.
            INamedTypeSymbol type = thing.Class!;
            int again = open.FindIndex(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, type.OriginalDefinition));
            if (again >= 0 && (!isCertain || open.Count > DepthLimit))
            {
                cutAt = Math.Min(cutAt, again);
                return null;
            }

            if (++opened > ObjectLimit || open.Count > DepthLimit)
            {
                cutAt = -1;
                return null;
            }

            cancellation.ThrowIfCancellationRequested();
            open.Add(type);
            ModuleShape shape = Read(type, new[] { new Instance(model, thing) });
            open.RemoveAt(open.Count - 1);
            return shape;
        }

        private ModuleShape? OpenNested(INamedTypeSymbol type)
        {
            if (reader.shapes.TryGetValue(type, out ModuleShape? known))
            {
                return known;
            }

            int again = open.FindIndex(t => SymbolEqualityComparer.Default.Equals(t, type));
            if (again >= 0)
            {
                cutAt = Math.Min(cutAt, again);
                return null;
            }

            bool isSource = reader.symbols.IsSource(type);
            if (!isSource && SummaryLookup.LinesOf(type) is null)
            {
                return null;
            }

            if (++opened > ObjectLimit || open.Count > DepthLimit)
            {
                cutAt = -1;
                return null;
            }

            return isSource ? Open(type) : OpenSummarized(type);
        }

        /// <summary>A class of another assembly, as its summary shows it.</summary>
        private ModuleShape? OpenSummarized(INamedTypeSymbol type) =>
            SummaryLookup.LinesOf(type) is var (version, lines)
            && SummarizedShape.Read(reader.LayoutOf(type, cancellation).Empty with { Registration = Registration.Unclear }, version, lines) is { } shape
                ? reader.shapes.GetOrAdd(type, shape)
                : null;
    }
}

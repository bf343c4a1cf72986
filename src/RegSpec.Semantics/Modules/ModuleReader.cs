using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Homogeneity;

namespace RegSpec.Semantics;

/// <summary>Reads module classes: symbols and bodies in, <see cref="ModuleShape"/> out. One instance serves one compilation, from any thread; it caches.</summary>
internal sealed class ModuleReader
{
    /// <summary>Classes opened for one answer; what lies deeper is left to the run time.</summary>
    private const int ClassLimit = 500;

    /// <summary>Classes nested in each other.</summary>
    private const int DepthLimit = 32;

    private readonly TorchSymbols symbols;
    private readonly ISemanticModelProvider models;
    private readonly DeclarationReader declarations;
    private readonly MemberAccessReader access;
    private readonly HashSet<string> normalizationTypes;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleShape> answers = new(SymbolEqualityComparer.Default);

    /// <summary>Shapes that are the same wherever the class sits: no class in them was met again inside itself.</summary>
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleShape> shapes = new(SymbolEqualityComparer.Default);

    private ModuleReader(Compilation compilation, TorchSymbols symbols, ISemanticModelProvider models, IEnumerable<string> normalizationTypes)
    {
        this.symbols = symbols;
        this.models = models;
        this.normalizationTypes = new HashSet<string>(normalizationTypes.Select(static name => name.Trim()));
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

    /// <summary>One question and the classes opened to answer it.</summary>
    private sealed class Walk(ModuleReader reader, CancellationToken cancellation)
    {
        private readonly List<INamedTypeSymbol> open = new();
        private int opened;

        /// <summary>Depth of the outermost class met again inside the one being read; −1 when a budget ran out.</summary>
        private int cutAt = int.MaxValue;

        public ModuleShape Open(INamedTypeSymbol type)
        {
            int depth = open.Count;
            int outerCut = cutAt;
            cutAt = int.MaxValue;
            open.Add(type);
            ModuleShape shape = new ClassReader(
                reader.symbols,
                reader.models,
                reader.declarations,
                reader.access,
                type,
                reader.IsNormalization,
                OpenNested,
                cancellation).Read();
            shape = WithRolesFromUse(type, shape);
            open.RemoveAt(depth);
            if (cutAt == int.MaxValue)
            {
                shape = reader.shapes.GetOrAdd(type, shape);
            }

            cutAt = Math.Min(outerCut, cutAt < depth ? cutAt : int.MaxValue);
            return shape;
        }

        /// <summary>Gives raw parameters without a role the one that <c>forward</c> shows.</summary>
        private ModuleShape WithRolesFromUse(INamedTypeSymbol type, ModuleShape shape)
        {
            if (!shape.Members.Any(static member => member.Content is MemberContent.RawParameter { Role: Role.Unknown }))
            {
                return shape;
            }

            var roles = UsageAnalysis.Analyze(type.OriginalDefinition, reader.models, cancellation, reader.IsNormalization)
                .Roles.ToDictionary(static role => role.Path, static role => role.Role);
            return shape with
            {
                Members = shape.Members.Select(member =>
                    member.Content is MemberContent.RawParameter { Role: Role.Unknown } raw && roles.TryGetValue(member.RegisteredName, out Role role)
                        ? member with { Content = raw with { Role = role, IsRoleFromUse = true } }
                        : member).ToEquatableArray(),
            };
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

            if (++opened > ClassLimit || open.Count > DepthLimit)
            {
                cutAt = -1;
                return null;
            }

            return isSource ? Open(type) : OpenSummarized(type);
        }

        /// <summary>A class of another assembly, as its summary shows it.</summary>
        private ModuleShape? OpenSummarized(INamedTypeSymbol type)
        {
            if (SummaryLookup.LinesOf(type) is not var (version, lines))
            {
                return null;
            }

            ModuleShape visible = new ClassReader(reader.symbols, reader.models, reader.declarations, reader.access, type, reader.IsNormalization, static _ => null, cancellation).Read();
            return SummarizedShape.Read(visible with { Registration = Registration.Unclear }, version, lines) is { } shape ? reader.shapes.GetOrAdd(type, shape) : null;
        }
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
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
    private readonly IModelBuilder builder;
    private readonly SourceReader sources;
    private readonly Func<INamedTypeSymbol, CancellationToken, IReadOnlyDictionary<string, Role>> rolesFromUse;
    private readonly VouchedNormalizations normalizations;
    private readonly DeclarationReader declarations;
    private readonly MemberAccessReader access;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleShape> answers = new(SymbolEqualityComparer.Default);

    /// <summary>Shapes that are the same wherever the class sits: no class in them was met again inside itself.</summary>
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleShape> shapes = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<INamedTypeSymbol, ClassLayout> layouts = new(SymbolEqualityComparer.Default);

    /// <param name="compilation">What to read from.</param>
    /// <param name="symbols">Its symbols.</param>
    /// <param name="sources">The way to bodies.</param>
    /// <param name="normalizations">The classes that the user vouches for.</param>
    /// <param name="builder">Builds the classes.</param>
    /// <param name="rolesFromUse">What <c>forward</c> of a class shows of raw parameters whose role no attribute gives, by registered name.</param>
    public ModuleReader(
        Compilation compilation,
        TorchSymbols symbols,
        SourceReader sources,
        VouchedNormalizations normalizations,
        IModelBuilder builder,
        Func<INamedTypeSymbol, CancellationToken, IReadOnlyDictionary<string, Role>> rolesFromUse)
    {
        this.symbols = symbols;
        this.sources = sources;
        this.normalizations = normalizations;
        this.builder = builder;
        this.rolesFromUse = rolesFromUse;
        declarations = normalizations.Declarations;
        access = new MemberAccessReader(compilation);
    }

    /// <summary>Whether the type derives from <c>TorchSharp.torch.nn.Module</c>.</summary>
    public bool IsModule(ITypeSymbol type) => TorchSymbols.DerivesFrom(type, symbols.Module);

    /// <summary>The shape of a module class.</summary>
    public ModuleShape Read(INamedTypeSymbol type, CancellationToken cancellation) =>
        answers.TryGetValue(type, out ModuleShape? shape) ? shape
        : answers.GetOrAdd(type, shapes.TryGetValue(type, out shape) ? shape : new Walk(this, cancellation).Open(type));

    private ClassLayout LayoutOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        layouts.TryGetValue(type, out ClassLayout? layout) ? layout
        : layouts.GetOrAdd(type, ClassLayout.Read(type, symbols, declarations, normalizations.Contains, owner => CapturedParameters.Of(owner, symbols, sources, cancellation), access, cancellation));

    /// <summary>Gives raw parameters without a role the one that <c>forward</c> shows.</summary>
    private ModuleShape WithRolesFromUse(INamedTypeSymbol type, ModuleShape shape, CancellationToken cancellation)
    {
        if (!symbols.IsSource(type) || !shape.Members.Any(static member => member.Content is MemberContent.RawParameter { Role: Role.Unknown }))
        {
            return shape;
        }

        IReadOnlyDictionary<string, Role> found = rolesFromUse(type.OriginalDefinition, cancellation);
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
            ModuleShape shape;
            if (reader.symbols.IsSource(type))
            {
                // A constructor that always throws makes nothing; what another one chains to is run as part of that one.
                BuiltClass built = reader.builder.Lend(type.OriginalDefinition, cancellation);
                shape = Read(type, built.Models.Where(static model => !model.IsPartOfOther && (!model.IsEndless || model.IsUncertain)).Select(static model => new Instance(model, model.Root)).ToList());
                reader.builder.GiveBack(built);
            }
            else
            {
                shape = Read(type, Array.Empty<Instance>());
            }

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
            // On a heap of its own: what is static is no part of the model.
            BuiltModel? statics = null;
            return reader.WithRolesFromUse(type, instances.Read(reader.LayoutOf(type, cancellation), found, () => statics ??= reader.builder.BuildNothing(type, cancellation)), cancellation);
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
            if (!isSource && AssemblySummaries.Of(type) is null)
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
            AssemblySummaries.Of(type) is { } text
            && SummarizedShape.Read(reader.LayoutOf(type, cancellation).Empty with { Registration = Registration.Unclear }, text.Version, text.Lines) is { } shape
                ? reader.shapes.GetOrAdd(type, shape)
                : null;
    }
}

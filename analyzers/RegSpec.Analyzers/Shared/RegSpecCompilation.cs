using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>What all rules share about one compilation: known types, shapes and plans, each made once.</summary>
internal sealed class RegSpecCompilation
{
    private static readonly ConditionalWeakTable<Compilation, Lazy<RegSpecCompilation?>> All = new();

    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<Compilation, RegSpecCompilation?> referenced = new();
    private readonly ModuleReader reader;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<Declared>> declared = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleClass?> classes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, HomogeneityStudy> studies = new(SymbolEqualityComparer.Default);
    private readonly MemberUses uses;
    private readonly ConcurrentDictionary<IAssemblySymbol, HashSet<INamedTypeSymbol>> annotatedByAssembly = new(SymbolEqualityComparer.Default);

    private RegSpecCompilation(Compilation compilation, RegSpecTypes types, ModuleReader reader, SemanticModels models)
    {
        this.compilation = compilation;
        this.reader = reader;
        Models = models;
        Types = types;
        uses = new MemberUses(compilation, models);
    }

    public RegSpecTypes Types { get; }

    /// <summary>The assembly being compiled.</summary>
    public IAssemblySymbol Assembly => compilation.Assembly;

    /// <summary>Semantic models of other trees.</summary>
    public SemanticModels Models { get; }

    /// <summary>The shared state of a compilation, or null when it does not reference TorchSharp and RegSpec.</summary>
    /// <param name="compilation">The compilation; the first call for it decides which options hold.</param>
    /// <param name="options">The options of the build; null outside an analysis.</param>
    public static RegSpecCompilation? Of(Compilation compilation, AnalyzerOptions? options = null) =>
        All.GetValue(compilation, key => new Lazy<RegSpecCompilation?>(() => Create(key, options))).Value;

    /// <summary>Every RegSpec attribute written on a type and its members.</summary>
    public ImmutableArray<Declared> DeclaredIn(INamedTypeSymbol type) => declared.GetOrAdd(type.OriginalDefinition, key => Declared.In(key, Types));

    /// <summary>A module class with what is declared on it; null for any other type.</summary>
    public ModuleClass? ModuleClassOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.TypeKind != TypeKind.Class || !Types.IsModule(type))
        {
            return null;
        }

        cancellation.ThrowIfCancellationRequested();
        return FindHome(type.OriginalDefinition) is var (home, definition)
            ? home.ModuleClassOf(definition, cancellation)
            : classes.GetOrAdd(type.OriginalDefinition, key => new ModuleClass(this, key));
    }

    /// <summary>Whether <c>[assembly: WeightDecayFor]</c> names the type, here or in its own assembly.</summary>
    public bool IsAnnotatedByAssembly(INamedTypeSymbol type) =>
        AnnotatedBy(compilation.Assembly).Contains(type.OriginalDefinition) || AnnotatedBy(type.ContainingAssembly).Contains(type.OriginalDefinition);

    /// <summary>The plan of a class taken as root, with its proofs and those of what it contains.</summary>
    public ModelPlan Plan(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (FindHome(type) is var (home, definition))
        {
            return home.Plan(definition, cancellation);
        }

        return Planner.Plan(
            reader.Read(type, cancellation),
            SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) ? FactsOf(type, cancellation) : null,
            part => part.Proofs.Count > 0 || compilation.Assembly.GetTypeByMetadataName(part.Type.MetadataName) is not { } nested ? part.Proofs : FactsOf(nested, cancellation).Proved);
    }

    /// <summary>What the algebra finds about a class of this compilation taken as root.</summary>
    public ScaleInvarianceFacts FactsOf(INamedTypeSymbol type, CancellationToken cancellation) => StudyOf(type, cancellation).Facts;

    /// <summary>The layers with a bias that has no effect.</summary>
    public IReadOnlyList<DeadBias> DeadBiasesOf(INamedTypeSymbol type, CancellationToken cancellation) => StudyOf(type, cancellation).DeadBiases;

    private HomogeneityStudy StudyOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        studies.GetOrAdd(type.OriginalDefinition, key => HomogeneityAnalysis.Study(key, Models, uses.IsUsedOutside, cancellation, reader.IsNormalization));

    /// <summary>What a class does with its inputs and raw parameters.</summary>
    public UsageFacts UsageOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        UsageAnalysis.Analyze(type.OriginalDefinition, Models, cancellation, reader.IsNormalization);

    private static RegSpecCompilation? Create(Compilation compilation, AnalyzerOptions? options, INamedTypeSymbol? weightDecay = null)
    {
        if (RegSpecTypes.Find(compilation, weightDecay) is not { } types)
        {
            return null;
        }

        var models = new SemanticModels(compilation);
        IReadOnlyCollection<string> normalizations = options is null
            ? Array.Empty<string>()
            : NormalizationTypesOption.Read(compilation, options.AnalyzerConfigOptionsProvider);
        return ModuleReader.Create(compilation, models, normalizations, weightDecay) is { } reader
            ? new RegSpecCompilation(compilation, types, reader, models)
            : null;
    }

    /// <summary>The compilation a class of a referenced project is written in, where that is at hand as source (in an editor), and the class there; null for any other class.</summary>
    private (RegSpecCompilation Home, INamedTypeSymbol Definition)? FindHome(INamedTypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            || compilation.GetMetadataReference(type.ContainingAssembly) is not CompilationReference { Compilation: { Language: LanguageNames.CSharp } project }
            || project.Assembly.GetTypeByMetadataName(TypeNames.MetadataName(type.OriginalDefinition)) is not { } definition
            || referenced.GetOrAdd(project, key => Create(key, options: null, Types.WeightDecay)) is not { } home)
        {
            return null;
        }

        return (home, definition);
    }

    private HashSet<INamedTypeSymbol> AnnotatedBy(IAssemblySymbol assembly) => annotatedByAssembly.GetOrAdd(assembly, key =>
    {
        var named = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (AttributeData attribute in key.GetAttributes())
        {
            if (Types.KindOf(attribute.AttributeClass) == DeclarationKind.WeightDecayFor
                && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol type }, ..])
            {
                named.Add(type.OriginalDefinition);
            }
        }

        return named;
    });
}

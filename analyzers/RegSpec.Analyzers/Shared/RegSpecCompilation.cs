using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>What all rules share about one compilation: known types, shapes and plans, each made once.</summary>
internal sealed class RegSpecCompilation
{
    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<Compilation, RegSpecCompilation?> referenced = new();
    private readonly CompilationStudy study;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<Declared>> declared = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ModuleClass?> classes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IAssemblySymbol, HashSet<INamedTypeSymbol>> annotatedByAssembly = new(SymbolEqualityComparer.Default);

    private RegSpecCompilation(Compilation compilation, RegSpecTypes types, CompilationStudy study)
    {
        this.compilation = compilation;
        this.study = study;
        Types = types;
    }

    public RegSpecTypes Types { get; }

    /// <summary>The assembly being compiled.</summary>
    public IAssemblySymbol Assembly => compilation.Assembly;

    /// <summary>Semantic models of other trees.</summary>
    public SourceFiles Models => study.Sources;

    /// <summary>The shared state of a compilation, or null when it does not reference TorchSharp and RegSpec.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="options">The options of the build.</param>
    public static RegSpecCompilation? Of(Compilation compilation, AnalyzerOptions options)
    {
        // Every rule asks; what the files' options say is read once.
        SourceFiles files = SourceFiles.ForAnalyzers(compilation);
        StudyOptions asked = files.Shared(options.AnalyzerConfigOptionsProvider, () => StudyOptions.ForReports(NormalizationTypesOption.Read(compilation, options.AnalyzerConfigOptionsProvider)))!;
        return files.Shared(asked, () =>
            RegSpecTypes.Find(compilation) is { } types && CompilationStudy.Of(compilation, asked) is { } study ? new RegSpecCompilation(compilation, types, study) : null);
    }

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
    public RootPlan Plan(INamedTypeSymbol type, CancellationToken cancellation) =>
        FindHome(type) is var (home, definition) ? home.Plan(definition, cancellation) : study.PlanOf(type, cancellation);

    /// <summary>What the algebra finds about a class of this compilation taken as root.</summary>
    public ScaleInvarianceFacts FactsOf(INamedTypeSymbol type, CancellationToken cancellation) => study.FindingsOf(type, cancellation).Facts;

    /// <summary>The layers with a bias that has no effect.</summary>
    public IReadOnlyList<DeadBias> DeadBiasesOf(INamedTypeSymbol type, CancellationToken cancellation) => study.FindingsOf(type, cancellation).DeadBiases;

    /// <summary>What a class does with its inputs and raw parameters.</summary>
    public UsageFacts UsageOf(INamedTypeSymbol type, CancellationToken cancellation) => study.UsageOf(type, cancellation);

    /// <summary>A referenced project as source: whether it references RegSpec itself or not, under no options of its own.</summary>
    private static RegSpecCompilation? Create(Compilation project, INamedTypeSymbol weightDecay) =>
        RegSpecTypes.Find(project, weightDecay) is { } types && CompilationStudy.Create(project, StudyOptions.ForReports([]), weightDecay) is { } study
            ? new RegSpecCompilation(project, types, study)
            : null;

    /// <summary>The compilation a class of a referenced project is written in, where that is at hand as source (in an editor), and the class there; null for any other class.</summary>
    private (RegSpecCompilation Home, INamedTypeSymbol Definition)? FindHome(INamedTypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
            || compilation.GetMetadataReference(type.ContainingAssembly) is not CompilationReference { Compilation: { Language: LanguageNames.CSharp } project }
            || project.Assembly.GetTypeByMetadataName(TypeNames.MetadataName(type.OriginalDefinition)) is not { } definition
            || referenced.GetOrAdd(project, key => Create(key, Types.WeightDecay)) is not { } home)
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

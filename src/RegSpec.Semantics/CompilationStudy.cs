using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics;

/// <summary>
/// All that is understood of the module classes of one compilation under its options: the one composition of shapes, proofs and plans. The generator
/// writes what it says, the analyzers compare it with what the user declared; neither puts anything together itself. From any thread.
/// </summary>
internal sealed class CompilationStudy
{
    private static readonly ReadingCache<ClassFindings> Findings = new();
    private static readonly ReadingCache<RootPlan> Plans = new();
    private static readonly ReadingCache<UsageFacts> Usages = new();

    private readonly Compilation compilation;
    private readonly StudyOptions options;
    private readonly ModelBuilder builder;
    private readonly ModuleReader reader;
    private readonly VouchedNormalizations normalizations;
    private int isStudied;

    private CompilationStudy(Compilation compilation, StudyOptions options, TorchSymbols symbols)
    {
        this.compilation = compilation;
        this.options = options;
        Sources = SourceFiles.Of(compilation);
        normalizations = new VouchedNormalizations(new DeclarationReader(symbols), options.NormalizationTypes);
        builder = new ModelBuilder(Sources, normalizations.Contains);
        reader = new ModuleReader(compilation, symbols, Sources, normalizations, builder, (type, cancellation) => UsageOf(type, cancellation).Roles.ToDictionary(static role => role.Path, static role => role.Role));
    }

    /// <summary>The way to the files.</summary>
    public SourceFiles Sources { get; }

    /// <summary>The study of a compilation under options, made once; null when it does not reference TorchSharp and RegSpec.</summary>
    public static CompilationStudy? Of(Compilation compilation, StudyOptions options) =>
        SourceFiles.Of(compilation).Shared(options, () => Create(compilation, options, weightDecay: null));

    /// <summary>A study that is not shared.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="options">Its options.</param>
    /// <param name="weightDecay">RegSpec's <c>WeightDecayAttribute</c> for a compilation that does not reference RegSpec itself; nothing in it is annotated.</param>
    public static CompilationStudy? Create(Compilation compilation, StudyOptions options, INamedTypeSymbol? weightDecay) =>
        TorchSymbols.Resolve(compilation, weightDecay) is { } symbols ? new CompilationStudy(compilation, options, symbols) : null;

    /// <summary>Whether the type derives from <c>TorchSharp.torch.nn.Module</c>.</summary>
    public bool IsModule(ITypeSymbol type) => reader.IsModule(type);

    /// <summary>The shape of a module class.</summary>
    public ModuleShape ShapeOf(INamedTypeSymbol type, CancellationToken cancellation) => reader.Read(type, cancellation);

    /// <summary>The plan of a class taken as root, with its proofs and those of what it contains.</summary>
    public RootPlan PlanOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        // Only a definition is kept: a constructed type stands at the same place.
        SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition) ? Kept(Plans, type, () => Plan(type, cancellation), cancellation) : Plan(type, cancellation);

    private RootPlan Plan(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // Its shape first: the proofs use up the heap that it is read off.
        ModuleShape shape = ShapeOf(type, cancellation);
        return Planner.Plan(shape, FindingsOf(type, cancellation).Facts, part => ProofsIn(part, cancellation));
    }

    /// <summary>
    /// Studies the module classes of the compilation side by side, when it is asked for the first time; what is known from an earlier compilation it
    /// leaves alone. A generator is asked for one class after the other by one thread: without this a build waits for the sum of them.
    /// </summary>
    public void StudyAll(CancellationToken cancellation)
    {
        if (!compilation.Options.ConcurrentBuild || Interlocked.Exchange(ref isStudied, 1) != 0)
        {
            return;
        }

        try
        {
            Parallel.ForEach(compilation.SyntaxTrees, new ParallelOptions { CancellationToken = cancellation }, tree => StudyClassesIn(tree, cancellation));
        }
        catch (AggregateException several)
        {
            // What went wrong is told as one thread would have told it.
            ExceptionDispatchInfo.Capture(several.Flatten().InnerExceptions[0]).Throw();
        }
    }

    private void StudyClassesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (ClassDeclarationSyntax node in ClassDeclarations.WithBase(tree, cancellation))
        {
            if (!Findings.KnowsByFootprint(tree, node.SpanStart, options.Key, compilation, cancellation)
                && ClassDeclarations.SymbolOf(node, compilation, cancellation) is { IsAbstract: false, IsFileLocal: false } type
                && IsModule(type))
            {
                // The shape first, as in a plan.
                ShapeOf(type, cancellation);
                FindingsOf(type, cancellation);
            }
        }
    }

    /// <summary>What is found of a class of this compilation taken as root.</summary>
    public ClassFindings FindingsOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        return PlaceOf(definition) is { } place
            ? Findings.GetByFootprint(place.SyntaxTree, place.Span.Start, options.Key, compilation, () => Find(definition, cancellation), cancellation, options.RicherKey)
            : ClassFindings.Nothing;
    }

    /// <summary>What a class does with its inputs and raw parameters.</summary>
    public UsageFacts UsageOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        return Kept(Usages, definition, () => UsageAnalysis.Analyze(definition, Sources, cancellation, normalizations.Contains), cancellation);
    }

    /// <summary>What is read of a class, kept where the class is written; read each time where that is not here.</summary>
    private T Kept<T>(ReadingCache<T> cache, INamedTypeSymbol type, Func<T> read, CancellationToken cancellation) =>
        PlaceOf(type) is { } place ? cache.Get(place.SyntaxTree, place.Span.Start, options.Key, compilation, read, cancellation, options.RicherKey) : read();

    /// <summary>What a class that a model contains proves about itself.</summary>
    private IEnumerable<ScaleInvarianceFact> ProofsIn(ModuleShape part, CancellationToken cancellation) =>
        part.Proofs.Count > 0 || compilation.Assembly.GetTypeByMetadataName(part.Type.MetadataName) is not { } type ? part.Proofs : FindingsOf(type, cancellation).Facts.Proved;

    private (ClassFindings Result, Footprint Footprint) Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // The shape comes first wherever one is wanted, and this goes on with what it was read off.
        BuiltClass built = builder.Lend(type, cancellation);
        HomogeneityStudy study = HomogeneityAnalysis.Study(type, built.Models, built.Sources.Uses(compilation, cancellation), options.IsForGeneration);
        EquatableArray<PartRole> roles = options.IsForGeneration ? RolesIn(study.Types.Where(part => !SymbolEqualityComparer.Default.Equals(part, type)), built.Sources.Footprint, cancellation) : default;
        return (new ClassFindings(study.Facts, study.DeadBiases, roles, study.Summary), built.Sources.Footprint);
    }

    private EquatableArray<PartRole> RolesIn(IEnumerable<INamedTypeSymbol> parts, Footprint footprint, CancellationToken cancellation)
    {
        var roles = new List<PartRole>();
        foreach (INamedTypeSymbol part in parts.Where(part => !part.IsAbstract && IsHere(part) && !part.DeclaringSyntaxReferences.IsEmpty))
        {
            foreach (SyntaxReference declaration in part.DeclaringSyntaxReferences)
            {
                footprint.Read(declaration.SyntaxTree);
            }

            ModuleShape shape = ShapeOf(part, cancellation);
            roles.AddRange(shape.Members
                .Where(static member => member.Content is MemberContent.RawParameter { IsRoleFromUse: true })
                .Select(member => new PartRole(shape.Type.MetadataName, member.RegisteredName, ((MemberContent.RawParameter)member.Content).Role)));
        }

        return roles.OrderBy(static role => role.TypeName + "." + role.Parameter, StringComparer.Ordinal).ToEquatableArray();
    }

    /// <summary>Where a class of this compilation is written; null for any other.</summary>
    private SyntaxReference? PlaceOf(INamedTypeSymbol type) => IsHere(type) && !type.DeclaringSyntaxReferences.IsEmpty ? type.DeclaringSyntaxReferences[0] : null;

    private bool IsHere(ISymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
}

using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>
/// The files of one compilation, and what is made of them once. Models hold all that was bound through them, and most files are read once, for the
/// class they declare: a model goes when others have been asked for since, unless its file comes back, as one of shared building blocks does.
/// </summary>
internal sealed class SourceFiles : SourceReader
{
    /// <summary>Models kept in any case: those of one class, its bases and its parts come in turns, for each thread.</summary>
    private const int Recent = 16;

    // Weak in the compilation: nothing here outlives it, and no value of a pipeline refers to it.
    private static readonly ConditionalWeakTable<Compilation, SourceFiles> OfCompilation = new();

    private readonly Compilation compilation;
    private readonly Surroundings surroundings;
    private readonly SemanticModel?[] recent = new SemanticModel?[Recent];

    /// <summary>Files asked for so far; those that came back after their model had gone with a model that stays.</summary>
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel?> known = new();

    private readonly ConcurrentDictionary<(Type Type, object Key), Lazy<object?>> shared = new();
    private int last;

    private readonly bool sharesModels;

    private SourceFiles(Compilation compilation, bool sharesModels)
    {
        this.compilation = compilation;
        this.sharesModels = sharesModels;
        surroundings = Surroundings.Of(compilation);
    }

    /// <summary>The one instance for a compilation.</summary>
    public static SourceFiles Of(Compilation compilation) => OfCompilation.GetValue(compilation, static c => new SourceFiles(c, sharesModels: false));

    /// <summary>
    /// The one instance for a compilation that analyzers look at. Its models are those the compiler keeps for all analyzers and binds every body with, whoever asks for
    /// operations: nothing is bound a second time.
    /// </summary>
    public static SourceFiles ForAnalyzers(Compilation compilation) => OfCompilation.GetValue(compilation, static c => new SourceFiles(c, sharesModels: true));

    /// <summary>What is made of this compilation once for each key, and goes with it.</summary>
    public T? Shared<T>(object key, Func<T?> make)
        where T : class => (T?)shared.GetOrAdd((typeof(T), key), _ => new Lazy<object?>(make)).Value;

    public override SemanticModel Get(SyntaxTree tree)
    {
        foreach (SemanticModel? model in recent)
        {
            if (model?.SyntaxTree == tree)
            {
                return model;
            }
        }

        return known.TryGetValue(tree, out SemanticModel? kept) ? kept ?? (known[tree] = Create(tree)) : Add(tree);
    }

    private SemanticModel Add(SyntaxTree tree)
    {
        surroundings.Read(tree);
        SemanticModel model = Create(tree);
        known.TryAdd(tree, null);

        // Another thread may take the same place: then one of the models is recent for a shorter time.
        recent[(uint)Interlocked.Increment(ref last) % Recent] = model;
        return model;
    }

    private SemanticModel Create(SyntaxTree tree) => sharesModels ? OwnerOf(tree).GetSemanticModel(tree) : UnannotatedModels.Of(OwnerOf(tree), tree);

    /// <summary>In an editor, projects see each other as source: a tree may belong to a referenced one.</summary>
    private Compilation OwnerOf(SyntaxTree tree) => compilation.ContainsSyntaxTree(tree)
        ? compilation
        : compilation.References.OfType<CompilationReference>().Select(static reference => reference.Compilation).First(referenced => referenced.ContainsSyntaxTree(tree));
}

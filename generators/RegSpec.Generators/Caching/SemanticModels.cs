using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>
/// The generator's way to the semantic model of any tree. Models hold all that was bound through them, and most files are read once, for the class
/// they declare: a model goes when others have been asked for since, unless its file comes back, as one of shared building blocks does.
/// </summary>
internal sealed class SemanticModels : ISemanticModelProvider
{
    /// <summary>Models kept in any case: those of one class, its bases and its parts come in turns.</summary>
    private const int Recent = 4;

    // Weak in the compilation: nothing here outlives it, and no pipeline value refers to it.
    private static readonly ConditionalWeakTable<Compilation, SemanticModels> OfCompilation = new();

    private readonly Compilation compilation;
    private readonly SemanticModel?[] recent = new SemanticModel?[Recent];

    /// <summary>Files asked for so far; those that came back after their model had gone with a model that stays.</summary>
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel?> known = new();
    private int last;
    private readonly Surroundings surroundings;
    private readonly ConcurrentDictionary<EquatableArray<string>, ModuleReader?> readers = new();

    private SemanticModels(Compilation compilation)
    {
        this.compilation = compilation;
        surroundings = Surroundings.Of(compilation);
    }

    /// <summary>The one instance for a compilation.</summary>
    public static SemanticModels Of(Compilation compilation) => OfCompilation.GetValue(compilation, static c => new SemanticModels(c));

    /// <summary>The one module reader of a compilation and an option; null when it does not reference TorchSharp.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="normalizationTypes">What <c>regspec.normalization_types</c> names.</param>
    public static ModuleReader? ReaderOf(Compilation compilation, EquatableArray<string> normalizationTypes = default)
    {
        SemanticModels models = Of(compilation);
        return models.readers.TryGetValue(normalizationTypes, out ModuleReader? reader)
            ? reader
            : models.readers.GetOrAdd(normalizationTypes, names => ModuleReader.Create(compilation, models, names));
    }

    public SemanticModel Get(SyntaxTree tree)
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

    private SemanticModel Create(SyntaxTree tree) => UnannotatedModels.Of(compilation, tree);
}

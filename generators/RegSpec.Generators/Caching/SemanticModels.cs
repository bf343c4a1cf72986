using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;

namespace RegSpec.Generators;

/// <summary>The generator's way to the semantic model of any tree: one model a tree, kept as long as the compilation lives.</summary>
internal sealed class SemanticModels : ISemanticModelProvider
{
    // Weak in the compilation: nothing here outlives it, and no pipeline value refers to it.
    private static readonly ConditionalWeakTable<Compilation, SemanticModels> OfCompilation = new();

    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly Surroundings surroundings;
    private readonly Lazy<ModuleReader?> reader;

    private SemanticModels(Compilation compilation)
    {
        this.compilation = compilation;
        surroundings = Surroundings.Of(compilation);
        reader = new Lazy<ModuleReader?>(() => ModuleReader.Create(compilation, this));
    }

    /// <summary>The one instance for a compilation.</summary>
    public static SemanticModels Of(Compilation compilation) => OfCompilation.GetValue(compilation, static c => new SemanticModels(c));

    /// <summary>The one module reader of a compilation; null when it does not reference TorchSharp.</summary>
    public static ModuleReader? ReaderOf(Compilation compilation) => Of(compilation).reader.Value;

    public SemanticModel Get(SyntaxTree tree)
    {
        surroundings.Read(tree);
        return models.GetOrAdd(tree, t => UnannotatedModels.Of(compilation, t));
    }
}

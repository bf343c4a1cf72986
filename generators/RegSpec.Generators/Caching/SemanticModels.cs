using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;

namespace RegSpec.Generators;

/// <summary>The generator's way to the semantic model of any tree: one model a tree, kept as long as the compilation lives.</summary>
internal sealed class SemanticModels(Compilation compilation) : ISemanticModelProvider
{
    // Weak in the compilation: nothing here outlives it, and no pipeline value refers to it.
    private static readonly ConditionalWeakTable<Compilation, Lazy<ModuleReader?>> Readers = new();

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly Surroundings surroundings = Surroundings.Of(compilation);

    /// <summary>The one module reader of a compilation; null when it does not reference TorchSharp.</summary>
    public static ModuleReader? ReaderOf(Compilation compilation) =>
        Readers.GetValue(compilation, static c => new Lazy<ModuleReader?>(() => ModuleReader.Create(c, new SemanticModels(c)))).Value;

    public SemanticModel Get(SyntaxTree tree)
    {
        surroundings.Read(tree);
        return models.GetOrAdd(tree, t => compilation.GetSemanticModel(t));
    }
}

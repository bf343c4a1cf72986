using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>The semantic models of one compilation, each made once.</summary>
internal sealed class CachedModels(Compilation compilation) : SourceReader
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    public override SemanticModel Get(SyntaxTree tree) => models.GetOrAdd(tree, static (key, compilation) => compilation.GetSemanticModel(key), compilation);
}

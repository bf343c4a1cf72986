using System.Collections.Concurrent;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>The only place where an analyzer reads another tree's semantic model: one model a tree and compilation.</summary>
internal sealed class SemanticModels : ISemanticModelProvider
{
    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    public SemanticModels(Compilation compilation) => this.compilation = compilation;

    // RS1030 warns that a second semantic model binds bodies again. A class is understood from its constructors, helpers and base classes,
    // which lie in other trees; the cache keeps it at one model a tree for all rules together.
#pragma warning disable RS1030
    public SemanticModel Get(SyntaxTree tree) => models.GetOrAdd(tree, t => OwnerOf(t).GetSemanticModel(t));
#pragma warning restore RS1030

    /// <summary>In an editor, projects see each other as source: a tree may belong to a referenced one.</summary>
    private Compilation OwnerOf(SyntaxTree tree) => compilation.ContainsSyntaxTree(tree)
        ? compilation
        : compilation.References.OfType<CompilationReference>().Select(reference => reference.Compilation).First(referenced => referenced.ContainsSyntaxTree(tree));
}

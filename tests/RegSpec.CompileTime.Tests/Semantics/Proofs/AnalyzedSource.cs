using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A compilation whose classes are analysed one after another: bodies are bound, and names indexed, once.</summary>
internal sealed class AnalyzedSource
{
    private readonly CachedModels models;
    private readonly MemberUses uses;

    public AnalyzedSource(CSharpCompilation compilation)
    {
        Compilation = compilation;
        models = new CachedModels(compilation);
        uses = new MemberUses(compilation, models);
    }

    public CSharpCompilation Compilation { get; }

    public ScaleInvarianceFacts Analyze(INamedTypeSymbol type, OperationLookup? operations = null) =>
        HomogeneityAnalysis.Analyze(type, HomogeneityAnalysis.Build(type, models, default, operations: operations), uses);
}

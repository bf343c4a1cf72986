using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>Gathers the summary of a class: symbols in, records out.</summary>
internal static class SummaryGatherer
{
    /// <summary>The summary of the class declared here; null for what is no module, for another part of the class, and where there is nothing to say.</summary>
    public static ClassSummary? Gather(ClassDeclarationSyntax node, Compilation compilation, EquatableArray<string> normalizations, CancellationToken cancellation)
    {
        if (SemanticModels.ReaderOf(compilation, normalizations) is not { } reader
            || compilation.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node, cancellation) is not INamedTypeSymbol { IsAbstract: false, IsFileLocal: false } type
            || !reader.IsModule(type)
            || !IsFirst(node, type, cancellation))
        {
            return null;
        }

        var lines = new List<string>(ProofCache.Of(type, reader, compilation, cancellation).Summary);
        lines.AddRange(SummarizedShape.Write(reader.Read(type, cancellation)));
        return lines.Count == 0 ? null : new ClassSummary(TypeNames.MetadataName(type), lines.ToEquatableArray());
    }

    private static bool IsFirst(ClassDeclarationSyntax node, INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Length == 1
        || type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).FirstOrDefault(static part => part is ClassDeclarationSyntax { BaseList: not null }) == node;
}

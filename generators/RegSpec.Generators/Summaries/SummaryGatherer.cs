using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>Gathers the summary of a class: symbols in, records out.</summary>
internal static class SummaryGatherer
{
    /// <summary>The summary of the class declared here; null for what is no module, for another part of the class, and where there is nothing to say.</summary>
    public static ClassSummary? Gather(ClassDeclarationSyntax node, Compilation compilation, StudyOptions options, CancellationToken cancellation)
    {
        if (CompilationStudy.Of(compilation, options) is not { } study
            || ClassDeclarations.SymbolOf(node, compilation, cancellation) is not { IsAbstract: false, IsFileLocal: false } type
            || !study.IsModule(type)
            || !IsFirst(node, type, cancellation))
        {
            return null;
        }

        study.StudyAll(cancellation);

        // The shape first: the proofs use up what it is read off.
        ModuleShape shape = study.ShapeOf(type, cancellation);
        List<string> lines = study.FindingsOf(type, cancellation).Summary.Concat(SummarizedShape.Write(shape)).ToList();
        return lines.Count == 0 ? null : new ClassSummary(TypeNames.MetadataName(type), lines.ToEquatableArray());
    }

    private static bool IsFirst(ClassDeclarationSyntax node, INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Length == 1
        || Declarations.Of<ClassDeclarationSyntax>(type, cancellation).FirstOrDefault(static part => part.BaseList is not null) == node;
}

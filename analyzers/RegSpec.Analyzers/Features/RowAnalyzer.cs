using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Features;

namespace RegSpec.Analyzers;

/// <summary>Base of the rules about types annotated with <c>[RidgeRegression]</c>.</summary>
public abstract class RowAnalyzer : RegSpecAnalyzer
{
    private protected RowAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) => context.RegisterSymbolAction(
        symbol =>
        {
            var type = (INamedTypeSymbol)symbol.Symbol;
            if (RowAttributes.RidgeRegressionOf(type) is { } ridge)
            {
                Check(symbol, type, ridge, AnnotatedMember.Of(type));
            }
        },
        SymbolKind.NamedType);

    private protected abstract void Check(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData ridge, IReadOnlyList<AnnotatedMember> members);

    /// <summary>Where an attribute stands.</summary>
    private protected static Location At(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Location.None;

    /// <summary>The attribute of a member; that of the type for an inherited member, which other types may use well.</summary>
    private protected static Location At(AnnotatedMember member, AttributeData attribute, INamedTypeSymbol type, AttributeData ridge, CancellationToken cancellation) =>
        At(SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, type) ? attribute : ridge, cancellation);
}

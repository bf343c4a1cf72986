using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>The syntax that declares a symbol.</summary>
internal static class Declarations
{
    /// <summary>Every part; none for a symbol of another assembly or one the compiler made.</summary>
    public static IEnumerable<SyntaxNode> Of(ISymbol symbol, CancellationToken cancellation) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation));

    /// <summary>The first part, or null.</summary>
    public static SyntaxNode? First(ISymbol symbol, CancellationToken cancellation) =>
        symbol.DeclaringSyntaxReferences is { Length: > 0 } references ? references[0].GetSyntax(cancellation) : null;

    /// <summary>Every part that is of one kind of syntax.</summary>
    public static IEnumerable<T> Of<T>(ISymbol symbol, CancellationToken cancellation)
        where T : SyntaxNode => Of(symbol, cancellation).OfType<T>();
}

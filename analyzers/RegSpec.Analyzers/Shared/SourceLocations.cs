using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>Where a symbol is declared, as far as a diagnostic may say so.</summary>
internal static class SourceLocations
{
    /// <summary>The declarations in the compilation itself: in an editor, symbols of referenced projects have source locations too, which no diagnostic may name.</summary>
    public static IEnumerable<Location> LocationsIn(this ISymbol symbol, Compilation compilation) =>
        symbol.Locations.Where(location => location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree));
}

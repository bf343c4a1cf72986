using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Shapes;

/// <summary>The classes of which the user vouches that they are normalizations: by an attribute on the class or on the assembly, or by the option.</summary>
internal sealed class VouchedNormalizations
{
    private readonly HashSet<string> names;

    /// <param name="declarations">Reads attributes.</param>
    /// <param name="names">The option <c>regspec.normalization_types</c>: full metadata names, or short names.</param>
    public VouchedNormalizations(DeclarationReader declarations, IEnumerable<string> names)
    {
        Declarations = declarations;
        this.names = new HashSet<string>(names.Select(static name => name.Trim()));
    }

    public DeclarationReader Declarations { get; }

    public bool Contains(INamedTypeSymbol type) =>
        Declarations.IsNormalization(type) || (names.Count > 0 && (names.Contains(type.Name) || names.Contains(TypeNames.MetadataName(type.OriginalDefinition))));
}

using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>What carries the declarations of a <see cref="DeclarationSite"/>.</summary>
internal enum SiteKind
{
    /// <summary>The member of a raw parameter or of a catalog layer.</summary>
    Leaf,

    /// <summary>A member that contains the parameter's owner: a container or a user module.</summary>
    Member,

    /// <summary>A module class.</summary>
    Class,
}

/// <summary>One place on the way from a parameter outward, with everything declared there.</summary>
/// <param name="Kind">What carries the declarations.</param>
/// <param name="Name">Name of the member or class, for reasons and messages.</param>
/// <param name="RelativeName">Name of the parameter relative to this place ("weight", "encoder.0.bias"; empty at a raw parameter's own member).</param>
/// <param name="Declarations">What is declared here; may be empty.</param>
internal readonly record struct DeclarationSite(SiteKind Kind, string Name, string RelativeName, IReadOnlyList<DecayDeclaration> Declarations);

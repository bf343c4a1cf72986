using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>What keeps a member's parameters from being registered.</summary>
/// <param name="Cause">Which way they are lost.</param>
/// <param name="Why">The same in words.</param>
/// <param name="Class">The class that would have to register itself, for <see cref="UnregisteredCause.NoRegistration"/>.</param>
internal sealed record UnregisteredMember(UnregisteredCause Cause, string Why, TypeName? Class = null)
{
    /// <summary>The rule about annotated classes.</summary>
    public const string MemberRule = "REG0007";

    /// <summary>The rule about collections of all other classes.</summary>
    public const string CollectionRule = "REG3009";

    /// <summary>Property of REG0007 and REG3009: the <see cref="UnregisteredCause"/>.</summary>
    public const string CauseProperty = "Cause";
}

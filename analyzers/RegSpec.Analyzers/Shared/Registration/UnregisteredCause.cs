namespace RegSpec.Analyzers;

/// <summary>Why a member is not registered; decides which fix is offered.</summary>
internal enum UnregisteredCause
{
    /// <summary>It sits in a list, array, tuple or dictionary.</summary>
    Collection,

    /// <summary>The member is static.</summary>
    Static,

    /// <summary>It is assigned or filled after <c>RegisterComponents()</c>.</summary>
    Late,

    /// <summary>A plain tensor with gradient becomes a buffer.</summary>
    Tensor,

    /// <summary>A derived class has a field of the same name.</summary>
    Hidden,

    /// <summary>A class without <c>RegisterComponents()</c> in a Sequential, or as root.</summary>
    NoRegistration,
}

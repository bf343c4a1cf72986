namespace RegSpec.Semantics.Catalog;

/// <summary>Whether a parameter of a layer exists; one that certainly does not is not listed at all.</summary>
internal enum Presence
{
    /// <summary>It exists in every instance.</summary>
    Always,

    /// <summary>It depends on a switch whose value is not known at compile time.</summary>
    Optional,
}

namespace RegSpec;

/// <summary>A target, sample weight or group as its type declares it.</summary>
/// <param name="Name">Name of the property or field.</param>
/// <param name="Source">Name of its column in tables and files: that of <c>[Column]</c>, else <paramref name="Name"/>.</param>
/// <param name="Lambda">λ of a target; null for that of the type.</param>
public sealed record RidgeMember(string Name, string Source, double? Lambda = null);

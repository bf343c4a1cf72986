namespace RegSpec;

/// <summary>Says what a raw <c>Parameter</c>, <c>ParameterList</c> or <c>ParameterDict</c> is, where the algebra does not show it.</summary>
/// <param name="role">The role.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class ParameterRoleAttribute(ParameterRole role) : Attribute
{
    /// <summary>The role.</summary>
    public ParameterRole Role { get; } = role;
}

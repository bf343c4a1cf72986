namespace RegSpec.Semantics.Shapes;

/// <summary>How generated code outside the class reaches a member's value.</summary>
internal enum AccessKind
{
    /// <summary>As <c>model.Name</c>: a field or plain getter the assembly can see.</summary>
    Direct,

    /// <summary>Through an <c>[UnsafeAccessor]</c> on the field (or backing field).</summary>
    Accessor,

    /// <summary>By its registered name: the type that declares it, or its own, cannot be named (generic, private nested).</summary>
    ByName,
}

/// <summary>How generated code reads a member.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="FieldName">Metadata name of the field for <see cref="AccessKind.Accessor"/> ("fc1", "&lt;Fc1&gt;k__BackingField"), the member's name for <see cref="AccessKind.Direct"/>.</param>
/// <param name="FieldType">Fully qualified exact type of the field, with <c>?</c> for a nullable reference.</param>
/// <param name="DeclaringType">Fully qualified type that declares the field (a base class for an inherited one).</param>
internal sealed record MemberAccess(AccessKind Kind, string FieldName, string FieldType, string DeclaringType);

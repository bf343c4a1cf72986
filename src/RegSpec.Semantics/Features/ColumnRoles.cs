using System;

namespace RegSpec.Semantics.Features;

/// <summary>What the attributes of a member say that it is.</summary>
[Flags]
internal enum ColumnRoles
{
    None = 0,
    Feature = 1,
    Target = 2,
    SampleWeight = 4,
    Group = 8,
}

using System;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;

namespace RegSpec.Analyzers;

/// <summary>A plan row seen from a declaration's place.</summary>
/// <param name="Row">The row.</param>
/// <param name="Place">Registered name of the member the declaration stands on; empty for the class.</param>
internal readonly record struct PlacedRow(PlanRow Row, string Place)
{
    /// <summary>The name globs of that place match; empty for a raw parameter at its own member.</summary>
    public string RelativeName =>
        Place.Length == 0 ? Row.Path
        : Row.Path.Length > Place.Length ? Row.Path.Substring(Place.Length + 1)
        : "";

    /// <summary>
    /// For a row that only the run time can open: every name below it starts like this ("" when anything may be there); null for a plain parameter.
    /// </summary>
    public string? OpenPrefix
    {
        get
        {
            if (Row.OpenedAtRunTime is null)
            {
                return null;
            }

            string name = RelativeName;
            return name.EndsWith("*", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1)
                : name.Length == 0 ? ""
                : name + ".";
        }
    }
}

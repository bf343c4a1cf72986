using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Sources;

/// <summary>Members that statements and expressions call without naming them.</summary>
internal static class UnnamedCalls
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "Dispose", "DisposeAsync", "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current", "GetAwaiter", "Deconstruct", "Add", "Count", "Length", "Slice", "GetPinnableReference",
        "Select", "SelectMany", "Where", "Join", "GroupJoin", "GroupBy", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Cast",
    };

    /// <summary>Whether a member of this name can be called so.</summary>
    public static bool Has(string name) => Names.Contains(name);
}

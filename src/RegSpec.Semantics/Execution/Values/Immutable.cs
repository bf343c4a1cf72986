using System.Collections.Generic;
using System.Collections.Immutable;

namespace RegSpec.Semantics.Execution;

internal static class Immutable
{
    /// <summary>The values as the elements of a list.</summary>
    public static ImmutableArray<Value> ToImmutable(this IEnumerable<Value> values) => values.ToImmutableArray();
}

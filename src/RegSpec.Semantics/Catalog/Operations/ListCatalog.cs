using System.Collections.Generic;

namespace RegSpec.Semantics.Catalog;

/// <summary>What a method of a list, array, sequence or container does.</summary>
internal enum ListEffect
{
    Add,
    AddRange,
    Insert,
    Copy,
    Reverse,
    Count,
    First,
    Last,
    Select,
}

/// <summary>Methods of lists and sequences that are followed, by name.</summary>
internal static class ListCatalog
{
    private static readonly Dictionary<string, ListEffect> Effects = new()
    {
        ["Add"] = ListEffect.Add,
        ["append"] = ListEffect.Add,
        ["AddRange"] = ListEffect.AddRange,
        ["extend"] = ListEffect.AddRange,
        ["Insert"] = ListEffect.Insert,
        ["insert"] = ListEffect.Insert,
        ["ToArray"] = ListEffect.Copy,
        ["ToList"] = ListEffect.Copy,
        ["AsEnumerable"] = ListEffect.Copy,
        ["ToImmutableArray"] = ListEffect.Copy,
        ["Count"] = ListEffect.Count,
        ["First"] = ListEffect.First,
        ["Last"] = ListEffect.Last,
        ["Select"] = ListEffect.Select,
    };

    public static ListEffect? Find(string method) => Effects.TryGetValue(method, out ListEffect effect) ? effect : null;
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace RegSpec;

/// <summary>The summaries that assemblies carry, by the exact class of a module.</summary>
internal static class ClassSummaries
{
    // Weak in the assembly: one that can be unloaded takes its summaries with it.
    private static readonly ConditionalWeakTable<Assembly, Dictionary<string, ForwardSummaryAttribute>> Known = [];

    /// <summary>The summary of a class, an open generic definition standing for its constructions; null without one.</summary>
    public static ForwardSummaryAttribute? Find(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName is { } name
        && Known.GetValue(type.Assembly, Read).TryGetValue(name, out ForwardSummaryAttribute? summary) ? summary : null;

    private static Dictionary<string, ForwardSummaryAttribute> Read(Assembly assembly)
    {
        var summaries = new Dictionary<string, ForwardSummaryAttribute>();
        foreach (ForwardSummaryAttribute summary in assembly.GetCustomAttributes<ForwardSummaryAttribute>())
        {
            // Two for one class can only be written by hand: neither is believed.
            if (!summaries.TryAdd(summary.Type, summary))
            {
                summaries[summary.Type] = new ForwardSummaryAttribute(summary.Type, version: -1);
            }
        }

        return summaries;
    }
}

using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>The summaries that referenced assemblies carry.</summary>
internal static class SummaryLookup
{
    private const string Attribute = "ForwardSummaryAttribute";

    // Weak in the assembly: it is the same object as long as the reference stays.
    private static readonly ConditionalWeakTable<IAssemblySymbol, AssemblySummaries> Known = new();

    /// <summary>The summary of a class, or null: its assembly carries none, or one of another version.</summary>
    public static ForwardSummary? Of(INamedTypeSymbol type) => LinesOf(type) is var (version, lines) ? AssemblyOf(type).Summary(TypeNames.MetadataName(type.OriginalDefinition), version, lines) : null;

    /// <summary>The lines its assembly has for a class, in whatever version.</summary>
    public static (int Version, string[] Lines)? LinesOf(INamedTypeSymbol type) =>
        type.ContainingAssembly is null ? null : AssemblyOf(type).Lines(TypeNames.MetadataName(type.OriginalDefinition));

    private static AssemblySummaries AssemblyOf(INamedTypeSymbol type) => Known.GetValue(type.ContainingAssembly, static assembly => new AssemblySummaries(assembly));

    private sealed class AssemblySummaries
    {
        private readonly Dictionary<string, (int Version, string[] Lines)> lines = new();
        private readonly ConcurrentDictionary<string, ForwardSummary?> summaries = new();

        public AssemblySummaries(IAssemblySymbol assembly)
        {
            foreach (AttributeData attribute in assembly.GetAttributes())
            {
                if (attribute is { AttributeClass: { Name: Attribute, ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } } }
                    && attribute.ConstructorArguments is [{ Value: string type }, { Value: int version }, { Kind: TypedConstantKind.Array, IsNull: false } values])
                {
                    // Two for one class can only be written by hand: neither is believed.
                    lines[type] = lines.ContainsKey(type) ? (-1, System.Array.Empty<string>()) : (version, values.Values.Select(static v => v.Value as string ?? "").ToArray());
                }
            }
        }

        public (int Version, string[] Lines)? Lines(string type) => lines.TryGetValue(type, out (int, string[]) known) ? known : null;

        public ForwardSummary? Summary(string type, int version, string[] text) => summaries.GetOrAdd(type, _ => ForwardSummary.Read(version, text));
    }
}

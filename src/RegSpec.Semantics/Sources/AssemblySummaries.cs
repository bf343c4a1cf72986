using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>The summaries that referenced assemblies carry of their classes, as text.</summary>
internal sealed class AssemblySummaries
{
    private const string Attribute = "ForwardSummaryAttribute";

    // Weak in the assembly: it is the same object as long as the reference stays.
    private static readonly ConditionalWeakTable<IAssemblySymbol, AssemblySummaries> Known = new();

    private readonly Dictionary<string, SummaryText> texts = new();

    private AssemblySummaries(IAssemblySymbol assembly)
    {
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute is { AttributeClass: { Name: Attribute, ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } } }
                && attribute.ConstructorArguments is [{ Value: string type }, { Value: int version }, { Kind: TypedConstantKind.Array, IsNull: false } values])
            {
                // Two for one class can only be written by hand: neither is believed.
                texts[type] = texts.ContainsKey(type) ? new SummaryText(-1, Array.Empty<string>()) : new SummaryText(version, values.Values.Select(static v => v.Value as string ?? "").ToArray());
            }
        }
    }

    /// <summary>What the assembly of a class says of it, in whatever version; null for nothing.</summary>
    public static SummaryText? Of(INamedTypeSymbol type) =>
        type.ContainingAssembly is { } assembly
        && Known.GetValue(assembly, static a => new AssemblySummaries(a)).texts.TryGetValue(TypeNames.MetadataName(type.OriginalDefinition), out SummaryText? text)
            ? text
            : null;
}

/// <summary>The lines of one class, and what was made of them once.</summary>
internal sealed class SummaryText
{
    private Tuple<object?>? read;

    public SummaryText(int version, string[] lines)
    {
        Version = version;
        Lines = lines;
    }

    public int Version { get; }

    public string[] Lines { get; }

    /// <summary>What the lines say, parsed the first time somebody asks.</summary>
    public T? Read<T>(Func<int, string[], T?> parse)
        where T : class => (T?)(read ??= Tuple.Create<object?>(parse(Version, Lines))).Item1;
}

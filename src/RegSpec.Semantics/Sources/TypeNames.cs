using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Sources;

/// <summary>Symbols in, names out.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Short = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    // Weak in the symbol: the same few classes of TorchSharp are asked for at every call of every model.
    private static readonly ConditionalWeakTable<INamedTypeSymbol, string> MetadataNames = new();

    private static readonly ConditionalWeakTable<INamespaceSymbol, string> NamespaceNames = new();

    /// <summary>The form generated code uses, with <c>?</c> where the declaration has it.</summary>
    public static string Exact(ITypeSymbol type) => type.ToDisplayString(Qualified);

    /// <summary>The short form for people.</summary>
    public static string Display(ITypeSymbol type) => type.ToDisplayString(Short);

    public static TypeName Of(INamedTypeSymbol type)
    {
        string space = Namespace(type);
        int arity = 0;
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            arity += t.Arity;
        }

        return new TypeName(
            space,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Open(type),
            Display(type),
            MetadataName(type),
            arity);
    }

    /// <summary>Full metadata name: <c>A.Outer+Net`1</c>.</summary>
    public static string MetadataName(INamedTypeSymbol type) =>
        type.ContainingAssembly is null or ISourceAssemblySymbol ? WriteMetadataName(type) : MetadataNames.GetValue(type, WriteMetadataName);

    private static string WriteMetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            return MetadataName(outer) + "+" + type.MetadataName;
        }

        string space = Namespace(type);
        return space.Length == 0 ? type.MetadataName : space + "." + type.MetadataName;
    }

    private static string Namespace(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? NamespaceNames.GetValue(space, static s => s.ToDisplayString()) : "";

    /// <summary>The form inside <c>typeof</c> for the open definition: <c>global::A.Outer&lt;&gt;.Net&lt;,&gt;</c>.</summary>
    private static string Open(INamedTypeSymbol type)
    {
        var parts = new Stack<string>();
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            string name = t.ToDisplayString(new SymbolDisplayFormat(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));
            parts.Push(t.Arity == 0 ? name : name + "<" + new string(',', t.Arity - 1) + ">");
        }

        string joined = string.Join(".", parts);
        return type.ContainingNamespace is { IsGlobalNamespace: false } space
            ? space.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + joined
            : "global::" + joined;
    }
}

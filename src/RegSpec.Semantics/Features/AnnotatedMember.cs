using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Features;

/// <summary>A property or field with <c>[Feature]</c>, <c>[Target]</c>, <c>[SampleWeight]</c> or <c>[Group]</c>. For use while reading, never in a record.</summary>
internal sealed class AnnotatedMember
{
    private AnnotatedMember(ISymbol symbol, ColumnRoles roles, IReadOnlyList<AttributeData> attributes)
    {
        Symbol = symbol;
        Roles = roles;
        Attribute = attributes.First(attribute => RowAttributes.RoleOf(attribute) != ColumnRoles.None);
        Feature = attributes.FirstOrDefault(attribute => RowAttributes.RoleOf(attribute) == ColumnRoles.Feature);
        Target = attributes.FirstOrDefault(attribute => RowAttributes.RoleOf(attribute) == ColumnRoles.Target);
        Polynomial = attributes.FirstOrDefault(attribute => RowAttributes.Is(attribute, "PolynomialAttribute"));
        Source = attributes.Select(RowAttributes.SourceColumn).FirstOrDefault(name => name is not null) ?? symbol.Name;
        IsStandardized = attributes.Any(attribute => RowAttributes.Is(attribute, "StandardizedAttribute"));
    }

    public ISymbol Symbol { get; }

    public ColumnRoles Roles { get; }

    /// <summary>The first attribute that makes it a column.</summary>
    public AttributeData Attribute { get; }

    /// <summary>Its <c>[Feature]</c>.</summary>
    public AttributeData? Feature { get; }

    /// <summary>Its <c>[Target]</c>.</summary>
    public AttributeData? Target { get; }

    /// <summary>Its <c>[Polynomial]</c>.</summary>
    public AttributeData? Polynomial { get; }

    /// <summary>Whether the user vouches for it.</summary>
    public bool IsStandardized { get; }

    /// <summary>Name of its column in tables and files.</summary>
    public string Source { get; }

    /// <summary>Whether a member of a derived type hides it.</summary>
    public bool IsHidden { get; private set; }

    public ITypeSymbol Type => Symbol is IPropertySymbol property ? property.Type : ((IFieldSymbol)Symbol).Type;

    /// <summary>The annotated members of a type and its base types: base types first, each in declared order; an override takes the place of what it overrides.</summary>
    public static IReadOnlyList<AnnotatedMember> Of(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            types.Push(current);
        }

        var members = new List<AnnotatedMember>();
        foreach (INamedTypeSymbol current in types)
        {
            int inherited = members.Count;
            foreach (ISymbol member in current.GetMembers())
            {
                if (member is not (IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false }))
                {
                    continue;
                }

                IReadOnlyList<AttributeData> attributes = AttributesOf(member);
                ColumnRoles roles = attributes.Aggregate(ColumnRoles.None, (all, attribute) => all | RowAttributes.RoleOf(attribute));
                int known = members.FindIndex(0, inherited, other => other.Symbol.Name == member.Name);
                bool overrides = member is IPropertySymbol { IsOverride: true };
                if (known >= 0 && !overrides)
                {
                    members[known].IsHidden = true;
                }

                if (roles == ColumnRoles.None)
                {
                    continue;
                }

                var annotated = new AnnotatedMember(member, roles, attributes);
                if (known >= 0 && overrides)
                {
                    members[known] = annotated;
                }
                else
                {
                    members.Add(annotated);
                }
            }
        }

        return members;
    }

    /// <summary>The attributes of a member; <c>[field: …]</c> on an auto-property lands on its backing field, and people mean the property.</summary>
    private static IReadOnlyList<AttributeData> AttributesOf(ISymbol member)
    {
        var attributes = new List<AttributeData>(member.GetAttributes());
        if (member is IPropertySymbol property)
        {
            foreach (IFieldSymbol field in property.ContainingType.GetMembers().OfType<IFieldSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
                {
                    attributes.AddRange(field.GetAttributes());
                }
            }
        }

        return attributes;
    }
}

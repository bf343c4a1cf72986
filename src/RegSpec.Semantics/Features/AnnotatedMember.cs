using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>A property or field with <c>[Feature]</c>, <c>[Target]</c> or <c>[SampleWeight]</c>. For use while reading, never in a record.</summary>
internal sealed class AnnotatedMember
{
    private AnnotatedMember(ISymbol symbol, ColumnRoles roles)
    {
        Symbol = symbol;
        Roles = roles;
        Feature = symbol.GetAttributes().FirstOrDefault(attribute => RowAttributes.Is(attribute, "FeatureAttribute"));
        IsStandardized = symbol.GetAttributes().Any(attribute => RowAttributes.Is(attribute, "StandardizedAttribute"));
    }

    public ISymbol Symbol { get; }

    public ColumnRoles Roles { get; }

    /// <summary>Its <c>[Feature]</c>.</summary>
    public AttributeData? Feature { get; }

    /// <summary>Whether the user vouches for it.</summary>
    public bool IsStandardized { get; }

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

                ColumnRoles roles = RowAttributes.RolesOf(member);
                int known = members.FindIndex(0, inherited, other => other.Symbol.Name == member.Name);
                bool overrides = member is IPropertySymbol { IsOverride: true };
                if (known >= 0 && !overrides)
                {
                    members[known].IsHidden = true;
                }

                if (roles != ColumnRoles.None && known >= 0 && overrides)
                {
                    members[known] = new AnnotatedMember(member, roles);
                }
                else if (roles != ColumnRoles.None)
                {
                    members.Add(new AnnotatedMember(member, roles));
                }
            }
        }

        return members;
    }
}

using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Features;

namespace RegSpec.Analyzers;

/// <summary>An attribute that says something about a column of a row.</summary>
/// <param name="Data">The attribute.</param>
/// <param name="Member">What it stands on; the property for its backing field.</param>
internal sealed record ColumnAttribute(AttributeData Data, ISymbol Member)
{
    /// <summary>Name of the attribute that vouches for a scale.</summary>
    public const string Standardized = "StandardizedAttribute";

    private const string Polynomial = "PolynomialAttribute";

    private const string Interaction = "InteractionAttribute";

    private const string Ending = "Attribute";

    /// <summary>Name as people write it.</summary>
    public string Name => Data.AttributeClass!.Name.Substring(0, Data.AttributeClass.Name.Length - Ending.Length);

    /// <summary>Whether it speaks of another attribute's column.</summary>
    public bool IsVouching => RowAttributes.Is(Data, Standardized) || IsPolynomial;

    /// <summary>Whether it adds columns to a feature.</summary>
    public bool IsPolynomial => RowAttributes.Is(Data, Polynomial);

    /// <summary>Whether it makes a feature.</summary>
    public bool IsFeature => RowAttributes.RoleOf(Data) == ColumnRoles.Feature;

    /// <summary>Whether it makes a column that <c>[Standardized]</c> can be about.</summary>
    public bool MayBeVouchedFor => RowAttributes.RoleOf(Data) is ColumnRoles.Feature or ColumnRoles.Target;

    /// <summary>Every such attribute on the fields and properties that a type declares, and behind them those on the type.</summary>
    public static ImmutableArray<ColumnAttribute> In(INamedTypeSymbol type)
    {
        ImmutableArray<ColumnAttribute>.Builder? found = null;
        foreach (ISymbol member in type.GetMembers().Where(static member => member is IPropertySymbol or IFieldSymbol))
        {
            foreach (AttributeData attribute in member.GetAttributes())
            {
                if (RowAttributes.RoleOf(attribute) != ColumnRoles.None || RowAttributes.Is(attribute, Standardized) || RowAttributes.Is(attribute, Polynomial))
                {
                    // [field: …] on an auto-property lands on its backing field.
                    (found ??= ImmutableArray.CreateBuilder<ColumnAttribute>()).Add(new ColumnAttribute(attribute, (member as IFieldSymbol)?.AssociatedSymbol ?? member));
                }
            }
        }

        foreach (AttributeData attribute in type.GetAttributes().Where(static attribute => RowAttributes.Is(attribute, Interaction)))
        {
            (found ??= ImmutableArray.CreateBuilder<ColumnAttribute>()).Add(new ColumnAttribute(attribute, type));
        }

        return found?.ToImmutable() ?? ImmutableArray<ColumnAttribute>.Empty;
    }

    /// <summary>Whether it stands on this member.</summary>
    public bool IsOn(ISymbol member) => SymbolEqualityComparer.Default.Equals(Member, member);

    /// <summary>Where it stands.</summary>
    public Location LocationIn(CancellationToken cancellation) => Data.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Location.None;
}

using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Proofs;

/// <summary>Which members code outside the analysed construction can set: their values at construction say nothing about a later call.</summary>
internal static class OpenWorld
{
    /// <param name="member">The member.</param>
    /// <param name="isOfRoot">It belongs to the instance that the outside creates, and may initialise.</param>
    public static bool IsSettable(ISymbol member, bool isOfRoot) => member switch
    {
        IFieldSymbol field => field is { IsReadOnly: false, IsConst: false } || (field.IsRequired && isOfRoot),
        IPropertySymbol property => property.SetMethod is { } setter && (isOfRoot || !setter.IsInitOnly),
        _ => false,
    };

    public static bool IsVisibleOutside(ISymbol member)
    {
        for (ISymbol? symbol = member is IPropertySymbol { SetMethod: { } setter } ? setter : member; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable))
            {
                return false;
            }
        }

        return true;
    }
}

using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Decides how generated code outside the class reads a member.</summary>
internal sealed class MemberAccessReader
{
    private readonly Compilation compilation;

    public MemberAccessReader(Compilation compilation) => this.compilation = compilation;

    /// <summary>The access to a stored member.</summary>
    /// <param name="member">Field, or property with a backing field.</param>
    /// <param name="field">The field that stores it; null when there is none to reach (computed property, captured parameter without a name).</param>
    /// <param name="fieldName">Metadata name of that field.</param>
    /// <param name="owner">The class being read, or the constructed base of it that declares the member.</param>
    /// <param name="isHidden">A member of the same name in a derived class hides it.</param>
    public MemberAccess Read(ISymbol member, ITypeSymbol type, string? fieldName, INamedTypeSymbol owner, bool isHidden)
    {
        string exactType = TypeNames.Exact(type);
        string declaring = owner.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (!IsNameable(owner) || !IsNameable(type))
        {
            return new MemberAccess(AccessKind.ByName, member.Name, exactType, declaring);
        }

        if (!isHidden && IsPlain(member) && compilation.IsSymbolAccessibleWithin(member, compilation.Assembly))
        {
            return new MemberAccess(AccessKind.Direct, member.Name, exactType, declaring);
        }

        bool reachable = fieldName is not null && !owner.IsGenericType && owner.ContainingType is not { IsGenericType: true };
        return reachable
            ? new MemberAccess(AccessKind.Accessor, fieldName!, exactType, declaring)
            : new MemberAccess(AccessKind.ByName, member.Name, exactType, declaring);
    }

    /// <summary>Whether a static class at namespace level can write the type's name.</summary>
    public bool IsNameable(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol or IErrorTypeSymbol or IPointerTypeSymbol or IFunctionPointerTypeSymbol => false,
        IArrayTypeSymbol array => IsNameable(array.ElementType),
        INamedTypeSymbol named => IsNameable(named),
        _ => true,
    };

    private bool IsNameable(INamedTypeSymbol type)
    {
        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            return false;
        }

        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsFileLocal)
            {
                return false;
            }

            foreach (ITypeSymbol argument in t.TypeArguments)
            {
                if (!IsNameable(argument))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A field, or a property whose getter the compiler wrote.</summary>
    private static bool IsPlain(ISymbol member) => member switch
    {
        IFieldSymbol => true,
        IPropertySymbol property => property.GetMethod is { } getter && BackingFields.IsAutomatic(property) && getter.DeclaredAccessibility >= property.DeclaredAccessibility,
        _ => false,
    };
}

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Shapes;

/// <summary>Decides how generated code outside the class reads a member; keeps the names of types, which are slow to write.</summary>
internal sealed class MemberAccessReader
{
    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<ITypeSymbol, (string Exact, bool IsNameable)> names = new(SymbolEqualityComparer.IncludeNullability);

    public MemberAccessReader(Compilation compilation) => this.compilation = compilation;

    /// <summary>The access to a stored member.</summary>
    /// <param name="member">Field, property, or captured primary-constructor parameter.</param>
    /// <param name="type">Its type.</param>
    /// <param name="fieldName">Metadata name of the field that stores it; null when nothing does.</param>
    /// <param name="owner">The class being read, or the constructed base of it that declares the member.</param>
    /// <param name="isHidden">A member of the same name in a derived class hides it.</param>
    public MemberAccess Read(ISymbol member, ITypeSymbol type, string? fieldName, INamedTypeSymbol owner, bool isHidden)
    {
        (string exactType, bool isTypeNameable) = NameOf(type);
        (string declaring, bool isOwnerNameable) = NameOf(owner.WithNullableAnnotation(NullableAnnotation.None));
        if (!isTypeNameable || !isOwnerNameable)
        {
            return new MemberAccess(AccessKind.ByName, member.Name, exactType, declaring);
        }

        if (!isHidden && IsPlain(member) && compilation.IsSymbolAccessibleWithin(member, compilation.Assembly))
        {
            return new MemberAccess(AccessKind.Direct, member.Name, exactType, declaring);
        }

        // [UnsafeAccessor] takes no generic class before .NET 9.
        bool isReachable = fieldName is not null && !IsGeneric(owner);
        return isReachable
            ? new MemberAccess(AccessKind.Accessor, fieldName!, exactType, declaring)
            : new MemberAccess(AccessKind.ByName, member.Name, exactType, declaring);
    }

    private (string Exact, bool IsNameable) NameOf(ITypeSymbol type)
    {
        if (!names.TryGetValue(type, out (string Exact, bool IsNameable) name))
        {
            name = names.GetOrAdd(type, (TypeNames.Exact(type), IsNameable(type)));
        }

        return name;
    }

    /// <summary>Whether a static class at namespace level can write the type's name.</summary>
    private bool IsNameable(ITypeSymbol type) => type switch
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

    private static bool IsGeneric(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsGenericType)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A field, or a property whose getter the compiler wrote and everyone who sees the property may call.</summary>
    private static bool IsPlain(ISymbol member) => member switch
    {
        IFieldSymbol => true,
        IPropertySymbol { GetMethod: { } getter } property => BackingFields.IsAutomatic(property) && getter.DeclaredAccessibility == property.DeclaredAccessibility,
        _ => false,
    };
}

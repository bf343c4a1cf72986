using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Shapes;

/// <summary>A field or property, with the field that stores it.</summary>
/// <param name="Symbol">The member as written.</param>
/// <param name="Type">Its type.</param>
/// <param name="Field">The field that stores it: itself, or the backing field; null when nothing does.</param>
/// <param name="FieldName">Metadata name of that field; null when there is none.</param>
internal readonly record struct StoredMember(ISymbol Symbol, ITypeSymbol Type, IFieldSymbol? Field, string? FieldName)
{
    public bool IsStored => FieldName is not null;

    /// <summary>Whether other methods of the class may assign it.</summary>
    public bool IsMutable => Symbol switch
    {
        IFieldSymbol written => !written.IsReadOnly,
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false },
        _ => false,
    };

    /// <summary>A member of a class that can store something; null for any other.</summary>
    public static StoredMember? Find(ISymbol member) => member switch
    {
        IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } field => new StoredMember(field, field.Type, field, field.Name),
        IPropertySymbol { IsIndexer: false, IsImplicitlyDeclared: false } property => Of(property),
        _ => null,
    };

    private static StoredMember Of(IPropertySymbol property)
    {
        IFieldSymbol? field = BackingFields.Of(property);
        return new StoredMember(property, property.Type, field, field is null ? null : BackingFields.NameOf(property));
    }
}

using Microsoft.CodeAnalysis;

namespace RegSpec.Generators;

/// <summary>How far generated code can be seen.</summary>
internal static class Reach
{
    /// <summary>The accessibility of code at namespace level that is seen together with the type; null where it cannot name the type (REG0005).</summary>
    public static string? Of(INamedTypeSymbol type)
    {
        string accessibility = "public";
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsFileLocal || t.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            {
                return null;
            }

            if (t.DeclaredAccessibility != Accessibility.Public)
            {
                accessibility = "internal";
            }
        }

        return accessibility;
    }
}

using System.Globalization;

namespace RegSpec.Generators;

/// <summary>Names of generated classes and files: the same for the same type on every machine, different for different types.</summary>
internal static class GeneratedNames
{
    /// <summary>Name of the static class: nesting joined by <c>__</c>, arity as suffix (<c>Outer__Net_1_ParameterGroups</c>).</summary>
    /// <param name="metadataName">Full metadata name (<c>A.Outer+Net`1</c>).</param>
    /// <param name="namespace">The namespace part of it.</param>
    public static string ClassName(string metadataName, string @namespace)
    {
        string nested = @namespace.Length == 0 ? metadataName : metadataName.Substring(@namespace.Length + 1);
        string flat = nested.Replace("+", "__").Replace('`', '_');
        // A user's own "A__B" or "Net_1" would read like a nested or a generic type.
        bool isAmbiguous = nested.Contains("__") || EndsLikeArity(nested);
        return flat + (isAmbiguous ? "_" + Hash(metadataName) : "") + "_ParameterGroups";
    }

    /// <summary>Name of the generated file. Roslyn compares hint names without case, C# does not: the hash tells <c>Net</c> from <c>NET</c>.</summary>
    public static string HintName(string metadataName, string @namespace) => HintName(metadataName, @namespace, ClassName(metadataName, @namespace));

    /// <summary>The same for another class.</summary>
    public static string HintName(string metadataName, string @namespace, string className)
    {
        string name = @namespace.Length == 0 ? className : @namespace.Replace("@", "") + "." + className;
        return name + "." + Hash(metadataName) + ".g.cs";
    }

    private static bool EndsLikeArity(string name)
    {
        foreach (string part in name.Split('+'))
        {
            int underscore = part.LastIndexOf('_');
            if (underscore >= 0 && underscore < part.Length - 1 && IsNumber(part, underscore + 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNumber(string text, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>FNV-1a over the UTF-16 units: <c>string.GetHashCode</c> differs from process to process.</summary>
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}

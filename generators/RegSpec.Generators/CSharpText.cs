using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.Generators;

/// <summary>Values and names as C# source; the same text under every culture.</summary>
internal static class CSharpText
{
    /// <summary>A string literal with quotes and escapes, or <c>null</c>.</summary>
    public static string Literal(string? value) => value is null ? "null" : SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>The shortest literal that gives this double back.</summary>
    public static string Literal(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A name as identifier: keywords, contextual ones too, get an <c>@</c>.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>A namespace with keywords escaped.</summary>
    public static string Namespace(string @namespace)
    {
        string[] parts = @namespace.Split('.');
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Identifier(parts[i]);
        }

        return string.Join(".", parts);
    }

    /// <summary>Text inside an XML element of a one-line comment: line ends and control characters, which a user's reason may hold, become blanks.</summary>
    public static string Xml(string text)
    {
        var xml = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case '&':
                    xml.Append("&amp;");
                    break;
                case '<':
                    xml.Append("&lt;");
                    break;
                case '>':
                    xml.Append("&gt;");
                    break;
                default:
                    bool isBlank = char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c) || c >= '\uFFFE';
                    xml.Append(isBlank ? ' ' : c);
                    break;
            }
        }

        return xml.ToString();
    }
}

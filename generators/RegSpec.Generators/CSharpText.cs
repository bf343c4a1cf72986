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
        if (@namespace.IndexOf('.') < 0)
        {
            return Identifier(@namespace);
        }

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
        int plain = 0;
        while (plain < text.Length && text[plain] is not ('&' or '<' or '>') && !IsBlank(text[plain]))
        {
            plain++;
        }

        if (plain == text.Length)
        {
            return text;
        }

        var xml = new StringBuilder(text, 0, plain, text.Length + 16);
        for (int i = plain; i < text.Length; i++)
        {
            switch (text[i])
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
                case var c:
                    xml.Append(IsBlank(c) ? ' ' : c);
                    break;
            }
        }

        return xml.ToString();
    }

    private static bool IsBlank(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c) || c >= '\uFFFE';
}

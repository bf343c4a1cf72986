using System.Collections.Generic;
using System.Text;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>One line of a summary as text: fields between bars, and parts of a field between semicolons.</summary>
internal static class SummaryLine
{
    /// <summary>Version of the format this RegSpec writes, and the only one it reads.</summary>
    public const int Version = 1;

    /// <summary>A weight that the class proves scale-invariant whatever is done with its output: path, proof, whether its bias takes part.</summary>
    public const string Proved = "proved";

    /// <summary>A weight that code of the assembly uses in another way than by calling the module: path.</summary>
    public const string Exposed = "exposed";

    /// <summary>What <c>forward</c> returns: number of inputs, and what is known of the tensor.</summary>
    public const string Forward = "forward";

    /// <summary>How the result depends on an input: index, form of the dependence, what becomes of it.</summary>
    public const string Input = "input";

    /// <summary>How the result depends on a weight: path, the weight alone, the weight with its bias.</summary>
    public const string Weight = "weight";

    /// <summary>A member through which other assemblies reach a weight: path of the weight, class, member.</summary>
    public const string Member = "member";

    /// <summary>Fields as a line.</summary>
    public static string Of(params string[] fields) => Join(fields, '|');

    /// <summary>Parts as one field.</summary>
    public static string Field(IReadOnlyList<string> parts) => Join(parts, ';');

    /// <summary>The fields of a line, or the parts of a field.</summary>
    public static IReadOnlyList<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == separator)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else if (text[i] == '\\' && i + 1 < text.Length)
            {
                part.Append(text[++i]);
            }
            else
            {
                part.Append(text[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    /// <summary>The fields of a line.</summary>
    public static IReadOnlyList<string> Fields(string line) => Split(line, '|');

    private static string Join(IReadOnlyList<string> parts, char separator)
    {
        if (!NeedsEscapes(parts, separator))
        {
            return string.Join(separator == '|' ? "|" : ";", parts);
        }

        var text = new StringBuilder();
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                text.Append(separator);
            }

            foreach (char c in parts[i])
            {
                if (c == separator || c == '\\')
                {
                    text.Append('\\');
                }

                text.Append(char.IsControl(c) ? ' ' : c);
            }
        }

        return text.ToString();
    }

    private static bool NeedsEscapes(IReadOnlyList<string> parts, char separator)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            foreach (char c in parts[i])
            {
                if (c == separator || c == '\\' || char.IsControl(c))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

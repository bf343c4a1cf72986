using System;
using System.Globalization;
using System.Linq;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>What became of one candidate when a module was called.</summary>
/// <param name="Refusal">Why it was given up; null while it is alive.</param>
/// <param name="Component">How the result depends on it.</param>
/// <param name="UpToEps">A hand-written ε lies on the way.</param>
/// <param name="Places">Where its scale was removed: paths of modules after an at sign, or expressions.</param>
internal sealed record Outcome(string? Refusal, Component Component, bool UpToEps, EquatableArray<string> Places)
{
    public const char PathMark = '@';

    /// <summary>Of two constructors: what holds whichever made the module.</summary>
    public static Outcome Merge(Outcome a, Outcome b)
    {
        if (a.Refusal is not null || b.Refusal is not null)
        {
            return a.Refusal is not null ? a : b;
        }

        return a.Component == b.Component
            ? a with { UpToEps = a.UpToEps || b.UpToEps, Places = a.Places.Concat(b.Places).Distinct().ToEquatableArray() }
            : Refused("its dependence differs between constructors");
    }

    public static Outcome Refused(string why) => new(why, Component.Unchanged, false, default);

    /// <summary>As one field of a summary.</summary>
    public string Write() => Refusal is { } why
        ? SummaryLine.Field(new[] { "-", why })
        : Places.Count == 0 ? SummaryLine.Field(new[] { Write(Component), UpToEps ? "eps" : "" })
        : SummaryLine.Field(new[] { Write(Component), UpToEps ? "eps" : "" }.Concat(Places).ToList());

    /// <summary>The outcome of a field; null if it is none.</summary>
    public static Outcome? Read(string field)
    {
        System.Collections.Generic.IReadOnlyList<string> parts = SummaryLine.Split(field, ';');
        if (parts.Count < 2)
        {
            return null;
        }

        if (parts[0] == "-")
        {
            return Refused(parts[1]);
        }

        return ReadComponent(parts[0]) is { } component ? new Outcome(null, component, parts[1] == "eps", parts.Skip(2).ToEquatableArray()) : null;
    }

    private static string Write(Component c) =>
        (c.IsKnown ? c.Degree.ToString() : "?") + (c.IsCat ? " cat " + Hex(c.CatAxis) : "") + (c.HasOffset ? " offset " + Hex(c.Offset) : "");

    private static Component? ReadComponent(string text)
    {
        string[] words = text.Split(' ');
        Component component;
        if (words[0] == "?")
        {
            component = Component.Unchanged.Uniform();
        }
        else if (ReadDegree(words[0]) is { } degree)
        {
            component = new Component(degree);
        }
        else
        {
            return null;
        }

        for (int i = 1; i < words.Length; i += 2)
        {
            if (i + 1 == words.Length || ReadAxes(words[i + 1]) is not { } axes)
            {
                return null;
            }

            switch (words[i])
            {
                case "cat":
                    component = component with { CatAxis = axes };
                    break;
                case "offset":
                    component = component.WithOffset(axes);
                    break;
                default:
                    return null;
            }
        }

        return component;
    }

    private static Rational? ReadDegree(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length <= 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long numerator)
            && long.TryParse(parts.Length == 2 ? parts[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out long denominator)
            && denominator is > 0 and <= 1_000_000
            && Math.Abs(numerator) <= 1_000_000
            ? new Rational(numerator, denominator)
            : null;
    }

    public static string Hex(AxisSets axes) => axes.Bits.ToString("x", CultureInfo.InvariantCulture);

    public static AxisSets? ReadAxes(string text) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits) ? new AxisSets(bits) : null;
}

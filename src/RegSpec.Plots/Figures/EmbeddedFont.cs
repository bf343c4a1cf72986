using ScottPlot;
using SkiaSharp;

namespace RegSpec.Plots;

/// <summary>The font of all pictures: a machine with the .NET SDK alone has none.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    /// <summary>The name under which pictures ask for it.</summary>
    public const string Name = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Typeface = new(Load);
    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>Makes the font known to ScottPlot; once.</summary>
    public static void Require() => _ = Registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => fontName == Name ? Typeface.Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface.Value : null;

    private static SKTypeface Load()
    {
        using Stream font = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans-Subset.ttf")!;
        return SKTypeface.FromStream(font);
    }

    private static bool Register()
    {
        // First, so that a font of that name on this machine does not make pictures differ between machines.
        Fonts.FontResolvers.Insert(0, new EmbeddedFont());
        return true;
    }
}

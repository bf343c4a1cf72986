using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace RegSpec.Plots;

/// <summary>
/// What all pictures share: font, colours that the colour-blind tell apart (the palette of Okabe and Ito, 2008), and a line pattern beside each colour so
/// that they survive a black-and-white print.
/// </summary>
internal static class Figure
{
    private static readonly Color[] Colours =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#000000"),
    ];

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>An empty picture with its titles.</summary>
    public static Plot Create(string title, string x, string y)
    {
        EmbeddedFont.Require();
        var plot = new Plot();
        plot.Font.Set(EmbeddedFont.Name);
        plot.Title(title, 16);
        plot.XLabel(x, 13);
        plot.YLabel(y, 13);
        return plot;
    }

    /// <summary>The colour of the series with this number.</summary>
    public static Color Colour(int series) => Colours[series % Colours.Length];

    /// <summary>A line with its entry in the legend; points that are not finite are left out.</summary>
    public static Scatter Line(this Plot plot, int series, IEnumerable<double> xs, IEnumerable<double> ys, string legend)
    {
        (double X, double Y)[] points = [.. xs.Zip(ys).Where(static point => double.IsFinite(point.First) && double.IsFinite(point.Second))];
        Scatter line = plot.Add.ScatterLine(points.Select(static point => point.X).ToArray(), points.Select(static point => point.Y).ToArray(), Colour(series));
        line.LineWidth = 2;
        line.LinePattern = Patterns[(series + (series / Colours.Length)) % Patterns.Length];
        line.LegendText = legend;
        return line;
    }

    /// <summary>A vertical mark with its entry in the legend.</summary>
    public static void Mark(this Plot plot, double x, string legend, LinePattern? pattern = null)
    {
        if (double.IsFinite(x))
        {
            plot.Add.VerticalLine(x, width: 1.5f, color: Colors.Black, pattern ?? LinePattern.Dotted).LegendText = legend;
        }
    }

    /// <summary>The legend, where it covers least.</summary>
    public static Plot WithLegend(this Plot plot, Alignment alignment = Alignment.UpperRight)
    {
        Legend legend = plot.ShowLegend(alignment);
        legend.FontName = EmbeddedFont.Name;
        legend.FontSize = 12;
        return plot;
    }

    /// <summary>The horizontal axis shows powers of ten of what is plotted as logarithms.</summary>
    public static Plot WithLogarithmicX(this Plot plot)
    {
        plot.Axes.Bottom.TickGenerator = PowersOfTen();
        return plot;
    }

    /// <summary>The vertical axis shows powers of ten of what is plotted as logarithms.</summary>
    public static Plot WithLogarithmicY(this Plot plot)
    {
        plot.Axes.Left.TickGenerator = PowersOfTen();
        return plot;
    }

    /// <summary>Decimal logarithms; NaN for what has none, which lines leave out.</summary>
    public static IEnumerable<double> Log10(IEnumerable<double> values) => values.Select(static value => value > 0 ? Math.Log10(value) : double.NaN);

    /// <summary>A figure for a title or a legend: four digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static NumericAutomatic PowersOfTen() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = static exponent => exponent == 0 ? "1" : "10" + string.Concat(exponent.ToString("0", CultureInfo.InvariantCulture).Select(static sign => sign == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign - '0'])),
    };
}

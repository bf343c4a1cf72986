using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace RegSpec.Plots;

/// <summary>
/// What all pictures share, for pictures of one's own: the font, colours that the colour-blind tell apart (the palette of Okabe and Ito, 2008), and a line
/// pattern beside each colour so that they survive a black-and-white print. Series are numbered from 0; each number has its colour and pattern.
/// </summary>
public static class Figure
{
    private static readonly Color[] Colours =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#000000"),
    ];

    private static readonly MarkerShape[] Shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>An empty picture with its titles.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis, with its unit.</param>
    /// <param name="y">The vertical axis, with its unit.</param>
    /// <returns>A plot to draw into, to change and to save; its owner disposes it.</returns>
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

    /// <summary>The colour of the series with this number; they come round after seven.</summary>
    /// <param name="series">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="series"/> is negative.</exception>
    public static Color Colour(int series)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(series);
        return Colours[series % Colours.Length];
    }

    /// <summary>A line with its entry in the legend; points that are not finite are left out.</summary>
    /// <param name="plot">The picture.</param>
    /// <param name="series">Number of the series, for colour and pattern.</param>
    /// <param name="xs">Horizontal coordinates.</param>
    /// <param name="ys">As many vertical coordinates.</param>
    /// <param name="legend">Its name; empty for none.</param>
    /// <exception cref="ArgumentException">There are not as many xs as ys.</exception>
    public static Scatter Line(this Plot plot, int series, IEnumerable<double> xs, IEnumerable<double> ys, string legend)
    {
        ArgumentNullException.ThrowIfNull(plot);
        Coordinates[] points = Finite(xs, ys);
        Scatter line = plot.Add.ScatterLine(points, Colour(series));
        line.LineWidth = 2;
        line.LinePattern = Patterns[(series + (series / Colours.Length)) % Patterns.Length];
        line.LegendText = legend;
        return line;
    }

    /// <summary>Points with their entry in the legend, without a line; those that are not finite are left out.</summary>
    /// <param name="plot">The picture.</param>
    /// <param name="series">Number of the series, for colour and shape.</param>
    /// <param name="xs">Horizontal coordinates.</param>
    /// <param name="ys">As many vertical coordinates.</param>
    /// <param name="legend">Their name; empty for none.</param>
    /// <exception cref="ArgumentException">There are not as many xs as ys.</exception>
    public static Scatter Points(this Plot plot, int series, IEnumerable<double> xs, IEnumerable<double> ys, string legend)
    {
        ArgumentNullException.ThrowIfNull(plot);
        Scatter points = plot.Add.ScatterPoints(Finite(xs, ys), Colour(series));
        points.MarkerShape = Shapes[series % Shapes.Length];
        points.MarkerSize = 6;
        points.LegendText = legend;
        return points;
    }

    /// <summary>A pale band about a line, for its spread; where a bound is not finite the point is left out. Draw it before the line; it has no entry in the legend.</summary>
    /// <param name="plot">The picture.</param>
    /// <param name="series">Number of the series, for the colour.</param>
    /// <param name="xs">Horizontal coordinates.</param>
    /// <param name="lows">As many lower bounds.</param>
    /// <param name="highs">As many upper bounds.</param>
    /// <exception cref="ArgumentException">There are not as many bounds as xs, or fewer than two are finite.</exception>
    public static FillY Band(this Plot plot, int series, IEnumerable<double> xs, IEnumerable<double> lows, IEnumerable<double> highs)
    {
        ArgumentNullException.ThrowIfNull(plot);
        double[] x = [.. xs], low = [.. lows], high = [.. highs];
        if (low.Length != x.Length || high.Length != x.Length)
        {
            throw new ArgumentException($"There are {x.Length} xs, {low.Length} lows and {high.Length} highs; give as many of each.", nameof(xs));
        }

        int[] kept = [.. Enumerable.Range(0, x.Length).Where(i => double.IsFinite(x[i]) && double.IsFinite(low[i]) && double.IsFinite(high[i]))];
        if (kept.Length < 2)
        {
            throw new ArgumentException($"A band needs two finite points, it has {kept.Length}.", nameof(xs));
        }

        FillY band = plot.Add.FillY([.. kept.Select(i => x[i])], [.. kept.Select(i => low[i])], [.. kept.Select(i => high[i])]);
        band.FillColor = Colour(series).WithAlpha(.2);
        band.LineWidth = 0;
        band.MarkerSize = 0;
        return band;
    }

    /// <summary>A vertical mark with its entry in the legend; none where <paramref name="x"/> is not finite.</summary>
    /// <param name="plot">The picture.</param>
    /// <param name="x">Where.</param>
    /// <param name="legend">Its name.</param>
    /// <param name="pattern">Of the line; null for dots.</param>
    public static void Mark(this Plot plot, double x, string legend, LinePattern? pattern = null)
    {
        if (double.IsFinite(x))
        {
            plot.Add.VerticalLine(x, width: 1.5f, color: Colors.Black, pattern ?? LinePattern.Dotted).LegendText = legend;
        }
    }

    /// <summary>Shows the legend.</summary>
    /// <param name="plot">The picture.</param>
    /// <param name="alignment">Where it covers least.</param>
    public static Plot WithLegend(this Plot plot, Alignment alignment = Alignment.UpperRight)
    {
        Legend legend = plot.ShowLegend(alignment);
        legend.FontName = EmbeddedFont.Name;
        legend.FontSize = 12;
        legend.SymbolWidth = 34; // room for the pattern of a line to repeat
        return plot;
    }

    /// <summary>The horizontal axis shows powers of ten of what is plotted as decimal logarithms (<see cref="Log10"/>).</summary>
    public static Plot WithLogarithmicX(this Plot plot)
    {
        plot.Axes.Bottom.TickGenerator = PowersOfTen();
        return plot;
    }

    /// <summary>The vertical axis shows powers of ten of what is plotted as decimal logarithms (<see cref="Log10"/>).</summary>
    public static Plot WithLogarithmicY(this Plot plot)
    {
        plot.Axes.Left.TickGenerator = PowersOfTen();
        return plot;
    }

    /// <summary>Decimal logarithms; NaN for what has none, which lines leave out.</summary>
    public static IEnumerable<double> Log10(IEnumerable<double> values) => values.Select(static value => value > 0 ? Math.Log10(value) : double.NaN);

    /// <summary>A figure for a title or a legend: four digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static Coordinates[] Finite(IEnumerable<double> xs, IEnumerable<double> ys)
    {
        double[] x = [.. xs], y = [.. ys];
        return x.Length == y.Length
            ? [.. x.Zip(y, static (a, b) => new Coordinates(a, b)).Where(static point => double.IsFinite(point.X) && double.IsFinite(point.Y))]
            : throw new ArgumentException($"There are {x.Length} xs and {y.Length} ys; give as many of each.", nameof(xs));
    }

    private static NumericAutomatic PowersOfTen() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = static exponent => exponent == 0 ? "1" : "10" + string.Concat(exponent.ToString("0", CultureInfo.InvariantCulture).Select(static sign => sign == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign - '0'])),
    };
}

using RegSpec;
using ScottPlot;

namespace Prostate;

/// <summary>The picture: each coefficient against the effective degrees of freedom, from no features to least squares.</summary>
internal static class Profiles
{
    private const int Width = 900;
    private const int Height = 600;
    private const string FontName = "DejaVu Sans";

    /// <summary>Writes profiles.png and profiles.svg and returns their paths.</summary>
    public static (string Png, string Svg) Save(IReadOnlyList<Patient> all, string folder)
    {
        Patient[] train = [.. all.Where(patient => patient.IsTrain)];
        double[] lambdas = [.. Enumerable.Range(0, 241).Select(i => Math.Pow(10, 6 - i / 24.0))];
        RidgePath path = PatientRidge.Path(train, lambdas);
        using var plot = new Plot();
        // A machine with the .NET SDK alone has no fonts.
        Fonts.AddFontFile(FontName, Path.Combine(AppContext.BaseDirectory, "Font", "DejaVuSans-Latin.ttf"));
        plot.Font.Set(FontName);
        double[] degrees = [0, .. path.Select(point => point.DegreesOfFreedom)];
        IReadOnlyList<string> names = PatientRidge.Options.FeatureNames!;
        for (int j = 0; j < names.Count; j++)
        {
            ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(degrees, [0, .. path.Select(point => point.Coefficients[j])]);
            line.LegendText = names[j];
            line.LineWidth = 2;
        }

        plot.Add.HorizontalLine(0, width: 1, color: Colors.Gray);
        Mark("df = 5", BookTable.DegreesOfFreedom, LinePattern.Dashed);
        Mark("leave-one-out", PatientRidge.Select(train, LambdaSelection.LeaveOneOut).Solution.DegreesOfFreedom, LinePattern.Dotted);
        plot.Title("Prostate cancer: coefficients of the ridge regression");
        plot.XLabel("effective degrees of freedom");
        plot.YLabel("coefficient per standard deviation");
        plot.ShowLegend(Alignment.UpperLeft).FontName = FontName;
        Directory.CreateDirectory(folder);
        (string png, string svg) = (Path.Combine(folder, "profiles.png"), Path.Combine(folder, "profiles.svg"));
        plot.SavePng(png, Width, Height);
        plot.SaveSvg(svg, Width, Height);
        return (png, svg);

        void Mark(string name, double at, LinePattern pattern)
        {
            ScottPlot.Plottables.VerticalLine line = plot.Add.VerticalLine(at, width: 1, color: Colors.Black, pattern);
            line.LegendText = name;
        }
    }
}

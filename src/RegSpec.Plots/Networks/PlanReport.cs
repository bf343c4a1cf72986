using System.Globalization;
using System.Net;
using System.Text;

namespace RegSpec.Plots;

/// <summary>The plan of a network as one HTML file: no script, style or picture from elsewhere.</summary>
/// <remarks>Rows are coloured by λ and marked by role; a row's reason, with the path of a proof, is in the row and in full on hover; columns of other systems are switched on.</remarks>
public static class PlanReport
{
    private static readonly (PeerDefault Peer, string Name)[] Peers =
    [
        (PeerDefault.Timm, "timm"), (PeerDefault.HuggingFaceTrainer, "HF Trainer"), (PeerDefault.Detectron2, "detectron2"),
        (PeerDefault.NanoGpt, "nanoGPT"), (PeerDefault.Fastai, "fastai"), (PeerDefault.BigVision, "big_vision"),
    ];

    /// <summary>The report as a text.</summary>
    /// <param name="groups">The plan.</param>
    /// <param name="title">The heading: the model's name.</param>
    /// <param name="comparison">From <see cref="ParameterGroups.Compare"/> of the same network, for the columns of other systems; null for none.</param>
    /// <param name="recorder">A training of the same network with two moments or more, for its curves; null for none.</param>
    /// <exception cref="ArgumentException">The comparison is of another network.</exception>
    public static string ToHtml(ParameterGroups groups, string title, DecayComparison? comparison = null, TrainingRecorder? recorder = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(title);
        Dictionary<string, DecayComparisonRow>? others = comparison?.ToDictionary(static row => row.Name);
        if (others is not null && groups.FirstOrDefault(row => !others.ContainsKey(row.Name)) is { } missing)
        {
            throw new ArgumentException($"The comparison does not know '{missing.Name}': it is of another network.", nameof(comparison));
        }

        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<title>").Append(Encode(title)).Append(": weight decay</title>\n<style>\n").Append(Resource("PlanReport.css")).Append("</style>\n</head>\n<body>\n");
        html.Append("<h1>").Append(Encode(title)).Append("</h1>\n<p class=\"summary\">").Append(Encode(Summary(groups))).Append("</p>\n");
        AppendControls(html, others is not null);
        AppendTable(html, groups, others);
        AppendCurves(html, recorder);
        html.Append("<script>\n").Append(Resource("PlanReport.js")).Append("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>Writes the report to a file; an existing one is replaced.</summary>
    /// <param name="path">Where.</param>
    /// <param name="groups">The plan.</param>
    /// <param name="title">The heading: the model's name.</param>
    /// <param name="comparison">From <see cref="ParameterGroups.Compare"/> of the same network; null for none.</param>
    /// <param name="recorder">A training of the same network; null for none.</param>
    /// <exception cref="ArgumentException">The comparison is of another network.</exception>
    public static void Save(string path, ParameterGroups groups, string title, DecayComparison? comparison = null, TrainingRecorder? recorder = null) =>
        File.WriteAllText(path, ToHtml(groups, title, comparison, recorder));

    private static string Summary(ParameterGroups groups)
    {
        long all = groups.Sum(static row => row.Value.numel()), decayed = groups.Where(static row => IsDecayed(row)).Sum(static row => row.Value.numel());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{groups.Count(IsDecayed)} of {groups.Count} tensors, {decayed:N0} of {all:N0} parameters decayed; {groups.Count(static row => row.IsScaleInvariant)} tensors are scale-invariant, {groups.Count(static row => row.IsFrozen)} frozen.");
    }

    private static bool IsDecayed(PlannedParameter row) => row.WeightDecay > 0 && !row.IsFrozen;

    private static void AppendControls(StringBuilder html, bool hasOthers)
    {
        html.Append("<form id=\"controls\">\n<label>Filter <input id=\"filter\" type=\"search\" placeholder=\"name, role or reason\"></label>\n");
        html.Append("<label><input id=\"decayed\" type=\"checkbox\"> decayed only</label>\n");
        if (hasOthers)
        {
            html.Append("<fieldset><legend>Who else would decay it</legend>\n");
            for (int i = 0; i < Peers.Length; i++)
            {
                html.Append(CultureInfo.InvariantCulture, $"<label><input type=\"checkbox\" class=\"peer\" data-peer=\"{i}\"> {Encode(Peers[i].Name)}</label>\n");
            }

            html.Append("</fieldset>\n");
        }

        html.Append("</form>\n");
    }

    private static void AppendTable(StringBuilder html, ParameterGroups groups, Dictionary<string, DecayComparisonRow>? others)
    {
        double largest = groups.Max(static row => row.WeightDecay);
        html.Append("<table id=\"plan\">\n<thead><tr><th>name</th><th>shape</th><th>role</th><th class=\"number\">λ</th><th class=\"number\">lr ×</th><th>reason</th>");
        for (int i = 0; others is not null && i < Peers.Length; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th class=\"other peer-{i}\" hidden>{Encode(Peers[i].Name)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (PlannedParameter row in groups)
        {
            // The share of the largest λ is the strength of the row's colour.
            double share = IsDecayed(row) && largest > 0 ? row.WeightDecay / largest : 0;
            string state = row.IsFrozen ? "frozen" : share > 0 ? "decays" : "free";
            html.Append(CultureInfo.InvariantCulture, $"<tr class=\"{state}\" style=\"--share:{share:0.###}\" title=\"{Encode(row.Name + ": " + row.Reason)}\">");
            html.Append("<td><code>").Append(Encode(row.Name)).Append("</code></td><td>").Append(Encode($"[{string.Join(", ", row.Value.shape)}]"));
            html.Append(CultureInfo.InvariantCulture, $"</td><td><span class=\"role {row.Role}\">{row.Role}</span></td><td class=\"number\">{(row.IsFrozen ? "frozen" : row.WeightDecay.ToString("G6", CultureInfo.InvariantCulture))}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{row.LearningRateScale:G6}</td><td>").Append(Encode(row.Reason)).Append("</td>");
            for (int i = 0; others is not null && i < Peers.Length; i++)
            {
                bool decays = others[row.Name].IsDecayedBy(Peers[i].Peer);
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"other peer-{i}{(decays == IsDecayed(row) ? "" : " differs")}\" hidden>{(decays ? "decayed" : "–")}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
    }

    private static void AppendCurves(StringBuilder html, TrainingRecorder? recorder)
    {
        if (recorder is null)
        {
            return;
        }

        html.Append("<h2>While it trained</h2>\n");
        Append(recorder.PlotNorms());
        if (recorder.Records.Any(static record => record.EffectiveLearningRate is not null))
        {
            Append(recorder.PlotEffectiveLearningRates());
        }

        if (recorder.Records.Any(static record => record.Role == ParameterRole.NormScale))
        {
            Append(recorder.PlotNormScales());
        }

        void Append(ScottPlot.Plot plot)
        {
            using (plot)
            {
                // A picture as data: an SVG would depend on the fonts of who reads it.
                string png = Convert.ToBase64String(plot.GetImageBytes(800, 450, ScottPlot.ImageFormat.Png));
                html.Append("<figure><img alt=\"").Append(Encode(plot.Axes.Title.Label.Text)).Append("\" src=\"data:image/png;base64,").Append(png).Append("\"></figure>\n");
            }
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using Stream stream = typeof(PlanReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Plots.Tests;

/// <summary>The report of a plan and the record of a training.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void The_report_has_a_row_a_parameter_with_its_reason_and_loads_nothing()
    {
        using var net = new Net();
        ParameterGroups groups = ParameterGroups.Of(net, 0.05);

        string html = PlanReport.ToHtml(groups, "Net <of> \"digits\"", ParameterGroups.Compare(net));

        Assert.Contains("<h1>Net &lt;of&gt; &quot;digits&quot;</h1>", html);
        Assert.Equal(groups.Count, html.Split("<tr class=").Length - 1);
        Assert.All(groups, row => Assert.Contains($"title=\"{System.Net.WebUtility.HtmlEncode(row.Name + ": " + row.Reason)}\"", html));
        Assert.Contains("<tr class=\"decays\" style=\"--share:1\" title=\"head.weight: ", html);
        Assert.Contains("<tr class=\"free\" style=\"--share:0\" title=\"head.bias: ", html);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"/", html);
        Assert.Equal(6, html.Split("class=\"peer\"").Length - 1);
        Assert.Contains("<th class=\"other peer-0\" hidden>timm</th>", html);
        // fastai decays no bias; detectron2 decays it, and the plan does not: it differs.
        Assert.Contains("differs", html[html.IndexOf("title=\"head.bias", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void The_report_refuses_a_comparison_of_another_network()
    {
        using var net = new Net();
        using var other = Linear(2, 2);

        var refused = Assert.Throws<ArgumentException>(() => PlanReport.ToHtml(ParameterGroups.Of(net, 0.05), "Net", ParameterGroups.Compare(other)));

        Assert.Equal("comparison", refused.ParamName);
        Assert.Contains("of another network", refused.Message);
    }

    [Fact]
    public void A_recorder_measures_norms_and_draws_them()
    {
        using var net = new Net();
        ParameterGroups groups = ParameterGroups.Of(net, 0.5);
        using SGD optimizer = groups.SGD(0.1);
        var recorder = new TrainingRecorder(groups, optimizer);
        recorder.Record(0);
        for (int epoch = 1; epoch <= 4; epoch++)
        {
            optimizer.zero_grad();
            using Tensor loss = net.call(randn(16, 8)).square().mean();
            loss.backward();
            optimizer.step();
            recorder.Record(epoch);
        }

        TrainingRecord last = recorder.Records.Last(static record => record.Name == "head.weight");
        Assert.Equal(net.get_parameter("head.weight")!.to(ScalarType.Float64).norm().item<double>(), last.Norm, 12);
        Assert.Equal(5 * groups.Count, recorder.Records.Count);
        using ScottPlot.Plot norms = recorder.PlotNorms();
        new Picture(norms, "norms").Shows("Norms of the weights", "epoch", "‖w‖", ["fc.weight", "head.weight"], 0, 1);
        using ScottPlot.Plot scales = recorder.PlotNormScales();
        new Picture(scales, "norm-scales").Shows("Scales of the normalizations", "epoch", "mean |γ|", ["norm.weight"], 0);
        string html = PlanReport.ToHtml(groups, "Net", ParameterGroups.Compare(net), recorder);
        Picture.Keep(html, "plan.html");
        Assert.Equal(2, html.Split("data:image/png;base64,").Length - 1); // no effective rates: nothing is proved about a class nested in a test

        Assert.Equal("epoch", Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Record(4)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Record(double.NaN));
        Assert.Contains("was recorded", Assert.Throws<InvalidOperationException>(() => new TrainingRecorder(groups).PlotNorms()).Message);
    }

    [Fact]
    public void A_sweep_draws_each_way_with_its_range()
    {
        SweepSeries[] sweep =
        [
            new("groups", [new SweepPoint(10, [0.98, 1]), new SweepPoint(0.1, [0.9, 0.92])]),
            new("stock", [new SweepPoint(0.1, [0.9]), new SweepPoint(1, [0.8, 0.7]), new SweepPoint(10, [0.1, 0.2])]),
        ];
        using ScottPlot.Plot plot = sweep.Plot("accuracy");
        new Picture(plot, "sweep").Shows("Sweep of λ", "λ", "accuracy", ["groups", "stock"], 0, 1);
        IReadOnlyList<ScottPlot.Coordinates> first = plot.GetPlottables<ScottPlot.Plottables.Scatter>().First().Data.GetScatterPoints();
        Assert.Equal([(-1, 0.91), (1, 0.99)], first.Select(static point => (point.X, Math.Round(point.Y, 12))));
    }

    [Theory]
    [InlineData(0, 0.5, "which has no place on a logarithmic axis")]
    [InlineData(double.PositiveInfinity, 0.5, "which has no place on a logarithmic axis")]
    [InlineData(2, double.NaN, "not finite, at λ = 2")]
    [InlineData(1, 0.5, "has a λ twice")]
    public void A_sweep_that_cannot_be_drawn_is_refused(double weightDecay, double score, string problem)
    {
        SweepSeries[] sweep = [new("groups", [new SweepPoint(1, [0.9]), new SweepPoint(weightDecay, [score])])];
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => sweep.Plot("accuracy")).Message);
        Assert.Contains("a curve needs two", Assert.Throws<ArgumentException>(() => new SweepSeries[] { new("groups", [new SweepPoint(1, [1])]) }.Plot("accuracy")).Message);
        Assert.Contains("no series", Assert.Throws<ArgumentException>(() => Array.Empty<SweepSeries>().Plot("accuracy")).Message);
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(8, 16);
        private readonly BatchNorm1d norm = BatchNorm1d(16);
        private readonly Linear head = Linear(16, 3);

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(functional.relu(norm.call(fc.call(x))));
    }
}

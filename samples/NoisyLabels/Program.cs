using NoisyLabels;
using RegSpec;
using RegSpec.Plots;
using Shared;
using TorchSharp;

SampleArguments arguments = SampleArguments.Read(args, seeds: 5);
torch.set_num_threads(1); // the tensors are small: a second thread costs more than it brings
Clusters[] data = [.. Enumerable.Range(0, arguments.Seeds).Select(seed => new Clusters(seed))];
(string Name, Func<Network> Create)[] policies =
[
    ("none", () => new NoneDecayed()),
    ("everything", () => new AllDecayed()),
    ("scale-invariant only", () => new ScaleInvariantDecayed()),
    ("head only (principled)", () => new Principled()),
    ("weights only", () => new WeightsDecayed()),
    ("norms and biases only", () => new NormsAndBiasesDecayed()),
];

Console.WriteLine($"Who is decayed with λ = {Experiment.Lambda}, by policy: networks with batch normalization, a fifth of the labels false, {arguments.Seeds} seeds");
Console.WriteLine();
Console.WriteLine("policy                   tensors decayed   test accuracy, %   false labels learned, %   against none, t");
Outcome[]? none = null;
foreach ((string name, Func<Network> create) in policies)
{
    Outcome[] outcomes = Runs(create, net => net.ParameterGroups(), momentum: 0);
    none ??= outcomes;
    using Network net = create();
    Console.WriteLine(
        $"{name,-24} {net.ParameterGroups().Count(row => row.WeightDecay > 0),15}   {Accuracy(outcomes).ToString("F1"),16}   {Learned(outcomes).ToString("F1"),23}   {(none == outcomes ? "" : T(outcomes, none).ToString("F1")),15}");
}

Console.WriteLine("""

    t is that of the paired differences in test accuracy. With 5 seeds and five comparisons it would have to lie beyond ±4.6 to be more than chance at
    5 %: at this λ, accuracy does not choose a policy. What decay does to mislabelled points shows where they are learned by heart, with momentum 0.9:

    """);
double[] lambdas = [0, 0.003, 0.01, 0.03, 0.1];
Console.WriteLine("λ          head only: test accuracy, %   false labels learned, %     everything: test accuracy, %   false labels learned, %");
var curves = new List<(double Lambda, Spread Test, Spread Learned, Spread AllTest, Spread AllLearned)>();
foreach (double lambda in lambdas)
{
    Outcome[] head = Runs(() => new Principled(), net => net.ParameterGroups(weightDecay: lambda), momentum: 0.9);
    Outcome[] all = lambda == 0 ? head : Runs(() => new AllDecayed(), net => net.ParameterGroups(weightDecay: lambda), momentum: 0.9);
    curves.Add((lambda, Accuracy(head), Learned(head), Accuracy(all), Learned(all)));
    Console.WriteLine($"{lambda,-10:G3} {Accuracy(head).ToString("F1"),27}   {Learned(head).ToString("F1"),23}   {Accuracy(all).ToString("F1"),30}   {Learned(all).ToString("F1"),23}");
}

Console.WriteLine();
ScottPlot.Plot plot = Figure.Create("A fifth of the labels is false: what decay does", "λ", "share, %");
double[] x = [.. Figure.Log10(curves.Select(c => c.Lambda))];
Curve(0, "test accuracy, head decayed", c => c.Test);
Curve(5, "test accuracy, everything decayed", c => c.AllTest);
Curve(1, "false labels learned, head decayed", c => c.Learned);
Curve(4, "false labels learned, everything decayed", c => c.AllLearned);
double[] ends = [.. x.Where(double.IsFinite)];
plot.Line(6, [ends[0], ends[^1]], [curves[0].Test.Mean, curves[0].Test.Mean], "test accuracy without decay").LineWidth = 1;
plot.Axes.SetLimitsY(0, 115);
arguments.Save(plot.WithLogarithmicX().WithLegend(ScottPlot.Alignment.UpperRight), "noisy-labels");
Array.ForEach(data, clusters => clusters.Dispose());

void Curve(int series, string name, Func<(double Lambda, Spread Test, Spread Learned, Spread AllTest, Spread AllLearned), Spread> of)
{
    Spread[] spreads = [.. curves.Select(of)];
    plot.Band(series, x, spreads.Select(s => s.Mean - s.Deviation), spreads.Select(s => s.Mean + s.Deviation));
    plot.Line(series, x, spreads.Select(s => s.Mean), name);
}

Outcome[] Runs(Func<Network> create, Func<Network, ParameterGroups> groups, double momentum) =>
    [.. data.Select((clusters, seed) => Experiment.Run(create, groups, clusters, seed, momentum))];

static Spread Accuracy(Outcome[] outcomes) => Spread.Of(outcomes.Select(outcome => 100 * outcome.TestAccuracy));

static Spread Learned(Outcome[] outcomes) => Spread.Of(outcomes.Select(outcome => 100 * outcome.FalseLearned));

static double T(Outcome[] outcomes, Outcome[] others)
{
    Spread difference = Spread.Of(outcomes.Zip(others, (one, other) => one.TestAccuracy - other.TestAccuracy));
    return difference.Mean / (difference.Deviation / Math.Sqrt(outcomes.Length));
}

using Overfitting;
using RegSpec;
using RegSpec.Plots;
using Shared;
using TorchSharp;

SampleArguments arguments = SampleArguments.Read(args, seeds: 3);
torch.set_num_threads(1); // the tensors are small: a second thread costs more than it brings
using (var net = new Memoriser())
{
    Console.WriteLine(net.ParameterGroups());
}

double[] lambdas = [0, 1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1];
Moons[] moons = [.. Enumerable.Range(0, arguments.Seeds).Select(seed => new Moons(seed))];
Console.WriteLine($"80 points to learn, 2000 to test, λ from 0 to {lambdas[^1]}, {arguments.Seeds} seeds; loss is the mean cross-entropy in nats");
Console.WriteLine();
Console.WriteLine("λ        train loss         test loss          train right, %   test right, %   ‖w‖");
var curves = new List<(double Lambda, Spread Train, Spread Test)>();
foreach (double lambda in lambdas)
{
    Outcome[] outcomes = [.. moons.Select((data, seed) => Training.Run(data, seed, lambda))];
    Spread Of(Func<Outcome, double> figure) => Spread.Of(outcomes.Select(figure));
    curves.Add((lambda, Of(o => o.TrainLoss), Of(o => o.TestLoss)));
    Console.WriteLine(
        $"{lambda,-8:G3} {curves[^1].Train.ToString("F4"),-18} {curves[^1].Test.ToString("F3"),-18} {Of(o => 100 * o.TrainAccuracy).ToString("F1"),-16} {Of(o => 100 * o.TestAccuracy).ToString("F1"),-15} {Of(o => o.Norm).ToString("F1")}");
}

(double best, _, Spread least) = curves.MinBy(curve => curve.Test.Mean);
Console.WriteLine($"""

    Without decay every point is learned, and the test loss is {curves[0].Test.Mean:F2}: wrong answers are given with certainty. It is least at λ = {best:G3}, {least.Mean:F2},
    where the training points are no longer all right; beyond it the network is too stiff for both.
    """);
Array.ForEach(moons, data => data.Dispose());
ScottPlot.Plot plot = Figure.Create("Overfitting: what is learned by heart", "λ", "mean cross-entropy, nats");
double[] x = [.. Figure.Log10(curves.Select(curve => curve.Lambda))];
plot.Band(0, x, curves.Select(c => c.Train.Mean - c.Train.Deviation), curves.Select(c => c.Train.Mean + c.Train.Deviation));
plot.Band(1, x, curves.Select(c => c.Test.Mean - c.Test.Deviation), curves.Select(c => c.Test.Mean + c.Test.Deviation));
plot.Line(0, x, curves.Select(c => c.Train.Mean), "training points, mean ± deviation");
plot.Line(1, x, curves.Select(c => c.Test.Mean), "test points");
plot.Mark(Math.Log10(best), $"least test loss, λ = {best:G3}");
arguments.Save(plot.WithLogarithmicX().WithLegend(ScottPlot.Alignment.UpperCenter), "overfitting");

using BatchNormFight;
using RegSpec;
using RegSpec.Plots;
using Shared;
using TorchSharp;

SampleArguments arguments = SampleArguments.Read(args, seeds: 3);
torch.set_num_threads(1); // the tensors are small: a second thread costs more than it brings
Crowd[] crowds = [.. Enumerable.Range(0, arguments.Seeds).Select(seed => new Crowd(seed))];
T[] Each<T>(Func<Crowd, int, T> experiment) => [.. crowds.Select(experiment)];
using (var net = new Normalized())
{
    Console.WriteLine(net.ParameterGroups());
}

Console.WriteLine($"Decay on a weight before a batch normalization, {arguments.Seeds} seeds");
Console.WriteLine();
Console.WriteLine("1. The weight times 10, the scale γ of the normalization as it was: what becomes of the loss");
(double Before, double After, double PlainBefore, double PlainAfter)[] scales = Each(Fight.Scale);
Console.WriteLine($"with the normalization     {Spread.Of(scales.Select(s => s.Before)).ToString("F6")} → {Spread.Of(scales.Select(s => s.After)).ToString("F6")}, change at most {scales.Max(s => Math.Abs(s.After - s.Before)):E0}");
Console.WriteLine($"without it                 {Spread.Of(scales.Select(s => s.PlainBefore)).ToString("F3")} → {Spread.Of(scales.Select(s => s.PlainAfter)).ToString("F3")}");
Console.WriteLine();

Console.WriteLine("2. (αw, α²·lr, λ/α²) trains like (w, lr, λ): 300 steps of SGD");
Console.WriteLine("α       loss at step 225       ‖w‖/α at the end      loss differs from α = 1 by at most");
(double[] Losses, double Norm)[] reference = Each((crowd, seed) => Fight.Train(crowd, seed, 1));
foreach (double alpha in new[] { 1, 3, 0.3 })
{
    (double[] Losses, double Norm)[] runs = alpha == 1 ? reference : Each((crowd, seed) => Fight.Train(crowd, seed, alpha));
    double difference = runs.Zip(reference).Max(pair => pair.First.Losses.Zip(pair.Second.Losses, (a, b) => Math.Abs(a - b)).Max());
    Console.WriteLine($"{alpha,-7:G3} {Spread.Of(runs.Select(run => run.Losses[225])).ToString("F5"),-22} {Spread.Of(runs.Select(run => run.Norm)).ToString("F3"),-21} {(alpha == 1 ? "" : difference.ToString("E0"))}");
}

Console.WriteLine();
Console.WriteLine("3. With plain SGD ‖g‖/‖w‖ settles where decay and gradient hold each other");
Console.WriteLine("lr      λ        ‖g‖/‖w‖              √(2λ/lr − λ²)");
foreach ((double lr, double lambda) in new[] { (0.1, 0.05), (0.1, 0.0125), (0.025, 0.05) })
{
    Spread settled = Spread.Of(Each((_, seed) => Fight.Settled(seed, lr, lambda)));
    Console.WriteLine($"{lr,-7:G3} {lambda,-8:G3} {settled.ToString("F4"),-20} {Math.Sqrt((2 * lambda / lr) - (lambda * lambda)):F4}");
}

Console.WriteLine();
(int Weight, int Head)[] cosines = Each(Fight.CosineTest);
Console.WriteLine("4. Steps of 200 at which the run-time test of AdamP takes a weight for scale-invariant");
Console.WriteLine($"before the normalization   {Spread.Of(cosines.Select(c => (double)c.Weight)).ToString("F1")}");
Console.WriteLine($"the head, where it is not  {Spread.Of(cosines.Select(c => (double)c.Head)).ToString("F1")}");
Console.WriteLine();

Console.WriteLine("5. 1000 steps at lr = 0.1: the norm, and the effective learning rate lr/‖w‖²");
Console.WriteLine("                        ‖w‖ first → last       lr/‖w‖² first → last");
(string Name, double Lambda, bool IsNormHeld)[] ways = [("λ = 0", 0, false), ("λ = 0.05", 0.05, false), ("λ = 0, FixedNorm", 0, true)];
ScottPlot.Plot plot = Figure.Create("A weight before a batch normalization: λ is a control of its rate", "step", "‖w‖, mean of the seeds ± deviation");
for (int way = 0; way < ways.Length; way++)
{
    (string name, double lambda, bool isNormHeld) = ways[way];
    TrainingRecord[][] runs = [.. Each((crowd, seed) => Fight.Record(crowd, seed, lambda, isNormHeld)).Select(recorder => recorder.Records.Where(record => record.IsScaleInvariant).ToArray())];
    TrainingRecord[][] steps = [.. Enumerable.Range(0, runs[0].Length).Select(i => runs.Select(run => run[i]).ToArray())];
    Spread[] norms = [.. steps.Select(step => Spread.Of(step.Select(record => record.Norm)))];
    Spread[] rates = [.. steps.Select(step => Spread.Of(step.Select(record => record.EffectiveLearningRate!.Value)))];
    Console.WriteLine($"{name,-23} {norms[0].Mean:F3} → {norms[^1].ToString("F3"),-14} {rates[0].Mean:F4} → {rates[^1].ToString("F4")}");
    double[] x = [.. steps.Select(step => step[0].Epoch)];
    plot.Band(way, x, norms.Select(n => n.Mean - n.Deviation), norms.Select(n => n.Mean + n.Deviation));
    plot.Line(way, x, norms.Select(n => n.Mean), $"{name}: lr/‖w‖² ends at {rates[^1].Mean:G2}");
}

Console.WriteLine("""

    The function does not know the norm of such a weight, so that λ does not make it simpler. λ sets the norm, the norm sets the rate at which the weight
    turns, and another lr would do the same. γ has nothing to make up for. Without decay the norm only grows and the rate falls.
    """);
Array.ForEach(crowds, crowd => crowd.Dispose());
arguments.Save(plot.WithLegend(ScottPlot.Alignment.UpperLeft), "batchnorm-fight");

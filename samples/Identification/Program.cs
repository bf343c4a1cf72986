using Identification;
using RegSpec;
using RegSpec.Plots;
using Shared;
using static TorchSharp.torch;

SampleArguments arguments = SampleArguments.Read(args, seeds: 5);
using var scope = NewDisposeScope();
double[] rates = [0.84, 0.88, 0.92, 0.96];
RidgeOptions options = new() { FitIntercept = false, Scaling = [.. Enumerable.Repeat(FeatureScaling.None, Plant.Order)] };
var none = new double[arguments.Seeds][];
var ridge = new RidgeSelection[arguments.Seeds];
var kernel = new (double Rate, TikhonovSelection Selection)[arguments.Seeds];
for (int seed = 0; seed < arguments.Seeds; seed++)
{
    (Tensor inputs, Tensor outputs) = Plant.Record((ulong)seed);
    RidgeProblem problem = RidgeProblem.FromMatrices(inputs, outputs, options: options);
    none[seed] = [.. problem.Fit(0).Coefficients];
    ridge[seed] = problem.Select(LambdaSelection.GeneralizedCrossValidation);
    // GCV compares penalties as it compares λ: both are settings of one smoother.
    kernel[seed] = rates.Select(rate => (Rate: rate, Selection: problem.Tikhonov(StableSpline.Operator(Plant.Order, rate)).Select(LambdaSelection.GeneralizedCrossValidation)))
        .MinBy(trial => trial.Selection.Criterion.Value);
}

Console.WriteLine($"Impulse response of a controlled system, {Plant.Order} samples, from a record of slow inputs, {arguments.Seeds} records");
Console.WriteLine();
Console.WriteLine("estimate                       fit, %           df");
Line("least squares", none, Enumerable.Repeat((double)Plant.Order, arguments.Seeds));
Line("ridge, λ by GCV", ridge.Select(s => s.Solution.Coefficients), ridge.Select(s => s.Solution.DegreesOfFreedom));
Line("kernel, λ and ρ by GCV", kernel.Select(s => s.Selection.Solution.Coefficients), kernel.Select(s => s.Selection.Solution.DegreesOfFreedom));
Console.WriteLine();
Console.WriteLine($"ρ chosen: {Spread.Of(kernel.Select(s => s.Rate)).ToString("F2")}");
Console.WriteLine("""
    Ridge only holds that a response is small, so that the noise shows in every sample of it. The kernel holds that it is smooth and dies out: the same
    closed form with another matrix in the penalty, and everything that λ has, GCV and leave-one-out included.
    """);
ScottPlot.Plot plot = Figure.Create("Impulse response: the penalty carries the knowledge", "sample", "response per unit of input");
double[] samples = [.. Enumerable.Range(1, Plant.Order).Select(k => (double)k)];
plot.Points(6, samples, none[0], "least squares").MarkerSize = 4;
plot.Line(5, samples, Plant.Response, "system").LinePattern = ScottPlot.LinePattern.Solid;
plot.Line(1, samples, ridge[0].Solution.Coefficients, "ridge");
plot.Line(0, samples, kernel[0].Selection.Solution.Coefficients, "kernel");
arguments.Save(plot.WithLegend(), "identification");

static void Line(string name, IEnumerable<IReadOnlyList<double>> estimates, IEnumerable<double> degrees) =>
    Console.WriteLine($"{name,-24} {Spread.Of(estimates.Select(Plant.FitPercent)).ToString("F1"),14} {Spread.Of(degrees).Mean,11:F1}");

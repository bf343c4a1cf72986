using Deconvolution;
using RegSpec;
using RegSpec.Plots;
using Shared;
using static TorchSharp.torch;

SampleArguments arguments = SampleArguments.Read(args, seeds: 5);
using var scope = NewDisposeScope();
Tensor blur = BlurredSignal.Blur();
(string Name, TikhonovOperator Operator)[] penalties =
[
    ("ridge, ‖f‖²", TikhonovOperator.Identity(BlurredSignal.Count)),
    ("steps, ‖f′‖²", TikhonovOperator.FirstDifferences(BlurredSignal.Count)),
    ("bends, ‖f″‖²", TikhonovOperator.SecondDifferences(BlurredSignal.Count)),
];

double[] leastSquares = new double[arguments.Seeds];
TikhonovSelection[][] chosen = [.. penalties.Select(_ => new TikhonovSelection[arguments.Seeds])];
double[][] best = [.. penalties.Select(_ => new double[arguments.Seeds])];
Tensor[] observed = [.. Enumerable.Range(0, arguments.Seeds).Select(seed => BlurredSignal.Observe(blur, seed))];
for (int seed = 0; seed < arguments.Seeds; seed++)
{
    RidgeProblem problem = BlurredSignal.Problem(blur, observed[seed]);
    leastSquares[seed] = BlurredSignal.RelativeError(problem.Fit(0).Coefficients);
    for (int k = 0; k < penalties.Length; k++)
    {
        TikhonovProblem tikhonov = problem.Tikhonov(penalties[k].Operator);
        chosen[k][seed] = tikhonov.Select(LambdaSelection.GeneralizedCrossValidation);
        best[k][seed] = tikhonov.Path().Min(point => BlurredSignal.RelativeError(point.Coefficients));
    }
}

ShrinkageSpectrum spectrum = BlurredSignal.Problem(blur, observed[0]).Spectrum(0);
Console.WriteLine($"A signal of {BlurredSignal.Count} points seen through a blur and noise, {arguments.Seeds} draws of the noise");
Console.WriteLine($"The blur leaves {spectrum.Eigenvalues.Count} of {BlurredSignal.Count} directions above rounding, with eigenvalues from {spectrum.Eigenvalues[0]:G2} down to {spectrum.Eigenvalues[^1]:E0}.");
Console.WriteLine();
Console.WriteLine("penalty        error of the signal   best λ would give        λ by GCV       df");
Console.WriteLine($"{"none",-14} {Spread.Of(leastSquares).ToString("G3"),19}");
for (int k = 0; k < penalties.Length; k++)
{
    Console.WriteLine(
        $"{penalties[k].Name,-14} {Spread.Of(chosen[k].Select(s => BlurredSignal.RelativeError(s.Solution.Coefficients))).ToString("F4"),19} {Spread.Of(best[k]).ToString("F4"),19}" +
        $" {Spread.Of(chosen[k].Select(s => s.Lambda)).Mean,15:G3} {Spread.Of(chosen[k].Select(s => s.Solution.DegreesOfFreedom)).Mean,8:F1}");
}

Console.WriteLine("""

    Least squares explain the noise by a signal that swings between the points. A penalty says what to believe where the data say nothing: that the
    signal is small, has small steps, or bends little. λ comes from the data alone, here and there a little too small.
    """);
ScottPlot.Plot plot = Figure.Create("Deconvolution: what a penalty believes", "position", "signal");
plot.Points(6, BlurredSignal.Positions, observed[0].data<double>(), "observed: blurred, with noise").MarkerSize = 4;
plot.Line(5, BlurredSignal.Positions, BlurredSignal.Signal, "signal").LinePattern = ScottPlot.LinePattern.Solid;
plot.Line(1, BlurredSignal.Positions, chosen[0][0].Solution.Coefficients, penalties[0].Name);
plot.Line(0, BlurredSignal.Positions, chosen[2][0].Solution.Coefficients, penalties[2].Name);
arguments.Save(plot.WithLegend(ScottPlot.Alignment.LowerRight), "deconvolution");
